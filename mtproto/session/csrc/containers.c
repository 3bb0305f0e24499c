/* The module mtproto.session._containers: what `containers.py` asks of native code. `cutting.py` does the same. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

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
    in.msg_id = PyLong_AsLongLong(PyTuple_GET_ITEM(in.container, 0));
    in.seqno = PyLong_AsLongLong(PyTuple_GET_ITEM(in.container, 1));
    if (PyErr_Occurred() || PyObject_GetBuffer(PyTuple_GET_ITEM(in.container, 2), &body, PyBUF_SIMPLE))
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

static PyMethodDef methods[] = {
    {"cut", cut, METH_VARARGS, cut_doc},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef module_def = {
    PyModuleDef_HEAD_INIT,
    .m_name = "mtproto.session._containers",
    .m_doc = "Containers taken apart: see mtproto/session/containers.py.",
    .m_methods = methods,
};

PyMODINIT_FUNC PyInit__containers(void)
{
    return PyModuleDef_Init(&module_def);
}
