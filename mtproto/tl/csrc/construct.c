/* Objects made by calling their class: each keyword goes straight into the slot of its name.
 *
 * Python itself gathers the keywords of such a call in a dictionary and takes them out again for `__init__`, which is
 * several times the work. A call that anything is wrong with goes that way all the same, to be refused by `__init__`.
 */
#include "native.h"

#define CAPSULE "mtproto.tl._native.constructor"

typedef struct {
    PyObject *name;  /* of the keyword, interned; NULL: there is none, the value is always the same */
    PyObject *value; /* what the slot gets where the keyword is absent; NULL: it must be there */
    Py_ssize_t offset;
} Parameter;

typedef struct {
    Py_ssize_t count;
    Parameter parameters[];
} Constructor;

static PyObject *attribute; /* the name under which a class keeps its constructor: one interned string */

static void
constructor_free(PyObject *capsule)
{
    Constructor *constructor = PyCapsule_GetPointer(capsule, CAPSULE);
    for (Py_ssize_t i = 0; i < constructor->count; i++) {
        Py_XDECREF(constructor->parameters[i].name);
        Py_XDECREF(constructor->parameters[i].value);
    }
    PyMem_Free(constructor);
}

/* The parameter of a keyword, or NULL. They mostly come in order, so the search begins where the last one was found. */
static const Parameter *
find(const Constructor *constructor, PyObject *keyword, Py_ssize_t *place)
{
    for (Py_ssize_t passed = 0; passed < constructor->count; passed++) {
        const Parameter *parameter = &constructor->parameters[*place];
        *place = *place + 1 == constructor->count ? 0 : *place + 1;
        if (parameter->name == keyword)
            return parameter;
    }
    return NULL; /* or a name that is not interned */
}

static bool
fill(const Constructor *constructor, PyObject *object, PyObject *const *values, PyObject *keywords)
{
    Py_ssize_t given = keywords == NULL ? 0 : PyTuple_GET_SIZE(keywords), place = 0;
    for (Py_ssize_t i = 0; i < given; i++) {
        const Parameter *parameter = find(constructor, PyTuple_GET_ITEM(keywords, i), &place);
        if (parameter == NULL || *slot_at(object, parameter->offset) != NULL)
            return false;
        *slot_at(object, parameter->offset) = Py_NewRef(values[i]);
    }
    for (Py_ssize_t i = 0; i < constructor->count; i++) {
        const Parameter *parameter = &constructor->parameters[i];
        PyObject **slot = slot_at(object, parameter->offset);
        if (*slot == NULL && parameter->value == NULL)
            return false;
        if (*slot == NULL)
            *slot = Py_NewRef(parameter->value);
    }
    return true;
}

/* The call as Python does it, by way of `__init__`. */
static PyObject *
call_init(PyObject *cls, PyObject *const *values, Py_ssize_t positional, PyObject *keywords)
{
    PyObject *result = NULL, *named = PyDict_New(), *unnamed = PyTuple_New(positional);
    if (named == NULL || unnamed == NULL)
        goto done;
    for (Py_ssize_t i = 0; i < positional; i++)
        PyTuple_SET_ITEM(unnamed, i, Py_NewRef(values[i]));
    for (Py_ssize_t i = 0; keywords != NULL && i < PyTuple_GET_SIZE(keywords); i++)
        if (PyDict_SetItem(named, PyTuple_GET_ITEM(keywords, i), values[positional + i]) < 0)
            goto done;
    result = PyType_Type.tp_call(cls, unnamed, named);
done:
    Py_XDECREF(named);
    Py_XDECREF(unnamed);
    return result;
}

static PyObject *
construct(PyObject *callable, PyObject *const *values, size_t count, PyObject *keywords)
{
    PyTypeObject *cls = (PyTypeObject *)callable;
    Py_ssize_t positional = PyVectorcall_NARGS(count);
    if (positional == 0) {
        /* Before the constructor is looked for: the collector may run here, and whatever it runs may replace that. */
        PyObject *object = cls->tp_alloc(cls, 0);
        if (object == NULL)
            return NULL;
        PyObject *capsule = PyDict_GetItemWithError(cls->tp_dict, attribute);
        const Constructor *constructor = capsule == NULL ? NULL : PyCapsule_GetPointer(capsule, CAPSULE);
        if (constructor != NULL && fill(constructor, object, values, keywords))
            return object;
        Py_DECREF(object);
        if (PyErr_Occurred())
            return NULL;
    }
    return call_init(callable, values, positional, keywords);
}

/* One parameter from `(slot,)` or `(slot, default)`. */
static int
parse_parameter(PyTypeObject *cls, PyObject *tuple, Parameter *parameter, bool is_keyword)
{
    PyObject *slot, *value = NULL;
    if (tuple == NULL || !PyArg_ParseTuple(tuple, "U|O;a parameter", &slot, &value))
        return -1;
    parameter->offset = slot_offset(cls, slot);
    if (parameter->offset < 0)
        return -1;
    parameter->name = is_keyword ? interned(slot) : NULL;
    parameter->value = Py_XNewRef(value);
    return 0;
}

PyObject *
construct_directly(PyObject *module, PyObject *args)
{
    PyTypeObject *cls;
    PyObject *keywords, *fixed;
    if (!PyArg_ParseTuple(args, "O!O!O!", &PyType_Type, &cls, &PyTuple_Type, &keywords, &PyTuple_Type, &fixed))
        return NULL;
    Py_ssize_t named = PyTuple_GET_SIZE(keywords), count = named + PyTuple_GET_SIZE(fixed);
    Constructor *constructor = PyMem_Calloc(1, sizeof(Constructor) + (size_t)count * sizeof(Parameter));
    if (constructor == NULL)
        return PyErr_NoMemory();
    constructor->count = count;
    PyObject *capsule = PyCapsule_New(constructor, CAPSULE, constructor_free);
    if (capsule == NULL) {
        PyMem_Free(constructor);
        return NULL;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *tuple = i < named ? tuple_at(keywords, i) : tuple_at(fixed, i - named);
        if (parse_parameter(cls, tuple, &constructor->parameters[i], i < named) < 0) {
            Py_DECREF(capsule);
            return NULL;
        }
    }
    int kept = PyObject_SetAttr((PyObject *)cls, attribute, capsule);
    Py_DECREF(capsule);
    if (kept < 0)
        return NULL;
    cls->tp_vectorcall = construct;
    Py_RETURN_NONE;
}

int
construct_ready(void)
{
    if (attribute == NULL)
        attribute = PyUnicode_InternFromString("_constructor");
    return attribute == NULL ? -1 : 0;
}
