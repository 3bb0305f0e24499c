/* PendingAcks, the acknowledgements that one side owes: mtproto/session/pending_acks.py has the rules, and does the same in
   Python. It takes no part in garbage collection: what it holds are numbers. */

#include "native.h"

/* The same number as in limits.py; a test compares what both make. */
#define MAX_SERVICE_IDS 8192

struct PendingAcks {
    PyObject_HEAD
    PyObject *ids; /* a dict, for its order */
    double delay, due;
    Py_ssize_t batch;
    char is_owing; /* whether `due` says anything */
};

/* When they are due now that more are owed. */
static void look_at_time(PendingAcks *self, double monotonic)
{
    if (!self->is_owing)
        self->due = monotonic + self->delay;
    self->is_owing = 1;
    if (PyDict_GET_SIZE(self->ids) >= self->batch)
        self->due = monotonic;
}

int owe(PendingAcks *self, PyObject *msg_id, double monotonic)
{
    if (PyDict_SetItem(self->ids, msg_id, Py_None) < 0)
        return 0;
    look_at_time(self, monotonic);
    return 1;
}

int owe_no_more(PendingAcks *self, PyObject *msg_id)
{
    int is_owed = PyDict_Contains(self->ids, msg_id);
    if (is_owed < 0 || (is_owed && PyDict_DelItem(self->ids, msg_id) < 0))
        return 0;
    if (is_owed && PyDict_GET_SIZE(self->ids) == 0)
        self->is_owing = 0;
    return 1;
}

PyDoc_STRVAR(add_doc,
"add(ids, monotonic)\n--\n\n"
"Messages that must be acknowledged have arrived.");

static PyObject *add(PendingAcks *self, PyObject *const *args, Py_ssize_t count)
{
    if (count != 2)
        return PyErr_Format(PyExc_TypeError, "ids, and the time");
    double monotonic = PyFloat_AsDouble(args[1]);
    if (monotonic == -1.0 && PyErr_Occurred())
        return NULL;
    PyObject *ids = PySequence_Fast(args[0], "ids are needed");
    if (ids == NULL)
        return NULL;
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(ids); i++) {
        PyObject *msg_id = PySequence_Fast_GET_ITEM(ids, i);
        if (!PyLong_CheckExact(msg_id))
            PyErr_SetString(PyExc_TypeError, "an id is an integer");
        else if (PyLong_AsLongLong(msg_id) != -1 || !PyErr_Occurred())
            PyDict_SetItem(self->ids, msg_id, Py_None);
        if (PyErr_Occurred()) {
            Py_DECREF(ids);
            return NULL;
        }
    }
    Py_DECREF(ids);
    look_at_time(self, monotonic);
    Py_RETURN_NONE;
}

PyDoc_STRVAR(discard_doc,
"discard(msg_id)\n--\n\n"
"It was acknowledged in another way.");

static PyObject *discard(PendingAcks *self, PyObject *msg_id)
{
    return owe_no_more(self, msg_id) ? Py_NewRef(Py_None) : NULL;
}

PyDoc_STRVAR(is_due_doc,
"is_due(monotonic)\n--\n\n"
"Whether they should go out even alone.");

static PyObject *is_due(PendingAcks *self, PyObject *argument)
{
    double monotonic = PyFloat_AsDouble(argument);
    if (monotonic == -1.0 && PyErr_Occurred())
        return NULL;
    return PyBool_FromLong(self->is_owing && monotonic >= self->due);
}

/* A msgs_ack of some ids of a list: a new reference. */
static PyObject *written(PyObject *ids, Py_ssize_t begin, Py_ssize_t end)
{
    PyObject *body = PyBytes_FromStringAndSize(NULL, CONSTRUCTOR + COUNT + 8 * (end - begin));
    if (body == NULL)
        return NULL;
    uint8_t *at = store(store((uint8_t *)PyBytes_AS_STRING(body), MSGS_ACK, CONSTRUCTOR), VECTOR, CONSTRUCTOR);
    at = store(at, (uint64_t)(end - begin), 4);
    for (Py_ssize_t i = begin; i < end; i++)
        at = store(at, (uint64_t)PyLong_AsLongLong(PyList_GET_ITEM(ids, i)), 8);
    return body;
}

PyDoc_STRVAR(take_doc,
"take()\n--\n\n"
"The msgs_ack messages for all of them; they are owed no more.");

static PyObject *take(PendingAcks *self, PyObject *Py_UNUSED(ignored))
{
    PyObject *ids = PyDict_Keys(self->ids), *bodies = ids == NULL ? NULL : PyList_New(0);
    for (Py_ssize_t i = 0; bodies != NULL && i < PyList_GET_SIZE(ids); i += MAX_SERVICE_IDS) {
        Py_ssize_t end = PyList_GET_SIZE(ids) - i > MAX_SERVICE_IDS ? i + MAX_SERVICE_IDS : PyList_GET_SIZE(ids);
        PyObject *body = written(ids, i, end);
        if (body == NULL || PyList_Append(bodies, body) < 0)
            Py_CLEAR(bodies);
        Py_XDECREF(body);
    }
    Py_XDECREF(ids);
    if (bodies != NULL) {
        PyDict_Clear(self->ids);
        self->is_owing = 0;
    }
    return bodies;
}

static int contains(PendingAcks *self, PyObject *msg_id)
{
    return PyDict_Contains(self->ids, msg_id);
}

static PyObject *deadline(PendingAcks *self, void *closure)
{
    (void)closure;
    return self->is_owing ? PyFloat_FromDouble(self->due) : Py_NewRef(Py_None);
}

static PyObject *make(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"delay", "batch", NULL};
    double delay;
    Py_ssize_t batch;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "dn", names, &delay, &batch))
        return NULL;
    PendingAcks *self = (PendingAcks *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    self->delay = delay;
    self->batch = batch;
    self->ids = PyDict_New();
    if (self->ids == NULL)
        Py_CLEAR(self);
    return (PyObject *)self;
}

static void end(PendingAcks *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(self->ids);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyMethodDef methods[] = {
    {"add", (PyCFunction)(void (*)(void))add, METH_FASTCALL, add_doc},
    {"discard", (PyCFunction)discard, METH_O, discard_doc},
    {"is_due", (PyCFunction)is_due, METH_O, is_due_doc},
    {"take", (PyCFunction)take, METH_NOARGS, take_doc},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef properties[] = {
    {"deadline", (getter)deadline, NULL, "Monotonic time at which they are due, None when there are none.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "Ids of content-related messages received and not acknowledged yet."},
    {Py_tp_new, make},
    {Py_tp_dealloc, end},
    {Py_tp_methods, methods},
    {Py_tp_getset, properties},
    {Py_sq_contains, contains},
    {0, NULL},
};

PyType_Spec pending_acks_spec = {
    .name = "mtproto.session._native.PendingAcks",
    .basicsize = sizeof(PendingAcks),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = slots,
};
