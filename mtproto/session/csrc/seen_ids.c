/* SeenIds, the message ids a session has received: mtproto/session/seen_ids.py has the rules, and does the same in
   Python. Two numbers an id, in rising order, in one piece of memory. */

#include "native.h"

#include <structmember.h>

#define MARK_BITS 2
#define STEP 512
/* The same numbers as in limits.py; a test compares what both forget. */
#define MIN_REMEMBERED_IDS 4096
#define MAX_REMEMBERED_IDS 65536
#define REMEMBERED 330.0
#define SECOND 4294967296.0

enum { NONE = 0, REQUEST = 1, FAILED = 2 }; /* marks */
enum { /* Verdict */
    NEW = 0,
    SEEN = -1,
    ID_PARITY = 18,
    TOO_OLD = 20,
    SEQNO_TOO_LOW = 32,
    SEQNO_TOO_HIGH = 33,
    SEQNO_MUST_BE_ODD = 35
};

typedef struct {
    int64_t msg_id, marked; /* the latter is seqno << MARK_BITS | mark */
} Seen;

struct SeenIds {
    PyObject_HEAD
    Seen *all;
    Py_ssize_t count, room, trim_at;
    long long floor;
};

static int64_t seqno_of(const Seen *one)
{
    return one->marked >> MARK_BITS;
}

/* Where an id stands, or would stand. */
static Py_ssize_t place_of(const SeenIds *self, int64_t msg_id)
{
    Py_ssize_t low = 0, high = self->count;
    if (high > 0 && msg_id > self->all[high - 1].msg_id)
        return high; /* it mostly is the newest */
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (self->all[middle].msg_id < msg_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static Seen *find(const SeenIds *self, int64_t msg_id)
{
    Py_ssize_t place = place_of(self, msg_id);
    return place < self->count && self->all[place].msg_id == msg_id ? &self->all[place] : NULL;
}

/* What a message is to this session; `place` is where its id would stand. */
static int judge_at(const SeenIds *self, Py_ssize_t place, int64_t msg_id, int64_t seqno)
{
    int64_t before = place > 0 ? seqno_of(&self->all[place - 1]) : self->count > 0 ? -1 : INT64_MIN;
    const Seen *after = place < self->count ? &self->all[place] : NULL;
    int equal_is_wrong = seqno & 1;
    if (after != NULL && after->msg_id == msg_id)
        return SEEN;
    if (msg_id <= self->floor)
        return TOO_OLD;
    if (before > seqno || (before == seqno && equal_is_wrong))
        return SEQNO_TOO_LOW;
    if (after != NULL && (seqno_of(after) < seqno || (seqno_of(after) == seqno && equal_is_wrong)))
        return SEQNO_TOO_HIGH;
    return NEW;
}

/* Forget what is out of the time window, but for the newest few thousand, and what is over the bound. */
static void trim(SeenIds *self, double now)
{
    double since = (now - REMEMBERED) * SECOND;
    int64_t oldest = since > 0.0 && since < (double)INT64_MAX ? (int64_t)since & ~3LL : 0;
    Py_ssize_t old = place_of(self, oldest);
    Py_ssize_t gone = old < self->count - MIN_REMEMBERED_IDS ? old : self->count - MIN_REMEMBERED_IDS;
    if (gone < self->count - MAX_REMEMBERED_IDS)
        gone = self->count - MAX_REMEMBERED_IDS;
    if (gone > 0) {
        if (self->all[gone - 1].msg_id > self->floor)
            self->floor = self->all[gone - 1].msg_id;
        self->count -= gone;
        memmove(self->all, self->all + gone, (size_t)self->count * sizeof(Seen));
        Seen *all = PyMem_Realloc(self->all, (size_t)(self->count + STEP) * sizeof(Seen));
        if (all != NULL) {
            self->all = all;
            self->room = self->count + STEP;
        }
    }
    self->trim_at = self->count + STEP;
}

int make_room(SeenIds *self, Py_ssize_t more)
{
    if (self->count + more <= self->room)
        return 1;
    Py_ssize_t room = self->count + self->count / 8 + 3 + more;
    Seen *all = PyMem_Realloc(self->all, (size_t)room * sizeof(Seen));
    if (all == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    self->all = all;
    self->room = room;
    return 1;
}

/* False, with an exception, where there is no memory. */
static int remember(SeenIds *self, Py_ssize_t place, int64_t msg_id, int64_t marked, double now)
{
    if (!make_room(self, 1))
        return 0;
    memmove(self->all + place + 1, self->all + place, (size_t)(self->count - place) * sizeof(Seen));
    self->all[place] = (Seen){msg_id, marked};
    self->count++;
    if (self->count >= self->trim_at)
        trim(self, now);
    return 1;
}

/* Remember an id no more, as if it had never been received. */
static void unremember(SeenIds *self, int64_t msg_id)
{
    Seen *one = find(self, msg_id);
    if (one != NULL)
        memmove(one, one + 1, (size_t)(self->all + --self->count - one) * sizeof(Seen));
}

/* The newest id and its seqno. False where nothing is remembered. */
int newest_seen(const SeenIds *self, int64_t *msg_id, int64_t *seqno)
{
    if (self->count == 0)
        return 0;
    *msg_id = self->all[self->count - 1].msg_id;
    *seqno = seqno_of(&self->all[self->count - 1]);
    return 1;
}

static int64_t marked(int64_t seqno, int is_query)
{
    return seqno * (1 << MARK_BITS) + (is_query ? REQUEST : NONE);
}

/* Remember what is newer than all that is. False, with an exception, where there is no memory. */
int remember_newest(SeenIds *self, int64_t msg_id, int64_t seqno, int is_query, double now)
{
    return remember(self, self->count, msg_id, marked(seqno, is_query), now);
}

/* The first `count` of msg_id, seqno and mark. False, with an exception, where they are not that. */
static int read_given(PyObject *const *args, Py_ssize_t given, Py_ssize_t expected, Py_ssize_t count, long long *numbers)
{
    if (given != expected) {
        PyErr_Format(PyExc_TypeError, "%zd arguments, not %zd", expected, given);
        return 0;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        numbers[i] = PyLong_AsLongLong(args[i]);
        if (numbers[i] == -1 && PyErr_Occurred())
            return 0;
    }
    if (numbers[1] < INT32_MIN || numbers[1] > INT32_MAX || (count == 3 && numbers[2] >> MARK_BITS)) {
        PyErr_SetString(PyExc_OverflowError, "a seqno of more than 32 bits, or a mark of more than two");
        return 0;
    }
    return 1;
}

PyDoc_STRVAR(judge_doc,
"judge(msg_id, seqno)\n--\n\n"
"What a message of this id and seqno is to this session. Nothing is remembered yet.");

static PyObject *judge(SeenIds *self, PyObject *const *args, Py_ssize_t count)
{
    long long given[2];
    if (!read_given(args, count, 2, 2, given))
        return NULL;
    return PyLong_FromLong(judge_at(self, place_of(self, given[0]), given[0], given[1]));
}

PyDoc_STRVAR(add_doc,
"add(msg_id, seqno, mark, now)\n--\n\n"
"Remember a message that was judged NEW; `now` is the unix time.");

static PyObject *add(SeenIds *self, PyObject *const *args, Py_ssize_t count)
{
    long long given[3];
    if (!read_given(args, count, 4, 3, given))
        return NULL;
    double now = PyFloat_AsDouble(args[3]);
    if (now == -1.0 && PyErr_Occurred())
        return NULL;
    Py_ssize_t place = place_of(self, given[0]);
    return remember(self, place, given[0], given[1] * (1 << MARK_BITS) + given[2], now) ? Py_NewRef(Py_None) : NULL;
}

/* What a message inside a packet is to this session, remembered if it is new; -2 with an exception. */
static int admit(SeenIds *self, int64_t msg_id, int64_t seqno, int is_query, int64_t oldest, double now)
{
    if (msg_id & 3)
        return ID_PARITY;
    Py_ssize_t place = place_of(self, msg_id);
    int verdict = judge_at(self, place, msg_id, seqno);
    if (verdict != NEW)
        return verdict;
    if (msg_id < oldest)
        return TOO_OLD;
    if (is_query && !(seqno & CONTENT))
        return SEQNO_MUST_BE_ODD;
    return remember(self, place, msg_id, marked(seqno, is_query), now) ? NEW : -2;
}

/* What `take_all` gives back. */
typedef struct {
    PyObject *queries, *services, *refused, *owed, *lowest;
} Taken;

/* Append a new reference, which is taken. False, with an exception, where that fails. */
static int append(PyObject *list, PyObject *item)
{
    int failed = item == NULL || PyList_Append(list, item) < 0;
    Py_XDECREF(item);
    return !failed;
}

/* Put one message where it belongs: all of it, or nothing is remembered. False, with an exception, where that fails. */
static int sort_one(SeenIds *self, Taken *taken, PyObject *message, PyObject *handler_of, int64_t oldest, double now)
{
    int64_t msg_id, seqno;
    if (!is_message(message) || !read_numbers(message, &msg_id, &seqno))
        return 0;
    PyObject *kind = head(NULL, PyTuple_GET_ITEM(message, 2));
    PyObject *handler = kind == NULL ? NULL : PyObject_CallOneArg(handler_of, kind);
    Py_XDECREF(kind);
    if (handler == NULL)
        return 0;
    int is_query = handler == Py_None, done = 0, verdict = admit(self, msg_id, seqno, is_query, oldest, now);
    if (verdict == NEW) {
        PyObject *id = PyTuple_GET_ITEM(message, 0);
        done = is_query ? PyList_Append(taken->queries, message) == 0
                        : append(taken->services, Py_BuildValue("OOi", handler, message, 0));
        done = done && (!(seqno & CONTENT) || PyList_Append(taken->owed, id) == 0);
        if (taken->lowest == Py_None || msg_id < PyLong_AsLongLong(taken->lowest))
            Py_SETREF(taken->lowest, Py_NewRef(id));
        if (!done)
            unremember(self, msg_id);
    } else if (verdict != -2)
        done = append(taken->refused, Py_BuildValue("OOi", Py_None, message, verdict));
    Py_DECREF(handler);
    return done;
}

/* Remember nothing of what was taken, as nobody is told of it: what is remembered and not run is refused when it is
   sent again. */
static void take_nothing(SeenIds *self, const Taken *taken)
{
    for (Py_ssize_t i = 0; taken->queries != NULL && i < PyList_GET_SIZE(taken->queries); i++)
        unremember(self, PyLong_AsLongLong(PyTuple_GET_ITEM(PyList_GET_ITEM(taken->queries, i), 0)));
    for (Py_ssize_t i = 0; taken->services != NULL && i < PyList_GET_SIZE(taken->services); i++) {
        PyObject *message = PyTuple_GET_ITEM(PyList_GET_ITEM(taken->services, i), 1);
        unremember(self, PyLong_AsLongLong(PyTuple_GET_ITEM(message, 0)));
    }
}

PyDoc_STRVAR(take_all_doc,
"take_all(messages, handler_of, oldest, now)\n--\n\n"
"Judge the messages of a packet and remember those that are new: the queries among them, the service messages as\n"
"(handler, message, 0), the refused as (None, message, verdict), the ids to be acknowledged, and the lowest that is new.\n"
"With an exception none of them is remembered.");

static PyObject *take_all(SeenIds *self, PyObject *const *args, Py_ssize_t count)
{
    if (count != 4 || !PyList_Check(args[0]))
        return PyErr_Format(PyExc_TypeError, "a list of messages, what finds their handlers, and two numbers");
    long long oldest = PyLong_AsLongLong(args[2]);
    double now = oldest == -1 && PyErr_Occurred() ? -1.0 : PyFloat_AsDouble(args[3]);
    if (PyErr_Occurred())
        return NULL;
    Taken taken = {PyList_New(0), PyList_New(0), PyList_New(0), PyList_New(0), Py_NewRef(Py_None)};
    int whole = taken.queries != NULL && taken.services != NULL && taken.refused != NULL && taken.owed != NULL;
    for (Py_ssize_t i = 0; whole && i < PyList_GET_SIZE(args[0]); i++) {
        PyObject *message = Py_NewRef(PyList_GET_ITEM(args[0], i)); /* what finds handlers may be anything */
        whole = sort_one(self, &taken, message, args[1], oldest, now);
        Py_DECREF(message);
    }
    PyObject *fields[] = {taken.queries, taken.services, taken.refused, taken.owed, taken.lowest};
    PyObject *result = whole ? PyTuple_New(5) : NULL;
    if (result == NULL)
        take_nothing(self, &taken);
    for (int i = 0; i < 5; i++) {
        if (result != NULL)
            PyTuple_SET_ITEM(result, i, fields[i]);
        else
            Py_XDECREF(fields[i]);
    }
    return result;
}

/* What is remembered of an id that is given; NULL, with an exception or without, where that is nothing. */
static Seen *find_given(const SeenIds *self, PyObject *argument)
{
    long long msg_id = PyLong_AsLongLong(argument);
    return msg_id == -1 && PyErr_Occurred() ? NULL : find(self, msg_id);
}

static PyObject *number_or_none(int64_t number, int is_there)
{
    if (PyErr_Occurred())
        return NULL;
    return is_there ? PyLong_FromLongLong(number) : Py_NewRef(Py_None);
}

PyDoc_STRVAR(mark_of_doc,
"mark_of(msg_id)\n--\n\n"
"What became of a message, None when it is not remembered.");

static PyObject *mark_of(SeenIds *self, PyObject *argument)
{
    const Seen *one = find_given(self, argument);
    return number_or_none(one == NULL ? 0 : one->marked & ((1 << MARK_BITS) - 1), one != NULL);
}

PyDoc_STRVAR(seqno_doc,
"seqno_of(msg_id)\n--\n\n"
"The seqno of a message, None when it is not remembered.");

static PyObject *seqno_method(SeenIds *self, PyObject *argument)
{
    const Seen *one = find_given(self, argument);
    return number_or_none(one == NULL ? 0 : seqno_of(one), one != NULL);
}

PyDoc_STRVAR(set_failed_doc,
"set_failed(msg_id)\n--\n\n"
"A call was answered with an error.");

static PyObject *set_failed(SeenIds *self, PyObject *argument)
{
    Seen *one = find_given(self, argument);
    if (one != NULL)
        one->marked |= FAILED;
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

static int contains(SeenIds *self, PyObject *argument)
{
    int is_there = find_given(self, argument) != NULL;
    return PyErr_Occurred() ? -1 : is_there;
}

static PyObject *lowest(SeenIds *self, void *closure)
{
    (void)closure;
    return PyLong_FromLongLong(self->count > 0 ? self->all[0].msg_id : 0);
}

static PyObject *highest(SeenIds *self, void *closure)
{
    (void)closure;
    return PyLong_FromLongLong(self->count > 0 ? self->all[self->count - 1].msg_id : self->floor);
}

static int begin(SeenIds *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"floor", NULL};
    self->count = 0;
    self->floor = 0;
    self->trim_at = MIN_REMEMBERED_IDS + STEP;
    return PyArg_ParseTupleAndKeywords(args, kwargs, "|L", names, &self->floor) ? 0 : -1;
}

static void end(SeenIds *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyMem_Free(self->all);
    type->tp_free(self);
    Py_DECREF(type);
}

#define FAST(function) (PyCFunction)(void (*)(void))function, METH_FASTCALL
static PyMethodDef methods[] = {
    {"judge", FAST(judge), judge_doc},
    {"add", FAST(add), add_doc},
    {"take_all", FAST(take_all), take_all_doc},
    {"take_usual", FAST(take_usual), take_usual_doc},
    {"mark_of", (PyCFunction)mark_of, METH_O, mark_of_doc},
    {"seqno_of", (PyCFunction)seqno_method, METH_O, seqno_doc},
    {"set_failed", (PyCFunction)set_failed, METH_O, set_failed_doc},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef properties[] = {
    {"lowest", (getter)lowest, NULL, "The lowest id remembered, 0 for none.", NULL},
    {"highest", (getter)highest, NULL, "The highest id known of: the newest received, or the floor.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMemberDef members[] = {
    {"floor", T_LONGLONG, offsetof(SeenIds, floor), READONLY, "The highest id that may have been forgotten."},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "A window over the ids received in one session, in rising order."},
    {Py_tp_init, begin},
    {Py_tp_dealloc, end},
    {Py_tp_methods, methods},
    {Py_tp_getset, properties},
    {Py_tp_members, members},
    {Py_sq_contains, contains},
    {0, NULL},
};

PyType_Spec seen_ids_spec = {
    .name = "mtproto.session._native.SeenIds",
    .basicsize = sizeof(SeenIds),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};
