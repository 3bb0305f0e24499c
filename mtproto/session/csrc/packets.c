/* Packets and the heads of messages: mtproto/session/packet.py. */

#include "native.h"

#define BEFORE 16 /* what stands before the header of a packet: salt : long | session_id : long */

/* A named tuple of some fields, whose references it takes; NULL, with an exception, where one of them is. */
PyObject *make_tuple(PyTypeObject *type, PyObject **fields, Py_ssize_t count)
{
    int whole = 1;
    for (Py_ssize_t i = 0; i < count; i++)
        whole = whole && fields[i] != NULL;
    PyObject *tuple = whole ? type->tp_alloc(type, count) : NULL;
#if PY_VERSION_HEX >= 0x030E0000
    if (tuple != NULL)
        ((PyTupleObject *)tuple)->ob_hash = -1; /* not known yet: tuples keep their hash, and 0 would be one */
#endif
    for (Py_ssize_t i = 0; i < count; i++) {
        if (tuple != NULL)
            PyTuple_SET_ITEM(tuple, i, fields[i]);
        else
            Py_XDECREF(fields[i]);
    }
    return tuple;
}

/* Whether an argument is a type of named tuples: their layout is that of plain ones. */
static int is_tuple_type(PyObject *type)
{
    if (PyType_Check(type) && PyType_IsSubtype((PyTypeObject *)type, &PyTuple_Type)
        && ((PyTypeObject *)type)->tp_basicsize == PyTuple_Type.tp_basicsize)
        return 1;
    PyErr_SetString(PyExc_TypeError, "a type of named tuples is needed");
    return 0;
}

/* A body from `begin` to `end` of what holds it: a slice of that where it is large, else bytes. */
PyObject *cut_body(PyObject *whole, const uint8_t *start, Py_ssize_t begin, Py_ssize_t end, Py_ssize_t large)
{
    return end - begin > large ? PySequence_GetSlice(whole, begin, end)
                               : PyBytes_FromStringAndSize((const char *)start + begin, end - begin);
}

const char read_packet_doc[] =
"read_packet(type, plaintext, large)\n--\n\n"
"The fields of a packet and its plaintext, as a `type`. A body of more than `large` bytes is a view of the plaintext,\n"
"others are bytes.";

PyObject *read_packet(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    (void)module;
    if (count != 3 || !PyBytes_Check(args[1])) {
        PyErr_SetString(PyExc_TypeError, "a type, a plaintext of bytes and a number of bytes");
        return NULL;
    }
    Py_ssize_t large = PyLong_AsSsize_t(args[2]), size = PyBytes_GET_SIZE(args[1]), begin = BEFORE + HEADER;
    if ((large == -1 && PyErr_Occurred()) || !is_tuple_type(args[0]))
        return NULL;
    const uint8_t *start = (const uint8_t *)PyBytes_AS_STRING(args[1]), *header = start + BEFORE;
    int32_t length = size < begin ? -1 : (int32_t)load_u32(header + 12);
    if (length < 0 || length > size - begin) {
        PyErr_SetString(PyExc_ValueError, "a message that does not fit into its packet");
        return NULL;
    }
    PyObject *whole = length > large ? PyMemoryView_FromObject(args[1]) : Py_NewRef(args[1]);
    if (whole == NULL)
        return NULL;
    PyObject *fields[PACKET_FIELDS] = {
        PyLong_FromLongLong(load_long(start)),
        PyLong_FromLongLong(load_long(start + 8)),
        PyLong_FromLongLong(load_long(header)),
        PyLong_FromLong((int32_t)load_u32(header + 8)),
        cut_body(whole, start, begin, begin + length, large),
        Py_NewRef(args[1]),
    };
    Py_DECREF(whole);
    return make_tuple((PyTypeObject *)args[0], fields, PACKET_FIELDS);
}

const char message_in_doc[] =
"message_in(type, packet)\n--\n\n"
"The message that a packet carries, as a `type`.";

PyObject *message_in(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    (void)module;
    if (count != 2 || !PyTuple_Check(args[1]) || PyTuple_GET_SIZE(args[1]) != PACKET_FIELDS) {
        PyErr_Format(PyExc_TypeError, "a type, and a packet of %d fields", PACKET_FIELDS);
        return NULL;
    }
    if (!is_tuple_type(args[0]))
        return NULL;
    PyObject *fields[FIELDS];
    for (Py_ssize_t i = 0; i < FIELDS; i++)
        fields[i] = Py_NewRef(PyTuple_GET_ITEM(args[1], i + 2));
    return make_tuple((PyTypeObject *)args[0], fields, FIELDS);
}

const char head_doc[] =
"head(body)\n--\n\n"
"The constructor id of a body, as bytes.";

PyObject *head(PyObject *module, PyObject *argument)
{
    (void)module;
    Py_buffer body;
    if (PyObject_GetBuffer(argument, &body, PyBUF_SIMPLE))
        return NULL;
    PyObject *constructor = PyBytes_FromStringAndSize(body.buf, body.len < CONSTRUCTOR ? body.len : CONSTRUCTOR);
    PyBuffer_Release(&body);
    return constructor;
}

/* How many ids a Vector<long> announces, or -1 where there is none: up to 2^32, whatever a Py_ssize_t holds. */
static int64_t count_of(const uint8_t *body, Py_ssize_t size)
{
    if (size < CONSTRUCTOR + COUNT || load_u32(body + CONSTRUCTOR) != VECTOR)
        return -1;
    return load_u32(body + 2 * CONSTRUCTOR);
}

int64_t count_longs(const uint8_t *body, Py_ssize_t size)
{
    int64_t count = count_of(body, size);
    return size - (CONSTRUCTOR + COUNT) == count * 8 ? count : -1;
}

/* The ids of such a one, as a tuple: a new reference. */
static PyObject *read_longs(const uint8_t *body, int64_t count)
{
    PyObject *ids = PyTuple_New((Py_ssize_t)count);
    for (Py_ssize_t i = 0; ids != NULL && i < count; i++) {
        PyObject *id = PyLong_FromLongLong(load_long(body + CONSTRUCTOR + COUNT + 8 * i));
        if (id == NULL)
            Py_CLEAR(ids);
        else
            PyTuple_SET_ITEM(ids, i, id);
    }
    return ids;
}

/* How many ids one of the `lists` announces, 0 where a message is none or has no vector; -1 with an exception. */
static int64_t ids_in(PyObject *message, PyObject *lists)
{
    if (!is_message(message))
        return -1;
    PyObject *kind = head(NULL, PyTuple_GET_ITEM(message, 2));
    int is_list = kind == NULL ? -1 : PySet_Contains(lists, kind);
    Py_XDECREF(kind);
    Py_buffer body;
    if (is_list <= 0 || PyObject_GetBuffer(PyTuple_GET_ITEM(message, 2), &body, PyBUF_SIMPLE))
        return is_list == 0 ? 0 : -1;
    int64_t count = count_of(body.buf, body.len);
    PyBuffer_Release(&body);
    return count < 0 ? 0 : count;
}

const char count_ids_doc[] =
"count_ids(messages, lists, most)\n--\n\n"
"How many ids the service messages among some messages announce whose constructors are `lists`; None where one of them\n"
"announces more than `most`.";

PyObject *count_ids(PyObject *module, PyObject *const *args, Py_ssize_t given)
{
    (void)module;
    if (given != 3 || !PyList_Check(args[0]) || !PyFrozenSet_Check(args[1]))
        return PyErr_Format(PyExc_TypeError, "a list of messages, a frozenset of constructors and a number");
    long long most = PyLong_AsLongLong(args[2]), all = 0;
    if (most == -1 && PyErr_Occurred())
        return NULL;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(args[0]); i++) {
        int64_t count = ids_in(PyList_GET_ITEM(args[0], i), args[1]);
        if (count < 0)
            return NULL;
        if (count > most)
            Py_RETURN_NONE;
        all += count;
    }
    return PyLong_FromLongLong(all);
}

const char only_longs_doc[] =
"only_longs(body)\n--\n\n"
"The ids of a service message that is nothing but one Vector<long>, None where it is anything else.";

PyObject *only_longs(PyObject *module, PyObject *argument)
{
    (void)module;
    Py_buffer body;
    if (PyObject_GetBuffer(argument, &body, PyBUF_SIMPLE))
        return NULL;
    int64_t count = count_longs(body.buf, body.len);
    PyObject *ids = count < 0 ? Py_NewRef(Py_None) : read_longs(body.buf, count);
    PyBuffer_Release(&body);
    return ids;
}
