/* Slot objects to bytes. */
#include "native.h"
#include <string.h>

#define MAX_DEPTH 32           /* as the plain Python codec */
#define FIRST_ROOM 2048         /* bytes; most updates and answers fit */
#define MAX_STRING 0xffffff    /* a length has at most three bytes (core.telegram.org/mtproto/serialize) */

typedef struct {
    uint8_t *start, *at, *end;
    PyObject *bytes; /* holds them, and becomes the result, once they outgrow the room that encode_value has for most */
    const PlanMap *plans;
    uint64_t missing;
    int depth;
} Writer;

/* Makes room for `size` more bytes, and the padding of a string after them. */
static bool
reserve(Writer *out, Py_ssize_t size)
{
    if (out->end - out->at >= size)
        return true;
    size_t used = (size_t)(out->at - out->start);
    size_t capacity = 2 * used + (size_t)size;
    if (out->bytes != NULL)
        _PyBytes_Resize(&out->bytes, (Py_ssize_t)capacity);
    else if ((out->bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)capacity)) != NULL)
        memcpy(PyBytes_AS_STRING(out->bytes), out->start, used);
    if (out->bytes == NULL)
        return false;
    uint8_t *start = (uint8_t *)PyBytes_AS_STRING(out->bytes);
    out->start = start;
    out->at = start + used;
    out->end = start + capacity;
    return true;
}

static inline void
store_u32(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
    at[2] = (uint8_t)(value >> 16);
    at[3] = (uint8_t)(value >> 24);
}

static bool
write_u32(Writer *out, uint32_t value)
{
    if (!reserve(out, 4))
        return false;
    store_u32(out->at, value);
    out->at += 4;
    return true;
}

static bool
write_u64(Writer *out, uint64_t value)
{
    return write_u32(out, (uint32_t)value) && write_u32(out, (uint32_t)(value >> 32));
}

/* The integer of an exact int that fits `bits` signed bits. */
static bool
as_integer(PyObject *value, int bits, long long *integer)
{
    if (!PyLong_CheckExact(value))
        return false;
    int overflow;
    *integer = PyLong_AsLongLongAndOverflow(value, &overflow);
    return !overflow && (bits == 64 || (*integer >= INT32_MIN && *integer <= INT32_MAX));
}

static bool
write_integer(Writer *out, PyObject *value, int bits)
{
    long long integer;
    if (!as_integer(value, bits, &integer))
        return false;
    return bits == 64 ? write_u64(out, (uint64_t)integer) : write_u32(out, (uint32_t)integer);
}

static bool
write_double(Writer *out, PyObject *value)
{
    if (!PyFloat_CheckExact(value))
        return false;
    double number = PyFloat_AS_DOUBLE(value);
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return write_u64(out, bits);
}

static bool
write_raw(Writer *out, const void *data, Py_ssize_t size)
{
    if (!reserve(out, size))
        return false;
    memcpy(out->at, data, (size_t)size);
    out->at += size;
    return true;
}

/* Length in one byte or, after 254, in three; then the data; then zeros up to a multiple of four. */
static bool
write_string(Writer *out, const char *data, Py_ssize_t size)
{
    if (size > MAX_STRING || !reserve(out, size + 8))
        return false;
    Py_ssize_t head = size < 254 ? 1 : 4;
    if (head == 1)
        *out->at = (uint8_t)size;
    else
        store_u32(out->at, (uint32_t)size << 8 | 254);
    memcpy(out->at + head, data, (size_t)size);
    out->at += head + size;
    for (Py_ssize_t padding = -(head + size) & 3; padding > 0; padding--)
        *out->at++ = 0;
    return true;
}

static bool
write_text(Writer *out, PyObject *value)
{
    if (!PyUnicode_CheckExact(value))
        return false;
    Py_ssize_t size;
    const char *text = PyUnicode_AsUTF8AndSize(value, &size);
    if (text == NULL) {
        PyErr_Clear(); /* a lone surrogate: plain Python says where */
        return false;
    }
    return write_string(out, text, size);
}

static bool
write_bytes(Writer *out, PyObject *value)
{
    if (PyByteArray_CheckExact(value)) /* a part of a file, which was read into one */
        return write_string(out, PyByteArray_AS_STRING(value), PyByteArray_GET_SIZE(value));
    return PyBytes_CheckExact(value) && write_string(out, PyBytes_AS_STRING(value), PyBytes_GET_SIZE(value));
}

static bool
write_fixed(Writer *out, PyObject *value, Py_ssize_t size)
{
    return PyBytes_CheckExact(value) && PyBytes_GET_SIZE(value) == size
           && write_raw(out, PyBytes_AS_STRING(value), size);
}

static bool
write_bool(Writer *out, PyObject *value)
{
    if (value != Py_True && value != Py_False)
        return false;
    return write_u32(out, value == Py_True ? BOOL_TRUE_ID : BOOL_FALSE_ID);
}

static bool write_value(Writer *out, PyObject *value, const char *code, PyObject *result);
static bool write_object(Writer *out, PyObject *object, PyObject *result);

static bool
write_vector(Writer *out, PyObject *value, const char *item, PyObject *result)
{
    if (!PyList_CheckExact(value) || PyList_GET_SIZE(value) > INT32_MAX)
        return false;
    Py_ssize_t count = PyList_GET_SIZE(value);
    if (!write_u32(out, VECTOR_ID) || !write_u32(out, (uint32_t)count))
        return false;
    for (Py_ssize_t i = 0; i < count; i++)
        if (!write_value(out, PyList_GET_ITEM(value, i), item, result))
            return false;
    return true;
}

static bool
write_value(Writer *out, PyObject *value, const char *code, PyObject *result)
{
    switch ((Kind)*code) {
    case KIND_INT:
        return write_integer(out, value, 32);
    case KIND_LONG:
        return write_integer(out, value, 64);
    case KIND_DOUBLE:
        return write_double(out, value);
    case KIND_STRING:
        return write_text(out, value);
    case KIND_BYTES:
        return write_bytes(out, value);
    case KIND_INT128:
        return write_fixed(out, value, 16);
    case KIND_INT256:
        return write_fixed(out, value, 32);
    case KIND_BOOL:
        return write_bool(out, value);
    case KIND_OBJECT:
        return write_object(out, value, result);
    case KIND_VECTOR:
        return write_vector(out, value, code + 1, result);
    default:
        return false;
    }
}

/* The flag words are written as zeros first and patched when every field has been seen. */
typedef struct {
    uint32_t present[FLAG_WORDS];
    uint32_t absent[FLAG_WORDS];
    Py_ssize_t place[FLAG_WORDS];
} Flags;

/* Fields on one bit are there all together or not at all; anything else is a question for plain Python. */
static bool
patch_flags(Writer *out, const Flags *flags, int word_count)
{
    for (int word = 0; word < word_count; word++) {
        if (flags->present[word] & flags->absent[word])
            return false;
        store_u32(out->start + flags->place[word], flags->present[word]);
    }
    return true;
}

static bool
write_field(Writer *out, PyObject *object, const Field *field, Flags *flags)
{
    if (*field->code == KIND_FLAGS) {
        flags->place[field->word] = out->at - out->start;
        return write_u32(out, 0);
    }
    PyObject *value = *slot_at(object, field->offset);
    if (value == NULL)
        return false; /* a slot that was deleted */
    if (field->bit == 0)
        return write_value(out, value, field->code, field->result);
    if (value == Py_None || (*field->code == KIND_TRUE && value == Py_False)) {
        flags->absent[field->word] |= field->bit;
        return true;
    }
    flags->present[field->word] |= field->bit;
    if (*field->code == KIND_TRUE)
        return value == Py_True;
    return write_value(out, value, field->code, field->result);
}

static bool
write_object(Writer *out, PyObject *object, PyObject *result)
{
    uint64_t key = (uint64_t)(uintptr_t)Py_TYPE(object);
    const Plan *plan = plan_map_find(out->plans, key);
    if (plan == NULL) {
        out->missing = key;
        return false;
    }
    if ((result != NULL && result != plan->result) || out->depth >= MAX_DEPTH || !write_u32(out, plan->id))
        return false;
    Flags flags = {0};
    out->depth++;
    for (Py_ssize_t i = 0; i < plan->field_count; i++)
        if (!write_field(out, object, &plan->fields[i], &flags))
            return false;
    out->depth--;
    return patch_flags(out, &flags, plan->word_count);
}

PyObject *
encode_value(const PlanMap *plans, PyObject *value, Form form, uint64_t *missing)
{
    uint8_t room[FIRST_ROOM];
    Writer out = {.start = room, .at = room, .end = room + sizeof room, .plans = plans};
    if (!write_value(&out, value, form.code, form.result))
        Py_CLEAR(out.bytes);
    else if (out.bytes == NULL)
        out.bytes = PyBytes_FromStringAndSize((char *)out.start, out.at - out.start);
    else
        _PyBytes_Resize(&out.bytes, out.at - out.start);
    *missing = out.missing;
    return out.bytes;
}
