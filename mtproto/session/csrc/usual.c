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

/* What `take_usual` gives back: a new reference. */
static PyObject *told(const Usual *it, PyObject *whole)
{
    const Cut *query = it->query < 0 ? NULL : &it->messages[it->query];
    int64_t named = 0;
    for (int i = 0; i < it->count; i++)
        named += it->named[i];
    PyObject *body = query == NULL     ? Py_NewRef(Py_None)
                     : it->is_container ? cut_body(whole, it->start, query->begin, query->end, LARGE_BODY)
                                        : Py_NewRef(whole);
    PyObject *fields[] = {
        PyLong_FromLongLong(it->messages[0].msg_id),
        PyLong_FromLongLong(named),
        PyLong_FromLongLong(query == NULL ? 0 : query->msg_id),
        body,
    };
    return make_tuple(&PyTuple_Type, fields, sizeof fields / sizeof *fields);
}

/* Forget what the acknowledgements name. False, with an exception, where that fails. */
static int forget_acknowledged(const Usual *it, Outgoing *outbox)
{
    int done = 1;
    for (int i = 0; done && i < it->count; i++)
        if (it->named[i] > 0)
            done = forget_named(outbox, it->start + it->messages[i].begin + CONSTRUCTOR + COUNT, it->named[i]);
    return done;
}

/* Remember the messages, and what carries them: all of it or nothing, as a query that is remembered and not run is refused
   when it is sent again. False, with an exception, where there is no memory. */
static int remember_usual(const Usual *it, SeenIds *seen, double now)
{
    if (!make_room(seen, it->count + 1))
        return 0;
    for (int i = 0; i < it->count; i++)
        if (!remember_newest(seen, it->messages[i].msg_id, it->messages[i].seqno, i == it->query, now))
            return 0;
    return !it->is_container || remember_newest(seen, it->msg_id, it->seqno, 0, now);
}

/* Owe acknowledgements of the messages that ask for one, and remember all of them. False, with an exception, where there
   is no memory: then none is owed, as they will be sent again. */
static int accept_usual(const Usual *it, SeenIds *seen, PendingAcks *acks, double monotonic, double now)
{
    PyObject *owed[MOST_MESSAGES];
    int count = 0, done = 1;
    for (int i = 0; done && i < it->count; i++)
        if (it->messages[i].seqno & CONTENT) {
            PyObject *msg_id = PyLong_FromLongLong(it->messages[i].msg_id);
            done = msg_id != NULL && owe(acks, msg_id, monotonic);
            if (msg_id != NULL)
                owed[count++] = msg_id;
        }
    done = done && remember_usual(it, seen, now);
    for (int i = 0; i < count; i++) {
        if (!done)
            owe_no_more(acks, owed[i]);
        Py_DECREF(owed[i]);
    }
    return done;
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
"take_usual(packet, uncommon, most, uptime, now, monotonic, acks, outbox)\n--\n\n"
"Judge and remember what clients send most, owe what is to be acknowledged and forget what is acknowledged: the lowest of\n"
"its ids, how many it acknowledges, and the id and body of its query. None, and nothing is done, where a packet is\n"
"anything else.";

PyObject *take_usual(SeenIds *self, PyObject *const *args, Py_ssize_t count)
{
    const State *state = PyType_GetModuleState(Py_TYPE(self));
    Usual it = {.query = -1};
    Py_buffer body;
    if (count != 8 || !PyTuple_Check(args[0]) || PyTuple_GET_SIZE(args[0]) != PACKET_FIELDS || !PyFrozenSet_Check(args[1])
        || !PyObject_TypeCheck(args[6], state->pending_acks) || !PyObject_TypeCheck(args[7], state->outgoing))
        return PyErr_Format(PyExc_TypeError, "a packet, a frozenset of constructors, four numbers, PendingAcks, Outgoing");
    PyObject *whole = PyTuple_GET_ITEM(args[0], 4);
    double numbers[4];
    for (int i = 0; i < 4; i++)
        numbers[i] = PyFloat_AsDouble(args[2 + i]);
    it.msg_id = PyLong_AsLongLong(PyTuple_GET_ITEM(args[0], 2));
    it.seqno = PyLong_AsLongLong(PyTuple_GET_ITEM(args[0], 3));
    if (PyErr_Occurred() || PyObject_GetBuffer(whole, &body, PyBUF_SIMPLE))
        return NULL;
    PendingAcks *acks = (PendingAcks *)args[6];
    Outgoing *outbox = (Outgoing *)args[7];
    double uptime = numbers[1], now = numbers[2], monotonic = numbers[3];
    it.start = body.buf;
    it.size = body.len;
    it.most = numbers[0] >= 1.0 ? numbers[0] < 8192.0 ? (int64_t)numbers[0] : 8192 : 0;
    PyObject *result = NULL;
    int is_usual = is_timely(it.msg_id, newest_made(outbox), now) && uptime >= 0.0 && uptime < LATEST_TIME && cut_usual(&it);
    if (is_usual) {
        it.oldest = it.is_container ? it.msg_id - ((int64_t)(uptime * SECOND) & ~3LL) : INT64_MIN;
        is_usual = judge_usual(&it, self, args[1]);
    }
    if (is_usual > 0) {
        result = told(&it, whole); /* before it is remembered: what nobody is told of must not pass for done */
        if (result != NULL && !(forget_acknowledged(&it, outbox) && accept_usual(&it, self, acks, monotonic, now)))
            Py_CLEAR(result);
    } else if (is_usual == 0)
        result = Py_NewRef(Py_None);
    PyBuffer_Release(&body);
    return result;
}
