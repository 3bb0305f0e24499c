/* The module mtproto.session._native: what is done for each message. `cutting.py` and `seen_ids.py` do the same. */

#include "native.h"

static PyMethodDef methods[] = {
    {"cut", (PyCFunction)(void (*)(void))cut, METH_FASTCALL, cut_doc},
    {"join", join, METH_VARARGS, join_doc},
    {"read_packet", (PyCFunction)(void (*)(void))read_packet, METH_FASTCALL, read_packet_doc},
    {"message_in", (PyCFunction)(void (*)(void))message_in, METH_FASTCALL, message_in_doc},
    {"head", head, METH_O, head_doc},
    {"only_longs", only_longs, METH_O, only_longs_doc},
    {"count_longs", count_longs, METH_O, count_longs_doc},
    {NULL, NULL, 0, NULL},
};

static int add_types(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &seen_ids_spec, NULL);
    int failed = type == NULL || PyModule_AddType(module, (PyTypeObject *)type) < 0;
    Py_XDECREF(type);
    return failed ? -1 : 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, add_types},
    {0, NULL},
};

static PyModuleDef module_def = {
    PyModuleDef_HEAD_INIT,
    .m_name = "mtproto.session._native",
    .m_doc = "What a session does for each message: see mtproto/session/native.py.",
    .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit__native(void)
{
    return PyModuleDef_Init(&module_def);
}
