/* Containers cut apart and put together: mtproto/session/containers.py. */

#include "native.h"

/* False, with an exception, where something is no message. */
int is_message(PyObject *given)
{
    if (PyTuple_Check(given) && PyTuple_GET_SIZE(given) == FIELDS)
        return 1;
    PyErr_SetString(PyExc_TypeError, "messages are tuples of msg_id, seqno and body");
    return 0;
}

/* The numbers of a message. False, with an exception, where they are none. What only turns into a number when asked is
   none: it may be Python code, and do anything with what is being read. */
int read_numbers(PyObject *message, int64_t *msg_id, int64_t *seqno)
{
    if (!PyLong_Check(PyTuple_GET_ITEM(message, 0)) || !PyLong_Check(PyTuple_GET_ITEM(message, 1))) {
        PyErr_SetString(PyExc_TypeError, "a msg_id and a seqno are integers");
        return 0;
    }
    *msg_id = PyLong_AsLongLong(PyTuple_GET_ITEM(message, 0));
    if (*msg_id == -1 && PyErr_Occurred())
        return 0;
    *seqno = PyLong_AsLongLong(PyTuple_GET_ITEM(message, 1));
    if (*seqno == -1 && PyErr_Occurred())
        return 0;
    if (*seqno < INT32_MIN || *seqno > INT32_MAX) {
        PyErr_SetString(PyExc_OverflowError, "a seqno of more than 32 bits");
        return 0;
    }
    return 1;
}

/* Whether a body is a container or a copy of a message. */
static int carries_others(const uint8_t *body, Py_ssize_t size)
{
    uint32_t constructor = size < CONSTRUCTOR ? 0 : load_u32(body);
    return constructor == MSG_CONTAINER || constructor == MSG_COPY;
}

/* The next message. False where it does not fit. */
int cut_next(Cutter *in, Cut *out)
{
    if (in->size - in->at < HEADER)
        return 0;
    const uint8_t *header = in->start + in->at;
    int32_t length = (int32_t)load_u32(header + 12);
    *out = (Cut){load_long(header), (int32_t)load_u32(header + 8), in->at + HEADER, 0};
    if (length < 0 || length % 4 || length > in->size - out->begin || out->msg_id >= in->msg_id
        || out->seqno > in->seqno || carries_others(in->start + out->begin, length))
        return 0;
    in->at = out->end = out->begin + length;
    return 1;
}

/* The same as an object of the container's type: a new reference, or NULL, without an exception where it does not fit. */
static PyObject *cut_one(Cutter *in, PyObject *container, Py_ssize_t large)
{
    Cut one;
    if (!cut_next(in, &one))
        return NULL;
    PyObject *fields[FIELDS] = {
        PyLong_FromLongLong(one.msg_id),
        PyLong_FromLongLong(one.seqno),
        cut_body(PyTuple_GET_ITEM(container, 2), in->start, one.begin, one.end, large),
    };
    return make_tuple(Py_TYPE(container), fields, FIELDS);
}

/* How many messages a container announces, or -1 where it has no beginning; `at` is where they stand from then on. A
   copy carries one, whose constructor stands where a container has its count. */
int64_t begin_cutting(Cutter *in)
{
    if (in->size < COUNT)
        return -1;
    uint32_t second = load_u32(in->start + CONSTRUCTOR);
    in->at = COUNT;
    if (load_u32(in->start) != MSG_COPY)
        return second;
    return second == MESSAGE ? 1 : -1;
}

const char cut_doc[] =
"cut(container, most, large)\n--\n\n"
"The messages of a container or message copy; None where they are more than `most`, do not fit into it, or are containers\n"
"themselves. A body of more than `large` bytes is a slice of the container's, others are bytes.";

PyObject *cut(PyObject *module, PyObject *const *args, Py_ssize_t given)
{
    (void)module;
    Cutter in = {0};
    Py_buffer body;
    if (given != 3 || !PyTuple_Check(args[0]) || PyTuple_GET_SIZE(args[0]) != FIELDS)
        return PyErr_Format(PyExc_TypeError, "a message of %d fields and two numbers", FIELDS);
    Py_ssize_t most = PyLong_AsSsize_t(args[1]);
    if (most == -1 && PyErr_Occurred())
        return NULL;
    Py_ssize_t large = PyLong_AsSsize_t(args[2]);
    if (large == -1 && PyErr_Occurred())
        return NULL;
    if (!read_numbers(args[0], &in.msg_id, &in.seqno)
        || PyObject_GetBuffer(PyTuple_GET_ITEM(args[0], 2), &body, PyBUF_SIMPLE))
        return NULL;
    in.start = body.buf;
    in.size = body.len;
    int64_t count = begin_cutting(&in);
    PyObject *messages = count < 0 || count > most ? NULL : PyList_New(0);
    for (; messages != NULL && count > 0; count--) {
        PyObject *message = cut_one(&in, args[0], large);
        if (message == NULL || PyList_Append(messages, message) < 0)
            Py_CLEAR(messages);
        Py_XDECREF(message);
    }
    if (messages != NULL && in.at != in.size)
        Py_CLEAR(messages);
    PyBuffer_Release(&body);
    return messages != NULL || PyErr_Occurred() ? messages : Py_NewRef(Py_None);
}

/* The body of a message to be packed, borrowed, or NULL with an exception. */
static PyObject *body_of(PyObject *message)
{
    if (!is_message(message))
        return NULL;
    if (!PyBytes_Check(PyTuple_GET_ITEM(message, 2))) {
        PyErr_SetString(PyExc_TypeError, "a body to be packed is bytes");
        return NULL;
    }
    return PyTuple_GET_ITEM(message, 2);
}

uint8_t *store(uint8_t *at, uint64_t value, int size)
{
    for (int i = 0; i < size; i++)
        at[i] = (uint8_t)(value >> 8 * i);
    return at + size;
}

/* A new reference: the body of a container, None where it is too long, or NULL with an exception. */
PyObject *join_messages(PyObject *messages, Py_ssize_t most)
{
    PyObject *body;
    Py_ssize_t size = COUNT;
    Py_ssize_t count = PyList_GET_SIZE(messages);
    for (Py_ssize_t i = 0; i < count; i++) {
        if ((body = body_of(PyList_GET_ITEM(messages, i))) == NULL)
            return NULL;
        size += HEADER + PyBytes_GET_SIZE(body);
    }
    if (size > most)
        Py_RETURN_NONE;
    PyObject *packed = PyBytes_FromStringAndSize(NULL, size);
    if (packed == NULL)
        return NULL;
    uint8_t *at = store(store((uint8_t *)PyBytes_AS_STRING(packed), MSG_CONTAINER, 4), (uint64_t)count, 4);
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *message = PyList_GET_ITEM(messages, i);
        int64_t msg_id, seqno;
        if (!read_numbers(message, &msg_id, &seqno)) {
            Py_DECREF(packed);
            return NULL;
        }
        body = PyTuple_GET_ITEM(message, 2);
        at = store(store(store(at, (uint64_t)msg_id, 8), (uint64_t)seqno, 4), (uint64_t)PyBytes_GET_SIZE(body), 4);
        memcpy(at, PyBytes_AS_STRING(body), (size_t)PyBytes_GET_SIZE(body));
        at += PyBytes_GET_SIZE(body);
    }
    return packed;
}

const char join_doc[] =
"join(messages, most)\n--\n\n"
"The body of a container of a list of messages, each as (msg_id, seqno, body), or None where it has more than `most` bytes.";

PyObject *join(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *messages;
    Py_ssize_t most;
    return PyArg_ParseTuple(args, "O!n", &PyList_Type, &messages, &most) ? join_messages(messages, most) : NULL;
}
