/* Outgoing, what one side of a session sends: mtproto/session/outgoing.py has the rules, and does the same in Python.

   It takes no part in garbage collection, nor does MsgIds: what they hold are numbers, bytes, and a clock, which knows of
   no session. */

#include "native.h"

#include <structmember.h>

/* The same numbers as in limits.py and msg_ids.py; a test compares what both do. */
#define MAX_KEPT_MESSAGES 1000
#define MAX_KEPT_BYTES (1024 * 1024)
#define REPLY 1
#define NOTICE 3

#define RPC_RESULT 0xf35c6d01
#define RPC_ERROR 0x2144ca19
#define RESULT 12 /* where the result stands in an rpc_result: constructor | req_msg_id : long */

struct Outgoing {
    PyObject_HEAD
    MsgIds *ids;
    PyObject *kept, *answers, *fresh, *again; /* dicts */
    PyObject *lost; /* a set, None or NULL */
    Py_ssize_t kept_bytes;
    long long sent;
    long long seqno; /* the next of what is not content-related */
    char is_connected, is_full;
};

int64_t newest_made(const Outgoing *self)
{
    return self->ids == NULL ? 0 : newest_id(self->ids);
}

/* Whether a message is the answer to a request; its body is bytes then. */
static int is_answer(int64_t msg_id, PyObject *body)
{
    return (msg_id & 3) == REPLY && PyBytes_Check(body) && PyBytes_GET_SIZE(body) >= RESULT
        && load_u32((const uint8_t *)PyBytes_AS_STRING(body)) == RPC_RESULT;
}

static int is_error(int64_t msg_id, PyObject *body)
{
    return is_answer(msg_id, body) && PyBytes_GET_SIZE(body) >= RESULT + CONSTRUCTOR
        && load_u32((const uint8_t *)PyBytes_AS_STRING(body) + RESULT) == RPC_ERROR;
}

/* The msg_id of the request that an answer is for: a new reference. */
static PyObject *request_of(PyObject *body)
{
    return PyLong_FromLongLong(load_long((const uint8_t *)PyBytes_AS_STRING(body) + CONSTRUCTOR));
}

/* The msg_id and the body, borrowed, of a message that is given. False, with an exception, where it is none. */
static int read_message(PyObject *message, int64_t *msg_id, PyObject **body)
{
    if (!is_message(message))
        return 0;
    *msg_id = PyLong_AsLongLong(PyTuple_GET_ITEM(message, 0));
    *body = PyTuple_GET_ITEM(message, 2);
    return *msg_id != -1 || !PyErr_Occurred();
}

static void look_at_room(Outgoing *self)
{
    self->is_full = self->kept_bytes > MAX_KEPT_BYTES || PyDict_GET_SIZE(self->kept) > MAX_KEPT_MESSAGES;
}

/* Keep a message; `request_id`, if not NULL, is the request that it is known to answer. False, with an exception, where
   that fails. */
static int keep_message(Outgoing *self, PyObject *message, PyObject *request_id)
{
    int64_t msg_id;
    PyObject *body;
    if (!read_message(message, &msg_id, &body))
        return 0;
    Py_ssize_t size = PyObject_Length(body);
    if (size < 0 || PyDict_SetItem(self->kept, PyTuple_GET_ITEM(message, 0), message) < 0)
        return 0;
    self->kept_bytes += size;
    look_at_room(self);
    if (request_id == NULL && !is_answer(msg_id, body))
        return 1;
    request_id = request_id == NULL ? request_of(body) : Py_NewRef(request_id);
    int failed = request_id == NULL || PyDict_SetItem(self->answers, request_id, PyTuple_GET_ITEM(message, 0)) < 0;
    Py_XDECREF(request_id);
    return !failed;
}

/* A message with an identity: a new reference. The id is drawn, or given. A `kind` below 0 has its exception. */
static PyObject *numbered(Outgoing *self, int kind, PyObject *given, long long seqno, PyObject *body)
{
    if (self->ids == NULL) {
        PyErr_SetString(PyExc_TypeError, "an Outgoing that was not initialised");
        return NULL;
    }
    int64_t drawn = kind < 0 ? -1 : given == NULL ? next_id(self->ids, kind) : 0;
    if (PyErr_Occurred())
        return NULL;
    PyObject *fields[FIELDS] = {
        given == NULL ? PyLong_FromLongLong(drawn) : Py_NewRef(given), PyLong_FromLongLong(seqno), Py_NewRef(body)};
    return make_tuple(&PyTuple_Type, fields, FIELDS);
}

/* The id of a message that is let go of: a new reference. */
static PyObject *id_of(PyObject *message)
{
    PyObject *msg_id = Py_NewRef(PyTuple_GET_ITEM(message, 0));
    Py_DECREF(message);
    return msg_id;
}

/* Keep and queue a message, which is taken, as the next that is content-related. Returns its id: a new reference. */
static PyObject *queued(Outgoing *self, PyObject *message, PyObject *request_id)
{
    if (message == NULL)
        return NULL;
    if (!keep_message(self, message, request_id)
        || (self->is_connected && PyDict_SetItem(self->fresh, PyTuple_GET_ITEM(message, 0), message) < 0)) {
        Py_DECREF(message);
        return NULL;
    }
    self->seqno += 2;
    return id_of(message);
}

PyDoc_STRVAR(add_doc,
"add(body, kind, msg_id=None)\n--\n\n"
"Queue a content-related message, which is kept, and waits if nobody is connected. Returns its msg_id.");

static PyObject *add(Outgoing *self, PyObject *const *args, Py_ssize_t count)
{
    if (count < 2 || count > 3)
        return PyErr_Format(PyExc_TypeError, "a body, its kind, and perhaps its id");
    PyObject *given = count == 3 && args[2] != Py_None ? args[2] : NULL;
    return queued(self, numbered(self, read_kind(args[1]), given, self->seqno + 1, args[0]), NULL);
}

PyDoc_STRVAR(add_result_doc,
"add_result(request_id, result)\n--\n\n"
"Queue the answer to a request, as `add` does. Returns its msg_id.");

static PyObject *add_result(Outgoing *self, PyObject *const *args, Py_ssize_t count)
{
    if (count != 2)
        return PyErr_Format(PyExc_TypeError, "the id of a request, and its result");
    if (!PyLong_Check(args[0]))
        return PyErr_Format(PyExc_TypeError, "the id of a request is an integer");
    int64_t request_id = PyLong_AsLongLong(args[0]);
    Py_buffer result;
    if ((request_id == -1 && PyErr_Occurred()) || PyObject_GetBuffer(args[1], &result, PyBUF_SIMPLE))
        return NULL;
    PyObject *body = PyBytes_FromStringAndSize(NULL, RESULT + result.len), *added = NULL;
    if (body != NULL) {
        uint8_t *at = (uint8_t *)PyBytes_AS_STRING(body);
        memcpy(store(store(at, RPC_RESULT, CONSTRUCTOR), (uint64_t)request_id, 8), result.buf, (size_t)result.len);
        added = queued(self, numbered(self, REPLY, NULL, self->seqno + 1, body), args[0]);
        Py_DECREF(body);
    }
    PyBuffer_Release(&result);
    return added;
}

PyDoc_STRVAR(add_once_doc,
"add_once(body, kind)\n--\n\n"
"Queue a message that is not content-related. Returns its msg_id.");

static PyObject *add_once(Outgoing *self, PyObject *const *args, Py_ssize_t count)
{
    if (count != 2)
        return PyErr_Format(PyExc_TypeError, "a body and its kind");
    PyObject *message = numbered(self, read_kind(args[1]), NULL, self->seqno, args[0]);
    if (message == NULL)
        return NULL;
    if (PyDict_SetItem(self->fresh, PyTuple_GET_ITEM(message, 0), message) < 0) {
        Py_DECREF(message);
        return NULL;
    }
    return id_of(message);
}

PyDoc_STRVAR(number_doc,
"number(body, kind)\n--\n\n"
"Give a body that is not content-related its identity, without queueing it.");

static PyObject *number(Outgoing *self, PyObject *const *args, Py_ssize_t count)
{
    return count == 2 ? numbered(self, read_kind(args[1]), NULL, self->seqno, args[0])
                      : PyErr_Format(PyExc_TypeError, "a body and its kind");
}

PyDoc_STRVAR(keep_doc,
"keep(message)\n--\n\n"
"Keep a message that has its identity already.");

static PyObject *keep(Outgoing *self, PyObject *message)
{
    return keep_message(self, message, NULL) ? Py_NewRef(Py_None) : NULL;
}

/* Take a key out of a dictionary. 1 where it was there, 0 where not, -1 with an exception. */
static int discard(PyObject *dict, PyObject *key)
{
    int is_there = PyDict_Contains(dict, key);
    return is_there <= 0 ? is_there : PyDict_DelItem(dict, key) < 0 ? -1 : 1;
}

/* One message is forgotten: put into a list, if there is one, where it was kept. False, with an exception, where that
   fails. */
static int forget_one(Outgoing *self, PyObject *msg_id, PyObject *forgotten)
{
    PyObject *message = PyDict_GetItemWithError(self->kept, msg_id);
    if (message == NULL)
        return !PyErr_Occurred() && (self->lost == NULL || self->lost == Py_None || PySet_Discard(self->lost, msg_id) >= 0);
    int64_t number;
    PyObject *body, *request_id = NULL;
    if (!read_message(message, &number, &body) || (forgotten != NULL && PyList_Append(forgotten, message) < 0))
        return 0;
    Py_ssize_t size = PyObject_Length(body);
    if (size < 0)
        return 0;
    if (is_answer(number, body)) {
        request_id = request_of(body);
        int failed = request_id == NULL || discard(self->answers, request_id) < 0;
        Py_XDECREF(request_id);
        if (failed)
            return 0;
    }
    self->kept_bytes -= size;
    return discard(self->fresh, msg_id) >= 0 && discard(self->again, msg_id) >= 0 && PyDict_DelItem(self->kept, msg_id) >= 0;
}

int forget_named(Outgoing *self, const uint8_t *ids, int64_t count)
{
    int done = 1;
    for (int64_t i = 0; done && i < count; i++) {
        int64_t named = load_long(ids + 8 * i);
        if (named > self->sent)
            continue;
        PyObject *msg_id = PyLong_FromLongLong(named);
        done = msg_id != NULL && forget_one(self, msg_id, NULL);
        Py_XDECREF(msg_id);
    }
    look_at_room(self);
    return done;
}

PyDoc_STRVAR(forget_all_doc,
"forget_all(ids, latest)\n--\n\n"
"These are acknowledged, or nobody wants them, up to the `latest` id; those that were kept.");

static PyObject *forget_all(Outgoing *self, PyObject *const *args, Py_ssize_t count)
{
    if (count != 2)
        return PyErr_Format(PyExc_TypeError, "ids, and the latest of them");
    long long latest = PyLong_AsLongLong(args[1]);
    if (latest == -1 && PyErr_Occurred())
        return NULL;
    PyObject *ids = PySequence_Tuple(args[0]), *forgotten = ids == NULL ? NULL : PyList_New(0);
    for (Py_ssize_t i = 0; forgotten != NULL && i < PyTuple_GET_SIZE(ids); i++) {
        long long msg_id = PyLong_AsLongLong(PyTuple_GET_ITEM(ids, i));
        if (PyErr_Occurred() || (msg_id <= latest && !forget_one(self, PyTuple_GET_ITEM(ids, i), forgotten)))
            Py_CLEAR(forgotten);
    }
    Py_XDECREF(ids);
    look_at_room(self);
    return forgotten;
}

PyDoc_STRVAR(send_again_doc,
"send_again(message)\n--\n\n"
"Queue a message that has its identity already, unless it is about to be sent for the first time.");

static PyObject *send_again(Outgoing *self, PyObject *message)
{
    int64_t msg_id;
    PyObject *body;
    if (!read_message(message, &msg_id, &body))
        return NULL;
    int is_fresh = PyDict_Contains(self->fresh, PyTuple_GET_ITEM(message, 0));
    if (is_fresh < 0 || (!is_fresh && PyDict_SetItem(self->again, PyTuple_GET_ITEM(message, 0), message) < 0))
        return NULL;
    Py_RETURN_NONE;
}

/* Several messages as one: a new reference to it, to None where they must not be, or NULL with an exception. */
static PyObject *packed(Outgoing *self, PyObject *messages, Py_ssize_t most)
{
    int kind = NOTICE;
    for (Py_ssize_t i = 0, count = PyList_GET_SIZE(messages); i < count; i++) {
        int64_t msg_id;
        PyObject *body;
        if (!read_message(PyList_GET_ITEM(messages, i), &msg_id, &body))
            return NULL;
        if (i < count - 1 && is_error(msg_id, body))
            Py_RETURN_NONE;
        kind &= (int)(msg_id & 3);
    }
    PyObject *body = join_messages(messages, most);
    if (body == NULL || body == Py_None)
        return body;
    PyObject *message = numbered(self, kind, NULL, self->seqno, body);
    Py_DECREF(body);
    return message;
}

PyDoc_STRVAR(take_one_doc,
"take_one(most)\n--\n\n"
"What is queued as one message, a container where it is several; it counts as sent. None where it cannot be one, or is\n"
"longer than `most` bytes.");

static PyObject *take_one(Outgoing *self, PyObject *argument)
{
    Py_ssize_t most = PyLong_AsSsize_t(argument), count = PyDict_GET_SIZE(self->fresh);
    if (most == -1 && PyErr_Occurred())
        return NULL;
    if (count == 0 || PyDict_GET_SIZE(self->again) > 0)
        Py_RETURN_NONE;
    PyObject *messages = PyDict_Values(self->fresh), *last, *body;
    int64_t msg_id;
    if (messages == NULL)
        return NULL;
    last = PyList_GET_ITEM(messages, count - 1);
    PyObject *message = count > 1 ? packed(self, messages, most) : Py_NewRef(last);
    if (message != NULL && !read_message(last, &msg_id, &body))
        Py_CLEAR(message);
    if (message != NULL && message != Py_None) {
        Py_ssize_t size = count > 1 ? 0 : PyObject_Length(body);
        if (size < 0 || size > most)
            Py_SETREF(message, size < 0 ? NULL : Py_NewRef(Py_None));
        else {
            PyDict_Clear(self->fresh);
            if (msg_id > self->sent)
                self->sent = msg_id;
        }
    }
    Py_DECREF(messages);
    return message;
}

PyDoc_STRVAR(clear_doc,
"clear()\n--\n\n"
"Forget every message.");

static PyObject *clear(Outgoing *self, PyObject *Py_UNUSED(ignored))
{
    PyDict_Clear(self->kept);
    PyDict_Clear(self->answers);
    PyDict_Clear(self->fresh);
    PyDict_Clear(self->again);
    Py_CLEAR(self->lost);
    self->kept_bytes = 0;
    self->is_full = 0;
    Py_RETURN_NONE;
}

static int is_waiting(Outgoing *self)
{
    return PyDict_GET_SIZE(self->fresh) > 0 || PyDict_GET_SIZE(self->again) > 0;
}

static PyObject *make(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args;
    (void)kwargs;
    Outgoing *self = (Outgoing *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    self->kept = PyDict_New();
    self->answers = PyDict_New();
    self->fresh = PyDict_New();
    self->again = PyDict_New();
    if (self->kept == NULL || self->answers == NULL || self->fresh == NULL || self->again == NULL)
        Py_CLEAR(self);
    return (PyObject *)self;
}

static int begin(Outgoing *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"ids", NULL};
    PyObject *ids, *module = PyType_GetModuleByDef(Py_TYPE(self), &module_def);
    if (module == NULL
        || !PyArg_ParseTupleAndKeywords(args, kwargs, "O!", names, ((State *)PyModule_GetState(module))->msg_ids, &ids))
        return -1;
    Py_XSETREF(self->ids, (MsgIds *)Py_NewRef(ids));
    return 0;
}

static void end(Outgoing *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(self->ids);
    Py_XDECREF(self->kept);
    Py_XDECREF(self->answers);
    Py_XDECREF(self->fresh);
    Py_XDECREF(self->again);
    Py_XDECREF(self->lost);
    type->tp_free(self);
    Py_DECREF(type);
}

#define FAST(function) (PyCFunction)(void (*)(void))function, METH_FASTCALL
static PyMethodDef methods[] = {
    {"add", FAST(add), add_doc},
    {"add_result", FAST(add_result), add_result_doc},
    {"add_once", FAST(add_once), add_once_doc},
    {"number", FAST(number), number_doc},
    {"keep", (PyCFunction)keep, METH_O, keep_doc},
    {"send_again", (PyCFunction)send_again, METH_O, send_again_doc},
    {"forget_all", FAST(forget_all), forget_all_doc},
    {"take_one", (PyCFunction)take_one, METH_O, take_one_doc},
    {"clear", (PyCFunction)clear, METH_NOARGS, clear_doc},
    {NULL, NULL, 0, NULL},
};

#define MEMBER(name, type, flags, doc) {#name, type, offsetof(Outgoing, name), flags, doc}
static PyMemberDef members[] = {
    MEMBER(ids, T_OBJECT_EX, READONLY, "Makes the ids."),
    MEMBER(kept, T_OBJECT_EX, READONLY, "By msg_id: content-related, not acknowledged yet."),
    MEMBER(kept_bytes, T_PYSSIZET, READONLY, "The bytes of their bodies."),
    MEMBER(answers, T_OBJECT_EX, READONLY, "By msg_id of the request: the msg_id of its answer, while that is kept."),
    MEMBER(fresh, T_OBJECT_EX, READONLY, "By msg_id: to be sent for the first time."),
    MEMBER(again, T_OBJECT_EX, READONLY, "By msg_id: to be sent once more."),
    MEMBER(lost, T_OBJECT, 0, "Ids that were sent, are not acknowledged, and are no longer kept for want of room."),
    MEMBER(sent, T_LONGLONG, 0, "The highest msg_id that has been handed to a connection."),
    MEMBER(is_connected, T_BOOL, 0, "Whether what comes from now on is sent at once."),
    MEMBER(is_full, T_BOOL, READONLY, "Whether more is kept than a session may keep."),
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "The outgoing messages of one session."},
    {Py_tp_new, make},
    {Py_tp_init, begin},
    {Py_tp_dealloc, end},
    {Py_tp_methods, methods},
    {Py_tp_members, members},
    {Py_nb_bool, is_waiting},
    {0, NULL},
};

PyType_Spec outgoing_spec = {
    .name = "mtproto.session._native.Outgoing",
    .basicsize = sizeof(Outgoing),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};
