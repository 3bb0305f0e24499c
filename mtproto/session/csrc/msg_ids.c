/* MsgIds, the message ids that one side of a session makes: mtproto/session/msg_ids.py has the rules, and does the same
   in Python. */

#include "native.h"

#include <structmember.h>

#define SECOND 4294967296.0

struct MsgIds {
    PyObject_HEAD
    PyObject *now; /* of the clock */
    long long last;
};

int64_t next_id(MsgIds *self, int kind)
{
    PyObject *told = PyObject_CallNoArgs(self->now);
    double now = told == NULL ? -1.0 : PyFloat_AsDouble(told) * SECOND;
    Py_XDECREF(told);
    if (PyErr_Occurred())
        return -1;
    if (!(now > (double)INT64_MIN && now < (double)INT64_MAX)) {
        PyErr_SetString(PyExc_OverflowError, "a time that no message id can tell");
        return -1;
    }
    uint64_t msg_id = ((uint64_t)(int64_t)now & ~(uint64_t)3) | (uint64_t)kind;
    if ((int64_t)msg_id <= self->last)
        msg_id = ((uint64_t)self->last & ~(uint64_t)3) + 4 + (uint64_t)kind;
    if (!(msg_id & 0xFFFFFFFC))
        msg_id += 4;
    return self->last = (int64_t)msg_id;
}

int64_t newest_id(const MsgIds *self)
{
    return self->last;
}

int read_kind(PyObject *argument)
{
    long kind = PyLong_AsLong(argument);
    if (kind >= 0 && kind <= 3)
        return (int)kind;
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "a kind of two bits");
    return -1;
}

PyDoc_STRVAR(next_doc,
"next(kind)\n--\n\n"
"The next id; `kind` is REQUEST, REPLY or NOTICE.");

static PyObject *next(MsgIds *self, PyObject *argument)
{
    int kind = read_kind(argument);
    int64_t msg_id = kind < 0 ? -1 : next_id(self, kind);
    return PyErr_Occurred() ? NULL : PyLong_FromLongLong(msg_id);
}

static PyObject *make(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"clock", NULL};
    PyObject *clock, *now;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O", names, &clock)
        || (now = PyObject_GetAttrString(clock, "now")) == NULL)
        return NULL;
    MsgIds *self = (MsgIds *)type->tp_alloc(type, 0);
    if (self == NULL)
        Py_DECREF(now);
    else
        self->now = now;
    return (PyObject *)self;
}

static void end(MsgIds *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_DECREF(self->now);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef methods[] = {
    {"next", (PyCFunction)next, METH_O, next_doc},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef members[] = {
    {"last", T_LONGLONG, offsetof(MsgIds, last), 0, "The newest id made, 0 before the first."},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "Makes the message ids of one side of a session."},
    {Py_tp_new, make},
    {Py_tp_dealloc, end},
    {Py_tp_methods, methods},
    {Py_tp_members, members},
    {0, NULL},
};

PyType_Spec msg_ids_spec = {
    .name = "mtproto.session._native.MsgIds",
    .basicsize = sizeof(MsgIds),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};
