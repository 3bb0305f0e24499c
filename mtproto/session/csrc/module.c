/* The module mtproto.session._native: what is done for each message. `cutting.py`, `seen_ids.py`, `msg_ids.py`,
   `outgoing.py` and `pending_acks.py` do the same. */

#include "native.h"

static PyMethodDef methods[] = {
    {"cut", (PyCFunction)(void (*)(void))cut, METH_FASTCALL, cut_doc},
    {"join", join, METH_VARARGS, join_doc},
    {"read_packet", (PyCFunction)(void (*)(void))read_packet, METH_FASTCALL, read_packet_doc},
    {"message_in", (PyCFunction)(void (*)(void))message_in, METH_FASTCALL, message_in_doc},
    {"head", head, METH_O, head_doc},
    {"only_longs", only_longs, METH_O, only_longs_doc},
    {"count_ids", (PyCFunction)(void (*)(void))count_ids, METH_FASTCALL, count_ids_doc},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject *add_type(PyObject *module, PyType_Spec *spec)
{
    PyTypeObject *type = (PyTypeObject *)PyType_FromModuleAndSpec(module, spec, NULL);
    if (type != NULL && PyModule_AddType(module, type) < 0)
        Py_CLEAR(type);
    return type;
}

static int add_types(PyObject *module)
{
    State *state = PyModule_GetState(module);
    PyTypeObject *seen_ids = add_type(module, &seen_ids_spec);
    Py_XDECREF(seen_ids);
    int failed = seen_ids == NULL || (state->msg_ids = add_type(module, &msg_ids_spec)) == NULL
        || (state->outgoing = add_type(module, &outgoing_spec)) == NULL
        || (state->pending_acks = add_type(module, &pending_acks_spec)) == NULL;
    return failed ? -1 : 0;
}

static int visit_types(PyObject *module, visitproc visit, void *arg)
{
    State *state = PyModule_GetState(module);
    Py_VISIT(state->msg_ids);
    Py_VISIT(state->outgoing);
    Py_VISIT(state->pending_acks);
    return 0;
}

static int clear_types(PyObject *module)
{
    State *state = PyModule_GetState(module);
    Py_CLEAR(state->msg_ids);
    Py_CLEAR(state->outgoing);
    Py_CLEAR(state->pending_acks);
    return 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, add_types},
    {0, NULL},
};

PyModuleDef module_def = {
    PyModuleDef_HEAD_INIT,
    .m_name = "mtproto.session._native",
    .m_doc = "What a session does for each message: see mtproto/session/native.py.",
    .m_size = sizeof(State),
    .m_methods = methods,
    .m_slots = slots,
    .m_traverse = visit_types,
    .m_clear = clear_types,
};

PyMODINIT_FUNC PyInit__native(void)
{
    return PyModuleDef_Init(&module_def);
}
