/* Plans: made from tuples that Python prepared, kept in a map. */
#include "native.h"
#include <structmember.h>
#include <string.h>

Py_ssize_t
slot_offset(PyTypeObject *cls, PyObject *name)
{
    PyObject *descriptor = PyObject_GetAttr((PyObject *)cls, name);
    if (descriptor == NULL)
        return -1;
    Py_ssize_t offset = -1;
    if (Py_IS_TYPE(descriptor, &PyMemberDescr_Type)) {
        PyMemberDescrObject *slot = (PyMemberDescrObject *)descriptor;
        if (slot->d_member->type == T_OBJECT_EX && PyType_IsSubtype(cls, slot->d_common.d_type))
            offset = slot->d_member->offset;
    }
    Py_DECREF(descriptor);
    if (offset < 0)
        PyErr_Format(PyExc_TypeError, "%s.%U is not a slot", cls->tp_name, name);
    return offset;
}

static bool
is_code(const char *code)
{
    if (strcmp(code, "#") == 0 || strcmp(code, "t") == 0 || strcmp(code, "!") == 0)
        return true;
    if (strlen(code) > MAX_NESTING)
        return false;
    while (*code == KIND_VECTOR)
        code++;
    return *code != '\0' && strchr("ildsbphwBo", *code) != NULL && code[1] == '\0';
}

PyObject *
interned(PyObject *name)
{
    Py_INCREF(name);
    PyUnicode_InternInPlace(&name);
    return name;
}

PyObject *
tuple_at(PyObject *tuples, Py_ssize_t index)
{
    PyObject *tuple = PyTuple_GET_ITEM(tuples, index);
    if (PyTuple_Check(tuple))
        return tuple;
    PyErr_Format(PyExc_TypeError, "expected a tuple, not %R", tuple);
    return NULL;
}

/* One field from `(code, slot, word, bit, result)`. */
static int
parse_field(PyTypeObject *cls, PyObject *tuple, Field *field)
{
    const char *code;
    PyObject *slot, *result;
    int bit;
    if (tuple == NULL || !PyArg_ParseTuple(tuple, "sOiiO;a field", &code, &slot, &field->word, &bit, &result))
        return -1;
    if (!is_code(code) || field->word < 0 || field->word >= FLAG_WORDS || bit < -1 || bit > 31
        || (strchr("t!", *code) != NULL && bit < 0)
        || (result != Py_None && !PyUnicode_CheckExact(result))) {
        PyErr_Format(PyExc_ValueError, "no such field: %R", tuple);
        return -1;
    }
    strcpy(field->code, code);
    field->bit = bit < 0 ? 0 : UINT32_C(1) << bit;
    field->result = result == Py_None ? NULL : interned(result);
    if (*code == KIND_FLAGS)
        return 0;
    field->offset = slot_offset(cls, slot);
    return field->offset < 0 ? -1 : 0;
}

static int
parse_fields(Plan *plan, PyObject *fields)
{
    Py_ssize_t count = PyTuple_GET_SIZE(fields);
    plan->fields = PyMem_Calloc((size_t)count + 1, sizeof(Field));
    if (plan->fields == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    plan->field_count = count;
    for (Py_ssize_t i = 0; i < count; i++) {
        Field *field = &plan->fields[i];
        if (parse_field(plan->cls, tuple_at(fields, i), field) < 0)
            return -1;
        bool is_word = *field->code == KIND_FLAGS;
        if (is_word ? field->word != plan->word_count++ : field->bit != 0 && field->word >= plan->word_count) {
            PyErr_SetString(PyExc_ValueError, "flag words must be numbered in order, and come before their bits");
            return -1;
        }
    }
    return 0;
}

static int
parse_defaults(Plan *plan, PyObject *defaults)
{
    Py_ssize_t count = PyTuple_GET_SIZE(defaults);
    plan->defaults = PyMem_Calloc((size_t)count + 1, sizeof(Default));
    if (plan->defaults == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *slot, *value;
        PyObject *pair = tuple_at(defaults, i);
        if (pair == NULL || !PyArg_ParseTuple(pair, "UO;a default", &slot, &value))
            return -1;
        Py_ssize_t offset = slot_offset(plan->cls, slot);
        if (offset < 0)
            return -1;
        plan->defaults[i] = (Default){offset, Py_NewRef(value)};
        plan->default_count = i + 1;
    }
    return 0;
}

PyDoc_STRVAR(plan_doc,
"Plan(id, cls, result, fields, defaults)\n--\n\n"
"The layout of one definition.\n\n"
"`fields` are tuples (code, slot, word, bit, result) in wire order: a code of native.h, the slot, the flags word and\n"
"the bit in it (-1: always there), the name of the type of objects (None: any).\n"
"`defaults` are pairs (slot, value) for the slots of `cls` that the definition has no field for.");

static PyObject *
plan_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    unsigned int id;
    PyObject *cls, *result, *fields, *defaults;
    static char *names[] = {"id", "cls", "result", "fields", "defaults", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "IO!UO!O!", names, &id, &PyType_Type, &cls, &result, &PyTuple_Type,
                                     &fields, &PyTuple_Type, &defaults))
        return NULL;
    Plan *plan = (Plan *)type->tp_alloc(type, 0);
    if (plan == NULL)
        return NULL;
    plan->id = id;
    plan->result = interned(result);
    plan->cls = (PyTypeObject *)Py_NewRef(cls);
    if (parse_fields(plan, fields) < 0 || parse_defaults(plan, defaults) < 0) {
        Py_DECREF(plan);
        return NULL;
    }
    return (PyObject *)plan;
}

static int
plan_traverse(PyObject *self, visitproc visit, void *arg)
{
    Plan *plan = (Plan *)self;
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(plan->cls);
    for (Py_ssize_t i = 0; i < plan->default_count; i++)
        Py_VISIT(plan->defaults[i].value);
    return 0;
}

/* There is no tp_clear: a plan never changes, and a cycle it is in is broken by the codec that keeps it. */
static void
plan_dealloc(PyObject *self)
{
    Plan *plan = (Plan *)self;
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    for (Py_ssize_t i = 0; i < plan->default_count; i++)
        Py_DECREF(plan->defaults[i].value);
    for (Py_ssize_t i = 0; i < plan->field_count; i++)
        Py_XDECREF(plan->fields[i].result);
    PyMem_Free(plan->defaults);
    PyMem_Free(plan->fields);
    Py_XDECREF(plan->result);
    Py_XDECREF(plan->cls);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyType_Slot plan_slots[] = {
    {Py_tp_doc, (void *)plan_doc},
    {Py_tp_new, plan_new},
    {Py_tp_traverse, plan_traverse},
    {Py_tp_dealloc, plan_dealloc},
    {0, NULL},
};

PyType_Spec plan_spec = {
    .name = "mtproto.tl._native.Plan",
    .basicsize = sizeof(Plan),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = plan_slots,
};

/* Fibonacci hashing: ids are CRCs already, addresses are not. */
static size_t
place_of(const PlanMap *map, uint64_t key)
{
    size_t place = (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (map->capacity - 1);
    while (map->entries[place].plan != NULL && map->entries[place].key != key)
        place = (place + 1) & (map->capacity - 1);
    return place;
}

Plan *
plan_map_find(const PlanMap *map, uint64_t key)
{
    return map->capacity == 0 ? NULL : map->entries[place_of(map, key)].plan;
}

static int
plan_map_grow(PlanMap *map)
{
    PlanMap grown = {.capacity = map->capacity == 0 ? 64 : map->capacity * 2, .used = map->used};
    grown.entries = PyMem_Calloc(grown.capacity, sizeof(PlanEntry));
    if (grown.entries == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (size_t i = 0; i < map->capacity; i++)
        if (map->entries[i].plan != NULL)
            grown.entries[place_of(&grown, map->entries[i].key)] = map->entries[i];
    PyMem_Free(map->entries);
    *map = grown;
    return 0;
}

/* Adds a plan under a key that is not there yet. */
int
plan_map_add(PlanMap *map, uint64_t key, Plan *plan)
{
    if (map->used * 2 >= map->capacity && plan_map_grow(map) < 0)
        return -1;
    PlanEntry *entry = &map->entries[place_of(map, key)];
    if (entry->plan == NULL) {
        *entry = (PlanEntry){key, (Plan *)Py_NewRef(plan)};
        map->used++;
    }
    return 0;
}

int
plan_map_visit(PlanMap *map, visitproc visit, void *arg)
{
    for (size_t i = 0; i < map->capacity; i++)
        Py_VISIT(map->entries[i].plan);
    return 0;
}

void
plan_map_clear(PlanMap *map)
{
    PlanMap old = *map;
    *map = (PlanMap){0};
    for (size_t i = 0; i < old.capacity; i++)
        Py_XDECREF(old.entries[i].plan);
    PyMem_Free(old.entries);
}
