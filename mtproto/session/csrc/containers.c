/* The module mtproto.session._containers: what `containers.py` asks of native code. `cutting.py` does the same. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#define MSG_CONTAINER 0x73f1f8dc
#define COUNT 8   /* constructor | count : int */
#define HEADER 16 /* msg_id : long | seqno : int | bytes : int */
#define FIELDS 3  /* of a Message: msg_id, seqno, body */

static uint32_t load_u32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static int64_t load_long(const uint8_t *at)
{
    return (int64_t)(load_u32(at) | (uint64_t)load_u32(at + 4) << 32);
}

/* A Message of the container's own type; it takes the reference to the body, which may be NULL. */
static PyObject *make_message(PyTypeObject *type, int64_t msg_id, int32_t seqno, PyObject *body)
{
    PyObject *message = body == NULL ? NULL : type->tp_alloc(type, FIELDS);
    if (message == NULL) {
        Py_XDECREF(body);
        return NULL;
    }
    PyTuple_SET_ITEM(message, 0, PyLong_FromLongLong(msg_id));
    PyTuple_SET_ITEM(message, 1, PyLong_FromLong(seqno));
    PyTuple_SET_ITEM(message, 2, body);
    if (PyTuple_GET_ITEM(message, 0) == NULL || PyTuple_GET_ITEM(message, 1) == NULL)
        Py_CLEAR(message);
    return message;
}

/* The numbers of a message, a tuple of FIELDS. False, with an exception, where they are none. */
static int read_numbers(PyObject *message, int64_t *msg_id, int64_t *seqno)
{
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

/* What a container says of itself, and the bytes that are left of it. */
typedef struct {
    PyObject *container;
    const uint8_t *start;
    Py_ssize_t at, size, large;
    int64_t msg_id;
    int64_t seqno;
} Cutter;

/* The next message: a new reference, or NULL without an exception where it does not fit. */
static PyObject *cut_one(Cutter *in)
{
    if (in->size - in->at < HEADER)
        return NULL;
    const uint8_t *header = in->start + in->at;
    int64_t msg_id = load_long(header);
    int32_t seqno = (int32_t)load_u32(header + 8), length = (int32_t)load_u32(header + 12);
    Py_ssize_t begin = in->at + HEADER;
    if (length < 0 || length % 4 || length > in->size - begin || msg_id >= in->msg_id || seqno > in->seqno)
        return NULL;
    in->at = begin + length;
    PyObject *whole = PyTuple_GET_ITEM(in->container, 2);
    PyObject *body = length > in->large ? PySequence_GetSlice(whole, begin, in->at)
                                        : PyBytes_FromStringAndSize((const char *)in->start + begin, length);
    return make_message(Py_TYPE(in->container), msg_id, seqno, body);
}

PyDoc_STRVAR(cut_doc,
"cut(container, offset, count, large)\n--\n\n"
"The `count` messages that stand from an offset to the end of a container's body, or None where they do not fit into it.\n"
"A body of more than `large` bytes is a slice of the container's, others are bytes.");

static PyObject *cut(PyObject *module, PyObject *args)
{
    (void)module;
    Cutter in = {0};
    Py_ssize_t count;
    Py_buffer body;
    if (!PyArg_ParseTuple(args, "O!nnn", &PyTuple_Type, &in.container, &in.at, &count, &in.large))
        return NULL;
    if (PyTuple_GET_SIZE(in.container) != FIELDS)
        return PyErr_Format(PyExc_TypeError, "a message has %d fields", FIELDS);
    if (!read_numbers(in.container, &in.msg_id, &in.seqno)
        || PyObject_GetBuffer(PyTuple_GET_ITEM(in.container, 2), &body, PyBUF_SIMPLE))
        return NULL;
    in.start = body.buf;
    in.size = body.len;
    PyObject *messages = in.at < 0 ? NULL : PyList_New(0);
    for (; messages != NULL && count > 0; count--) {
        PyObject *message = cut_one(&in);
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
    PyObject *body = PyTuple_Check(message) && PyTuple_GET_SIZE(message) == FIELDS ? PyTuple_GET_ITEM(message, 2) : NULL;
    if (body == NULL || !PyBytes_Check(body)) {
        PyErr_SetString(PyExc_TypeError, "messages are tuples of msg_id, seqno and bytes");
        return NULL;
    }
    return body;
}

static uint8_t *store(uint8_t *at, uint64_t value, int size)
{
    for (int i = 0; i < size; i++)
        at[i] = (uint8_t)(value >> 8 * i);
    return at + size;
}

PyDoc_STRVAR(join_doc,
"join(messages, most)\n--\n\n"
"The body of a container of a list of messages, each as (msg_id, seqno, body), or None where it has more than `most` bytes.");

static PyObject *join(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *messages, *body;
    Py_ssize_t most, size = COUNT;
    if (!PyArg_ParseTuple(args, "O!n", &PyList_Type, &messages, &most))
        return NULL;
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

static PyMethodDef methods[] = {
    {"cut", cut, METH_VARARGS, cut_doc},
    {"join", join, METH_VARARGS, join_doc},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef module_def = {
    PyModuleDef_HEAD_INIT,
    .m_name = "mtproto.session._containers",
    .m_doc = "Containers taken apart and put together: see mtproto/session/containers.py.",
    .m_methods = methods,
};

PyMODINIT_FUNC PyInit__containers(void)
{
    return PyModuleDef_Init(&module_def);
}
