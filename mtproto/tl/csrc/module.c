/* What Python sees: Plan, Encoder, Decoder, construct_directly. */
#include "native.h"

typedef struct {
    PyObject_HEAD
    PyObject *resolve; /* asked once for every plan; None means that plain Python must do it */
    PlanMap plans;
} Codec;

typedef struct {
    PyTypeObject *plan_type;
} State;

static PyObject *
codec_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *resolve;
    static char *names[] = {"resolve", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O", names, &resolve))
        return NULL;
    Codec *codec = (Codec *)type->tp_alloc(type, 0);
    if (codec != NULL)
        codec->resolve = Py_NewRef(resolve);
    return (PyObject *)codec;
}

static int
codec_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Codec *)self)->resolve);
    return plan_map_visit(&((Codec *)self)->plans, visit, arg);
}

static int
codec_clear(PyObject *self)
{
    Py_CLEAR(((Codec *)self)->resolve);
    plan_map_clear(&((Codec *)self)->plans);
    return 0;
}

static void
codec_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    codec_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

/* Asks `resolve` for the plan of `question`: a new reference, or NULL with an exception or without (there is none). */
static Plan *
ask(Codec *codec, PyObject *question)
{
    const State *state = PyType_GetModuleState(Py_TYPE(codec)); /* its own type: nothing derives from it */
    PyObject *plan = PyObject_CallOneArg(codec->resolve, question);
    if (plan == NULL || Py_IS_TYPE(plan, state->plan_type))
        return (Plan *)plan;
    if (plan != Py_None)
        PyErr_SetString(PyExc_TypeError, "resolve must answer a Plan or None");
    Py_DECREF(plan);
    return NULL;
}

/* Keeps a plan under the key it was asked for: 1 if there is one now, 0 if there is none, -1 with an exception. */
static int
keep(Codec *codec, Plan *plan, uint64_t key, bool fits)
{
    if (plan == NULL)
        return PyErr_Occurred() ? -1 : 0;
    int kept = 1;
    if (!fits) {
        PyErr_SetString(PyExc_ValueError, "resolve answered the plan of another definition");
        kept = -1;
    }
    else if (plan_map_add(&codec->plans, key, plan) < 0)
        kept = -1;
    Py_DECREF(plan);
    return kept;
}

static int
ask_by_class(Codec *codec, uint64_t key)
{
    PyTypeObject *cls = (PyTypeObject *)Py_NewRef((PyObject *)(uintptr_t)key);
    Plan *plan = ask(codec, (PyObject *)cls);
    int kept = keep(codec, plan, key, plan != NULL && plan->cls == cls);
    Py_DECREF(cls);
    return kept;
}

static int
ask_by_id(Codec *codec, uint64_t key)
{
    PyObject *id = PyLong_FromUnsignedLongLong(key);
    if (id == NULL)
        return -1;
    Plan *plan = ask(codec, id);
    Py_DECREF(id);
    return keep(codec, plan, key, plan != NULL && plan->id == key);
}

/* The form that a pair (code, result) spells. */
static bool
parse_form(PyObject *pair, Form *form)
{
    if (!PyTuple_Check(pair) || PyTuple_GET_SIZE(pair) != 2 || !PyUnicode_Check(PyTuple_GET_ITEM(pair, 0)))
        return false;
    form->code = PyUnicode_AsUTF8(PyTuple_GET_ITEM(pair, 0));
    form->result = PyTuple_GET_ITEM(pair, 1) == Py_None ? NULL : PyTuple_GET_ITEM(pair, 1);
    return form->code != NULL;
}

PyDoc_STRVAR(encode_doc,
"encode(value, form)\n--\n\n"
"The bytes of a value, or None where plain Python must encode it. `form` is a pair (code, result) as in a field of a\n"
"Plan; the result must be interned.");

static PyObject *
encoder_encode(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    Codec *codec = (Codec *)self;
    Form form;
    if (count != 2 || !parse_form(args[1], &form))
        return PyErr_Format(PyExc_TypeError, "encode() takes a value and a form");
    for (;;) {
        uint64_t missing = 0;
        PyObject *data = encode_value(&codec->plans, args[0], form, &missing);
        if (data != NULL || PyErr_Occurred())
            return data;
        int kept = missing == 0 ? 0 : ask_by_class(codec, missing);
        if (kept < 0)
            return NULL;
        if (kept == 0)
            Py_RETURN_NONE;
    }
}

PyDoc_STRVAR(decode_doc,
"decode(data, form)\n--\n\n"
"The value that takes up all the data, or None where plain Python must decode it or refuse it. `form` is a pair\n"
"(code, result) as in a field of a Plan; the result must be interned.");

static PyObject *
decoder_decode(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    Codec *codec = (Codec *)self;
    Form form;
    Py_buffer data;
    PyObject *value = NULL;
    if (count != 2 || !parse_form(args[1], &form))
        return PyErr_Format(PyExc_TypeError, "decode() takes bytes and a form");
    if (PyObject_GetBuffer(args[0], &data, PyBUF_SIMPLE))
        return NULL;
    for (;;) {
        uint64_t missing = 0;
        value = decode_value(&codec->plans, args[0], &data, form, &missing);
        if (value != NULL || PyErr_Occurred())
            break;
        int kept = missing == 0 ? 0 : ask_by_id(codec, missing);
        if (kept < 0)
            break;
        if (kept == 0) {
            value = Py_NewRef(Py_None);
            break;
        }
    }
    PyBuffer_Release(&data);
    return value;
}

static PyMethodDef encoder_methods[] = {
    {"encode", (PyCFunction)(void (*)(void))encoder_encode, METH_FASTCALL, encode_doc},
    {NULL, NULL, 0, NULL},
};

static PyMethodDef decoder_methods[] = {
    {"decode", (PyCFunction)(void (*)(void))decoder_decode, METH_FASTCALL, decode_doc},
    {NULL, NULL, 0, NULL},
};

PyDoc_STRVAR(encoder_doc,
"Encoder(resolve)\n--\n\n"
"Encodes values for one layer; `resolve` maps a class to its Plan there, or None.");

PyDoc_STRVAR(decoder_doc,
"Decoder(resolve)\n--\n\n"
"Decodes values; `resolve` maps a constructor id to its Plan, or None.");

#define CODEC_SLOTS(doc, methods)                                                                                      \
    {                                                                                                                  \
        {Py_tp_doc, (void *)(doc)}, {Py_tp_new, codec_new}, {Py_tp_traverse, codec_traverse},                          \
            {Py_tp_clear, codec_clear}, {Py_tp_dealloc, codec_dealloc}, {Py_tp_methods, (methods)}, {0, NULL},         \
    }

static PyType_Slot encoder_slots[] = CODEC_SLOTS(encoder_doc, encoder_methods);
static PyType_Slot decoder_slots[] = CODEC_SLOTS(decoder_doc, decoder_methods);

#define CODEC_FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE)

static PyType_Spec encoder_spec = {"mtproto.tl._native.Encoder", sizeof(Codec), 0, CODEC_FLAGS, encoder_slots};
static PyType_Spec decoder_spec = {"mtproto.tl._native.Decoder", sizeof(Codec), 0, CODEC_FLAGS, decoder_slots};

/* Adds a type to the module; a borrowed reference. */
static PyTypeObject *
add_type(PyObject *module, PyType_Spec *spec)
{
    PyObject *type = PyType_FromModuleAndSpec(module, spec, NULL);
    if (type == NULL)
        return NULL;
    int added = PyModule_AddType(module, (PyTypeObject *)type);
    Py_DECREF(type);
    return added < 0 ? NULL : (PyTypeObject *)type;
}

static int
module_exec(PyObject *module)
{
    State *state = PyModule_GetState(module);
    if (construct_ready() < 0)
        return -1;
    PyTypeObject *plan_type = add_type(module, &plan_spec);
    if (plan_type == NULL || add_type(module, &encoder_spec) == NULL || add_type(module, &decoder_spec) == NULL)
        return -1;
    state->plan_type = (PyTypeObject *)Py_NewRef(plan_type);
    return 0;
}

static int
module_traverse(PyObject *module, visitproc visit, void *arg)
{
    Py_VISIT(((State *)PyModule_GetState(module))->plan_type);
    return 0;
}

static int
module_clear(PyObject *module)
{
    Py_CLEAR(((State *)PyModule_GetState(module))->plan_type);
    return 0;
}

PyDoc_STRVAR(construct_directly_doc,
"construct_directly(cls, keywords, fixed)\n--\n\n"
"From now on, calling a class puts each keyword into the slot of its name, as its `__init__` would.\n\n"
"`keywords` are tuples (slot, default), or (slot,) where there is none; `fixed` are pairs (slot, value) for the slots\n"
"that no keyword is for.");

static PyMethodDef module_methods[] = {
    {"construct_directly", construct_directly, METH_VARARGS, construct_directly_doc},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, module_exec},
    {0, NULL},
};

static PyModuleDef module_def = {
    PyModuleDef_HEAD_INIT,
    .m_name = "mtproto.tl._native",
    .m_doc = "The native TL codec: see mtproto/tl/native.py.",
    .m_size = sizeof(State),
    .m_methods = module_methods,
    .m_slots = module_slots,
    .m_traverse = module_traverse,
    .m_clear = module_clear,
};

PyMODINIT_FUNC
PyInit__native(void)
{
    return PyModuleDef_Init(&module_def);
}
