/* Bytes to slot objects, within the bounds of PROTOCOL row M19. */
#include "native.h"
#include <string.h>

#define MAX_DEPTH 32 /* as the plain Python codec */

typedef struct {
    const uint8_t *at, *end;
    const PlanMap *plans;
    PyObject *view; /* what is read, if that is a memoryview; borrowed */
    uint64_t missing;
    int depth;
} Reader;

static inline bool
has(const Reader *in, Py_ssize_t size)
{
    return in->end - in->at >= size;
}

static inline uint32_t
load_u32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static inline uint64_t
load_u64(const uint8_t *at)
{
    return load_u32(at) | (uint64_t)load_u32(at + 4) << 32;
}

static PyObject *
read_int(Reader *in)
{
    if (!has(in, 4))
        return NULL;
    int32_t value = (int32_t)load_u32(in->at);
    in->at += 4;
    return PyLong_FromLong(value);
}

static PyObject *
read_long(Reader *in)
{
    if (!has(in, 8))
        return NULL;
    int64_t value = (int64_t)load_u64(in->at);
    in->at += 8;
    return PyLong_FromLongLong(value);
}

static PyObject *
read_double(Reader *in)
{
    if (!has(in, 8))
        return NULL;
    uint64_t bits = load_u64(in->at);
    double number;
    memcpy(&number, &bits, sizeof number);
    in->at += 8;
    return PyFloat_FromDouble(number);
}

/* The data of a string and, past its padding, the place of what follows. */
static const char *
read_span(Reader *in, Py_ssize_t *size)
{
    if (!has(in, 4))
        return NULL;
    uint32_t first = *in->at;
    Py_ssize_t head = first < 254 ? 1 : 4;
    if (first == 255)
        return NULL;
    *size = head == 1 ? (Py_ssize_t)first : (Py_ssize_t)(load_u32(in->at) >> 8);
    Py_ssize_t whole = (head + *size + 3) & ~(Py_ssize_t)3;
    if (!has(in, whole))
        return NULL;
    const char *data = (const char *)in->at + head;
    in->at += whole;
    return data;
}

static PyObject *
read_text(Reader *in)
{
    Py_ssize_t size;
    const char *data = read_span(in, &size);
    if (data == NULL)
        return NULL;
    PyObject *text = PyUnicode_DecodeUTF8(data, size, NULL);
    if (text == NULL && PyErr_ExceptionMatches(PyExc_UnicodeDecodeError))
        PyErr_Clear(); /* plain Python says where */
    return text;
}

static PyObject *
read_bytes(Reader *in)
{
    Py_ssize_t size;
    const char *data = read_span(in, &size);
    return data == NULL ? NULL : PyBytes_FromStringAndSize(data, size);
}

static PyObject *
read_place(Reader *in)
{
    Py_ssize_t size;
    const char *data = read_span(in, &size);
    if (data == NULL || in->view == NULL)
        return data == NULL ? NULL : PyBytes_FromStringAndSize(data, size);
    Py_ssize_t start = data - (const char *)PyMemoryView_GET_BUFFER(in->view)->buf;
    return PySequence_GetSlice(in->view, start, start + size);
}

static PyObject *
read_fixed(Reader *in, Py_ssize_t size)
{
    if (!has(in, size))
        return NULL;
    in->at += size;
    return PyBytes_FromStringAndSize((const char *)in->at - size, size);
}

static PyObject *
read_bool(Reader *in)
{
    if (!has(in, 4))
        return NULL;
    uint32_t id = load_u32(in->at);
    in->at += 4;
    if (id == BOOL_TRUE_ID)
        Py_RETURN_TRUE;
    if (id == BOOL_FALSE_ID)
        Py_RETURN_FALSE;
    return NULL;
}

/* The fewest bytes a value of this kind takes: what bounds the count of a vector by the bytes that are left. */
static Py_ssize_t
smallest(Kind kind)
{
    switch (kind) {
    case KIND_LONG:
    case KIND_DOUBLE:
    case KIND_VECTOR:
        return 8;
    case KIND_INT128:
        return 16;
    case KIND_INT256:
        return 32;
    default:
        return 4;
    }
}

static PyObject *read_value(Reader *in, const char *code, PyObject *result);
static PyObject *read_object(Reader *in, PyObject *result);

static PyObject *
read_vector(Reader *in, const char *item, PyObject *result)
{
    if (!has(in, 8) || load_u32(in->at) != VECTOR_ID)
        return NULL;
    uint32_t count = load_u32(in->at + 4);
    in->at += 8;
    if (count > (size_t)(in->end - in->at) / (size_t)smallest((Kind)*item))
        return NULL;
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (uint32_t i = 0; list != NULL && i < count; i++) {
        PyObject *value = read_value(in, item, result);
        if (value == NULL)
            Py_CLEAR(list);
        else
            PyList_SET_ITEM(list, (Py_ssize_t)i, value);
    }
    return list;
}

static PyObject *
read_value(Reader *in, const char *code, PyObject *result)
{
    switch ((Kind)*code) {
    case KIND_INT:
        return read_int(in);
    case KIND_LONG:
        return read_long(in);
    case KIND_DOUBLE:
        return read_double(in);
    case KIND_STRING:
        return read_text(in);
    case KIND_BYTES:
        return read_bytes(in);
    case KIND_PLACE:
        return read_place(in);
    case KIND_INT128:
        return read_fixed(in, 16);
    case KIND_INT256:
        return read_fixed(in, 32);
    case KIND_BOOL:
        return read_bool(in);
    case KIND_OBJECT:
        return read_object(in, result);
    case KIND_VECTOR:
        return read_vector(in, code + 1, result);
    default:
        return NULL;
    }
}

static PyObject *
read_field(Reader *in, const Field *field, const uint32_t *flags)
{
    bool present = field->bit == 0 || (flags[field->word] & field->bit) != 0;
    if (*field->code == KIND_TRUE)
        return PyBool_FromLong(present);
    if (!present)
        Py_RETURN_NONE;
    return read_value(in, field->code, field->result);
}

/* The slots that the definition knows, in wire order. */
static bool
read_fields(Reader *in, const Plan *plan, PyObject *object)
{
    uint32_t flags[FLAG_WORDS] = {0};
    for (Py_ssize_t i = 0; i < plan->field_count; i++) {
        const Field *field = &plan->fields[i];
        if (*field->code == KIND_FLAGS) {
            if (!has(in, 4))
                return false;
            flags[field->word] = load_u32(in->at);
            in->at += 4;
            continue;
        }
        PyObject *value = read_field(in, field, flags);
        if (value == NULL)
            return false;
        *slot_at(object, field->offset) = value;
    }
    return true;
}

static bool
set_defaults(const Plan *plan, PyObject *object)
{
    for (Py_ssize_t i = 0; i < plan->default_count; i++) {
        PyObject *value = plan->defaults[i].value;
        value = PyList_CheckExact(value) ? PyList_New(0) : Py_NewRef(value);
        if (value == NULL)
            return false;
        *slot_at(object, plan->defaults[i].offset) = value;
    }
    return true;
}

static PyObject *
read_object(Reader *in, PyObject *result)
{
    if (!has(in, 4) || in->depth >= MAX_DEPTH)
        return NULL;
    uint32_t id = load_u32(in->at);
    const Plan *plan = plan_map_find(in->plans, id);
    if (plan == NULL) {
        in->missing = id;
        return NULL;
    }
    if (result != NULL && result != plan->result)
        return NULL;
    in->at += 4;
    PyObject *object = plan->cls->tp_alloc(plan->cls, 0);
    if (object == NULL)
        return NULL;
    in->depth++;
    if (!read_fields(in, plan, object) || !set_defaults(plan, object)) {
        Py_DECREF(object);
        return NULL;
    }
    in->depth--;
    return object;
}

PyObject *
decode_value(const PlanMap *plans, PyObject *source, const Py_buffer *data, Form form, uint64_t *missing)
{
    const uint8_t *start = data->buf;
    PyObject *view = PyMemoryView_Check(source) ? source : NULL;
    Reader in = {start, start + data->len, plans, view, 0, 0};
    PyObject *value = read_value(&in, form.code, form.result);
    *missing = in.missing;
    if (value != NULL && in.at != in.end)
        Py_CLEAR(value);
    return value;
}
