/* What clients send most, judged and remembered in one step: mtproto/session/seen_ids.py has the rules, `take_usual`, and
   does the same in Python. */

#include "native.h"

/* The same numbers as in limits.py and verdicts.py; a test compares what both take. */
#define MOST_MESSAGES 8
#define LARGE_BODY (16 * 1024)
#define MAX_AGE ((int64_t)300 << 32)
#define MAX_AHEAD ((int64_t)30 << 32)
#define LATEST_TIME 2000000000.0 /* the ids of later ones are near the end of what 64 bits hold */
#define SECOND 4294967296.0

#define MSGS_ACK 0x62d6b459

/* A packet, and what its messages turned out to be. */
typedef struct {
    const uint8_t *start; /* of its body */
    Py_ssize_t size;
    int64_t msg_id, seqno, oldest, most;
    int is_container, count;
    Cut messages[MOST_MESSAGES];
    int64_t named[MOST_MESSAGES]; /* how many ids each acknowledgement names */
    int query;                    /* which of them it is, -1 for none */
} Usual;

/* The messages of a packet. False where they do not fit into it, or are too many. */
static int cut_usual(Usual *it)
{
    it->is_container = it->size >= CONSTRUCTOR && load_u32(it->start) == MSG_CONTAINER;
    if (it->seqno < INT32_MIN || it->seqno > INT32_MAX)
        return 0;
    if (!it->is_container) {
        it->messages[it->count++] = (Cut){it->msg_id, it->seqno, 0, it->size};
        return 1;
    }
    Cutter in = {.start = it->start, .size = it->size, .msg_id = it->msg_id, .seqno = it->seqno};
    int64_t count = begin_cutting(&in);
    if (count < 1 || count > MOST_MESSAGES || it->seqno & CONTENT)
        return 0;
    while (it->count < count)
        if (!cut_next(&in, &it->messages[it->count++]))
            return 0;
    return in.at == in.size;
}

/* Whether a body is a query with nothing around it; -1 with an exception. */
static int is_plain_query(const uint8_t *body, Py_ssize_t size, PyObject *uncommon)
{
    if (size < CONSTRUCTOR)
        return 0;
    PyObject *kind = PyBytes_FromStringAndSize((const char *)body, CONSTRUCTOR);
    int is_uncommon = kind == NULL ? -1 : PySet_Contains(uncommon, kind);
    Py_XDECREF(kind);
    return is_uncommon < 0 ? -1 : !is_uncommon;
}

/* Judge the messages by their ids, seqnos and kinds. 1 where all are usual, 0 where not, -1 with an exception. */
static int judge_usual(Usual *it, const SeenIds *seen, PyObject *uncommon)
{
    int64_t highest, before;
    if (!newest_seen(seen, &highest, &before))
        return 0;
    for (int i = 0; i < it->count; i++) {
        const Cut *one = &it->messages[i];
        const uint8_t *body = it->start + one->begin;
        Py_ssize_t size = one->end - one->begin;
        int is_content = (one->seqno & CONTENT) != 0;
        if (one->msg_id & 3 || one->msg_id <= highest || one->msg_id < it->oldest || one->seqno < before
            || (one->seqno == before && is_content))
            return 0;
        highest = one->msg_id;
        before = one->seqno;
        if (size >= CONSTRUCTOR && load_u32(body) == MSGS_ACK) {
            it->named[i] = count_longs(body, size);
            if (it->named[i] < 0 || it->named[i] > it->most)
                return 0;
            it->most -= it->named[i];
            continue;
        }
        int is_plain = it->query >= 0 || !is_content ? 0 : is_plain_query(body, size, uncommon);
        if (is_plain <= 0)
            return is_plain;
        it->query = i;
    }
    return 1;
}

/* Remember the messages, and what carries them. False, with an exception, where there is no memory. */
static int remember_usual(const Usual *it, SeenIds *seen, double now)
{
    for (int i = 0; i < it->count; i++)
        if (!remember_newest(seen, it->messages[i].msg_id, it->messages[i].seqno, i == it->query, now))
            return 0;
    return !it->is_container || remember_newest(seen, it->msg_id, it->seqno, 0, now);
}

/* The ids of the content-related messages: a new list. */
static PyObject *owed_for(const Usual *it)
{
    PyObject *owed = PyList_New(0);
    for (int i = 0; owed != NULL && i < it->count; i++) {
        PyObject *msg_id = it->messages[i].seqno & CONTENT ? PyLong_FromLongLong(it->messages[i].msg_id) : NULL;
        if (PyErr_Occurred() || (msg_id != NULL && PyList_Append(owed, msg_id) < 0))
            Py_CLEAR(owed);
        Py_XDECREF(msg_id);
    }
    return owed;
}

/* The ids that the acknowledgements name: a new tuple. */
static PyObject *acknowledged_by(const Usual *it)
{
    PyObject *all = NULL;
    for (int i = 0; i < it->count; i++) {
        if (i == it->query)
            continue;
        PyObject *ids = read_longs(it->start + it->messages[i].begin, it->named[i]);
        if (ids == NULL || all == NULL)
            Py_XSETREF(all, ids);
        else {
            Py_SETREF(all, PySequence_Concat(all, ids));
            Py_DECREF(ids);
        }
        if (all == NULL)
            return NULL;
    }
    return all != NULL ? all : PyTuple_New(0);
}

/* What `take_usual` gives back: a new reference. */
static PyObject *told(const Usual *it, PyObject *whole)
{
    const Cut *query = it->query < 0 ? NULL : &it->messages[it->query];
    PyObject *body = Py_None;
    if (query == NULL)
        Py_INCREF(body);
    else
        body = it->is_container ? cut_body(whole, it->start, query->begin, query->end, LARGE_BODY) : Py_NewRef(whole);
    PyObject *fields[] = {
        PyLong_FromLongLong(it->messages[0].msg_id),
        owed_for(it),
        acknowledged_by(it),
        query == NULL ? Py_NewRef(Py_None) : PyLong_FromLongLong(query->msg_id),
        body,
    };
    return make_tuple(&PyTuple_Type, fields, sizeof fields / sizeof *fields);
}

/* Whether a packet's id is a client's, and made about now; and whether our own ids are not ahead of the time. */
static int is_timely(int64_t msg_id, int64_t made, double now)
{
    if (!(now >= 0.0 && now < LATEST_TIME) || msg_id & 3)
        return 0;
    int64_t present = (int64_t)(now * SECOND) & ~3LL;
    return present - MAX_AGE <= msg_id && msg_id <= present + MAX_AHEAD && made <= present + MAX_AHEAD;
}

const char take_usual_doc[] =
"take_usual(packet, uncommon, most, uptime, made, now)\n--\n\n"
"Judge and remember what clients send most: the lowest of its ids, those to be acknowledged, those that it acknowledges,\n"
"and the id and body of its query. None, and nothing is remembered, where a packet is anything else.";

PyObject *take_usual(SeenIds *self, PyObject *const *args, Py_ssize_t count)
{
    Usual it = {.query = -1};
    Py_buffer body;
    if (count != 6 || !PyTuple_Check(args[0]) || PyTuple_GET_SIZE(args[0]) != PACKET_FIELDS || !PyFrozenSet_Check(args[1]))
        return PyErr_Format(PyExc_TypeError, "a packet, a frozenset of constructors, and four numbers");
    PyObject *whole = PyTuple_GET_ITEM(args[0], 4);
    double numbers[3] = {PyFloat_AsDouble(args[2]), PyFloat_AsDouble(args[3]), PyFloat_AsDouble(args[5])};
    it.msg_id = PyLong_AsLongLong(PyTuple_GET_ITEM(args[0], 2));
    it.seqno = PyLong_AsLongLong(PyTuple_GET_ITEM(args[0], 3));
    int64_t made = PyLong_AsLongLong(args[4]);
    if (PyErr_Occurred() || PyObject_GetBuffer(whole, &body, PyBUF_SIMPLE))
        return NULL;
    double uptime = numbers[1], now = numbers[2];
    it.start = body.buf;
    it.size = body.len;
    it.most = numbers[0] >= 1.0 ? numbers[0] < 8192.0 ? (int64_t)numbers[0] : 8192 : 0;
    PyObject *result = NULL;
    int is_usual = is_timely(it.msg_id, made, now) && uptime >= 0.0 && uptime < LATEST_TIME && cut_usual(&it);
    if (is_usual) {
        it.oldest = it.is_container ? it.msg_id - ((int64_t)(uptime * SECOND) & ~3LL) : INT64_MIN;
        is_usual = judge_usual(&it, self, args[1]);
    }
    if (is_usual > 0) {
        result = told(&it, whole); /* before it is remembered: what nobody is told of must not pass for done */
        if (result != NULL && !remember_usual(&it, self, now))
            Py_CLEAR(result);
    } else if (is_usual == 0)
        result = Py_NewRef(Py_None);
    PyBuffer_Release(&body);
    return result;
}
