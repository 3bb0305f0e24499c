/* The module mtproto.crypto._ige: AES-256-IGE for ige_native.py, whole messages for envelope.py.

   The interpreter goes on meanwhile when the data are long; for short ones giving up the lock would cost more. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))

#include <cpuid.h>

#include "message.h"

#define LONG_ENOUGH (16 * 1024) /* bytes from which the lock is given up */
#define MAX_PIECES 8
#define MIN_PADDING 12
#define MAX_PADDING 1024
#define LENGTH_AT 28 /* in the plaintext */
#define SHORTEST (ENVELOPE + HEADER + BLOCK)

/* What follows runs without the lock where `size` is long; up to WITH_LOCK. */
#define WITHOUT_LOCK(size)                                                             \
    {                                                                                  \
        PyThreadState *state_ = (size) < LONG_ENOUGH ? NULL : PyEval_SaveThread();
#define WITH_LOCK                  \
        if (state_ != NULL)        \
            PyEval_RestoreThread(state_); \
    }

AES_TARGET static void encrypt_blocks(unsigned char *out, const unsigned char *in, Py_ssize_t size,
                                      const unsigned char *key, const unsigned char *iv)
{
    Ige ige = ige_begin(key, iv, 0);
    ige_run(&ige, out, in, size, 0);
}

AES_TARGET static void decrypt_blocks(unsigned char *out, const unsigned char *in, Py_ssize_t size,
                                      const unsigned char *key, const unsigned char *iv)
{
    Ige ige = ige_begin(key, iv, 1);
    ige_run(&ige, out, in, size, 1);
}

typedef void (*Direction)(unsigned char *, const unsigned char *, Py_ssize_t, const unsigned char *,
                          const unsigned char *);

static PyObject *run(PyObject *args, Direction direction)
{
    Py_buffer data, key, iv;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "y*y*y*", &data, &key, &iv))
        return NULL;
    if (data.len % BLOCK || key.len != 2 * BLOCK || iv.len != 2 * BLOCK)
        PyErr_SetString(PyExc_ValueError, "whole blocks, a key and an iv of 32 bytes");
    else if ((result = PyBytes_FromStringAndSize(NULL, data.len)) != NULL) {
        unsigned char *out = (unsigned char *)PyBytes_AS_STRING(result);
        WITHOUT_LOCK(data.len)
        direction(out, data.buf, data.len, key.buf, iv.buf);
        WITH_LOCK
    }
    PyBuffer_Release(&data);
    PyBuffer_Release(&key);
    PyBuffer_Release(&iv);
    return result;
}

static PyObject *encrypt(PyObject *module, PyObject *args)
{
    (void)module;
    return run(args, encrypt_blocks);
}

static PyObject *decrypt(PyObject *module, PyObject *args)
{
    (void)module;
    return run(args, decrypt_blocks);
}

/* The three parts of a key; they live as long as the tuple that the caller holds. */
static int read_parts(PyObject *tuple, Parts *parts)
{
    const unsigned char **all[] = {&parts->message, &parts->a, &parts->b};
    const Py_ssize_t sizes[] = {HASHED_KEY, DERIVED_KEY, DERIVED_KEY};
    for (int i = 0; i < 3; i++) {
        PyObject *part = PyTuple_Check(tuple) && PyTuple_GET_SIZE(tuple) == 3 ? PyTuple_GET_ITEM(tuple, i) : NULL;
        if (part == NULL || !PyBytes_Check(part) || PyBytes_GET_SIZE(part) != sizes[i]) {
            PyErr_SetString(PyExc_ValueError, "the parts of a key are bytes of 32, 36 and 36");
            return 0;
        }
        *all[i] = (const unsigned char *)PyBytes_AS_STRING(part);
    }
    return 1;
}

static PyObject *open_message(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *key, *plaintext = NULL, *hash = NULL;
    Py_buffer packet;
    Parts parts;
    if (!PyArg_ParseTuple(args, "Oy*", &key, &packet))
        return NULL;
    Py_ssize_t size = packet.len - ENVELOPE;
    if (size < BLOCK || size % BLOCK)
        PyErr_SetString(PyExc_ValueError, "an envelope and whole blocks");
    else if (read_parts(key, &parts) && (plaintext = PyBytes_FromStringAndSize(NULL, size)) != NULL
             && (hash = PyBytes_FromStringAndSize(NULL, SHA_SIZE)) != NULL) {
        WITHOUT_LOCK(size)
        open_blocks((unsigned char *)PyBytes_AS_STRING(plaintext), packet.buf, size, &parts,
                    (unsigned char *)PyBytes_AS_STRING(hash));
        WITH_LOCK
    }
    PyBuffer_Release(&packet);
    if (hash == NULL) {
        Py_XDECREF(plaintext);
        return NULL;
    }
    return Py_BuildValue("NN", plaintext, hash);
}

/* Whether a plaintext is genuine. Whatever is wrong with it, the same steps are taken: no field is looked at where msg_key is
   wrong, but a length in its place that fits no message. */
static int is_genuine(const unsigned char *plaintext, Py_ssize_t size, const unsigned char *msg_key,
                      const unsigned char *hash)
{
    static const unsigned char nothing_genuine[HEADER] = {[LENGTH_AT] = 0x3f, 0x3f, 0x3f, 0x3f};
    uint64_t differs = 0;
    volatile uint64_t is_wrong; /* volatile, so that no compiler makes jumps of what leads to it */
    for (int i = 0; i < MSG_KEY; i++)
        differs |= (uint64_t)(msg_key[i] ^ hash[MSG_KEY_AT + i]);
    is_wrong = differs;
    const unsigned char *looked_at[2] = {nothing_genuine, plaintext};
    uint32_t length;
    memcpy(&length, looked_at[(is_wrong - 1) >> 63] + LENGTH_AT, sizeof length);
    int64_t padding = (int64_t)size - HEADER - length;
    is_wrong = ((uint64_t)(padding - MIN_PADDING) | (uint64_t)(MAX_PADDING - padding)) >> 63 | (uint64_t)(padding & 3);
    return is_wrong == 0;
}

/* Most of what arrives is one short message: its hash is no object on the way. */
static PyObject *open_genuine(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    (void)module;
    Py_buffer packet;
    Parts parts;
    unsigned char hash[SHA_SIZE];
    if (count != 3 || !PyBytes_Check(args[0]) || PyBytes_GET_SIZE(args[0]) != MSG_KEY_AT) {
        PyErr_SetString(PyExc_ValueError, "three arguments, the first of them a key id of 8 bytes");
        return NULL;
    }
    if (!read_parts(args[1], &parts) || PyObject_GetBuffer(args[2], &packet, PyBUF_SIMPLE))
        return NULL;
    Py_ssize_t size = packet.len - ENVELOPE;
    PyObject *plaintext = NULL;
    if (packet.len < SHORTEST || size % BLOCK || memcmp(packet.buf, PyBytes_AS_STRING(args[0]), MSG_KEY_AT) != 0)
        plaintext = Py_NewRef(Py_None);
    else if ((plaintext = PyBytes_FromStringAndSize(NULL, size)) != NULL) {
        unsigned char *out = (unsigned char *)PyBytes_AS_STRING(plaintext);
        WITHOUT_LOCK(size)
        open_blocks(out, packet.buf, size, &parts, hash);
        WITH_LOCK
        if (!is_genuine(out, size, (const unsigned char *)packet.buf + MSG_KEY_AT, hash))
            Py_SETREF(plaintext, Py_NewRef(Py_None));
    }
    PyBuffer_Release(&packet);
    return plaintext;
}

/* One packet that is asked for: its parts, borrowed from the arguments, and its place. */
typedef struct {
    Py_buffer key_id, pieces[MAX_PIECES];
    Py_ssize_t count;
    PyObject *result;
    Sealed sealed;
} Wanted;

static void release(Wanted *wanted)
{
    while (wanted->count > 0)
        PyBuffer_Release(&wanted->pieces[--wanted->count]);
    PyBuffer_Release(&wanted->key_id);
}

/* False, with an exception and nothing to release, when it cannot be made. */
static int read_wanted(Wanted *wanted, PyObject *args)
{
    PyObject *key, *plaintext;
    memset(wanted, 0, sizeof *wanted);
    if (!PyArg_ParseTuple(args, "y*OO!", &wanted->key_id, &key, &PyTuple_Type, &plaintext))
        return 0;
    Py_ssize_t count = PyTuple_GET_SIZE(plaintext), size = 0;
    if (count > MAX_PIECES)
        PyErr_SetString(PyExc_ValueError, "too many pieces");
    else if (read_parts(key, &wanted->sealed.parts)) {
        for (; wanted->count < count; wanted->count++) {
            Py_buffer *piece = &wanted->pieces[wanted->count];
            if (PyObject_GetBuffer(PyTuple_GET_ITEM(plaintext, wanted->count), piece, PyBUF_SIMPLE))
                break;
            size += piece->len;
        }
        if (wanted->count == count && (wanted->key_id.len != MSG_KEY_AT || size < BLOCK || size % BLOCK))
            PyErr_SetString(PyExc_ValueError, "a key id of 8 bytes and whole blocks");
        else if (wanted->count == count)
            wanted->result = PyBytes_FromStringAndSize(NULL, ENVELOPE + size);
    }
    if (wanted->result == NULL) {
        release(wanted);
        return 0;
    }
    wanted->sealed.packet = (unsigned char *)PyBytes_AS_STRING(wanted->result);
    wanted->sealed.size = size;
    return 1;
}

/* Put the plaintext where it will be encrypted, but for the whole blocks of a piece that begins behind the header. */
static void lay_out(Wanted *wanted)
{
    Sealed *sealed = &wanted->sealed;
    unsigned char *plaintext = sealed->packet + ENVELOPE;
    memcpy(sealed->packet, wanted->key_id.buf, MSG_KEY_AT);
    for (Py_ssize_t i = 0, at = 0, left_out = 0; i < wanted->count; at += wanted->pieces[i++].len, left_out = 0) {
        const Py_buffer *piece = &wanted->pieces[i];
        if (at == HEADER && piece->len >= SHA_BLOCK) {
            left_out = piece->len - piece->len % SHA_BLOCK;
            sealed->body = piece->buf;
            sealed->body_size = left_out;
        }
        memcpy(plaintext + at + left_out, (const unsigned char *)piece->buf + left_out, (size_t)(piece->len - left_out));
    }
}

static PyObject *seal_message(PyObject *module, PyObject *args)
{
    (void)module;
    Wanted one;
    if (!read_wanted(&one, args))
        return NULL;
    WITHOUT_LOCK(one.sealed.size)
    lay_out(&one);
    seal_one(&one.sealed);
    WITH_LOCK
    release(&one);
    return one.result;
}

/* The header of a plaintext, its body, borrowed, and the size of its padding. False, with an exception, where they do not
   fit. */
static int read_fields(PyObject *const *args, unsigned char *header, PyObject **body, Py_ssize_t *padding)
{
    if (!PyTuple_Check(args[2]) || PyTuple_GET_SIZE(args[2]) != 3 || !PyBytes_Check(PyTuple_GET_ITEM(args[2], 2))
        || !PyBytes_Check(args[3])) {
        PyErr_SetString(PyExc_TypeError, "a message of three fields, the last of them bytes, and bytes for its padding");
        return 0;
    }
    PyObject *numbers[] = {args[0], args[1], PyTuple_GET_ITEM(args[2], 0), PyTuple_GET_ITEM(args[2], 1)};
    long long fields[4];
    for (int i = 0; i < 4; i++) {
        fields[i] = PyLong_AsLongLong(numbers[i]);
        if (fields[i] == -1 && PyErr_Occurred())
            return 0;
    }
    *body = PyTuple_GET_ITEM(args[2], 2);
    Py_ssize_t length = PyBytes_GET_SIZE(*body), whole = HEADER + length + MIN_PADDING;
    *padding = MIN_PADDING + (BLOCK - whole % BLOCK) % BLOCK;
    if (fields[3] < 0 || fields[3] > INT32_MAX || length > LONG_ENOUGH || PyBytes_GET_SIZE(args[3]) < *padding) {
        PyErr_SetString(PyExc_ValueError, "a seqno of 31 bits, a short body, and enough for its padding");
        return 0;
    }
    const int32_t last[2] = {(int32_t)fields[3], (int32_t)length};
    memcpy(header, fields, 3 * sizeof *fields); /* x86-64 is little-endian, as TL is */
    memcpy(header + 3 * sizeof *fields, last, sizeof last);
    return 1;
}

/* Most packets are one short message: no objects on the way. */
static PyObject *seal_numbered(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    (void)module;
    unsigned char header[HEADER];
    PyObject *body;
    Py_ssize_t padding_size;
    Sealed sealed = {0};
    if (count != 6 || !PyBytes_Check(args[0]) || PyBytes_GET_SIZE(args[0]) != MSG_KEY_AT) {
        PyErr_SetString(PyExc_ValueError, "six arguments, the first of them a key id of 8 bytes");
        return NULL;
    }
    if (!read_parts(args[1], &sealed.parts) || !read_fields(args + 2, header, &body, &padding_size))
        return NULL;
    Py_ssize_t body_size = PyBytes_GET_SIZE(body);
    sealed.size = HEADER + body_size + padding_size;
    PyObject *result = PyBytes_FromStringAndSize(NULL, ENVELOPE + sealed.size);
    if (result == NULL)
        return NULL;
    sealed.packet = (unsigned char *)PyBytes_AS_STRING(result);
    memcpy(sealed.packet, PyBytes_AS_STRING(args[0]), MSG_KEY_AT);
    memcpy(sealed.packet + ENVELOPE, header, HEADER);
    memcpy(sealed.packet + ENVELOPE + HEADER, PyBytes_AS_STRING(body), (size_t)body_size);
    memcpy(sealed.packet + ENVELOPE + HEADER + body_size, PyBytes_AS_STRING(args[5]), (size_t)padding_size);
    seal_one(&sealed);
    return result;
}

static PyObject *seal_two_messages(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *first, *second;
    Wanted a, b;
    if (!PyArg_ParseTuple(args, "O!O!", &PyTuple_Type, &first, &PyTuple_Type, &second) || !read_wanted(&a, first))
        return NULL;
    if (!read_wanted(&b, second)) {
        release(&a);
        Py_DECREF(a.result);
        return NULL;
    }
    WITHOUT_LOCK(a.sealed.size + b.sealed.size)
    lay_out(&a);
    lay_out(&b);
    if (a.sealed.size < HEADER || b.sealed.size < HEADER) {
        seal_one(&a.sealed);
        seal_one(&b.sealed);
    } else
        seal_two(&a.sealed, &b.sealed);
    WITH_LOCK
    release(&a);
    release(&b);
    return Py_BuildValue("NN", a.result, b.result);
}

static PyMethodDef methods[] = {
    {"encrypt", encrypt, METH_VARARGS, "encrypt(data, key, iv): AES-256-IGE of whole blocks."},
    {"decrypt", decrypt, METH_VARARGS, "decrypt(data, key, iv): undo encrypt."},
    {NULL, NULL, 0, NULL},
};

static PyMethodDef message_methods[] = {
    {"open_message", open_message, METH_VARARGS, "open_message(key, packet): the plaintext, and the hash it has."},
    {"open_genuine", (PyCFunction)(void (*)(void))open_genuine, METH_FASTCALL,
     "open_genuine(key_id, key, packet): the plaintext of a genuine packet, None of any other."},
    {"seal_message", seal_message, METH_VARARGS, "seal_message(key_id, key, pieces): the packet of a plaintext."},
    {"seal_numbered", (PyCFunction)(void (*)(void))seal_numbered, METH_FASTCALL,
     "seal_numbered(key_id, key, salt, session_id, message, random): the packet of a short message."},
    {"seal_two_messages", seal_two_messages, METH_VARARGS, "seal_two_messages(a, b): two such packets, side by side."},
    {NULL, NULL, 0, NULL},
};

static int has_aes(void)
{
    __builtin_cpu_init();
    return __builtin_cpu_supports("aes") && __builtin_cpu_supports("ssse3");
}

static int has_sha(void)
{
    unsigned int a, b, c, d;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

#else

static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}}, message_methods[] = {{NULL, NULL, 0, NULL}};

static int has_aes(void)
{
    return 0;
}

static int has_sha(void)
{
    return 0;
}

#endif

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "mtproto.crypto._ige", "AES-256-IGE by the processor's own instructions.", 0, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__ige(void)
{
    if (!has_aes()) {
        PyErr_SetString(PyExc_ImportError, "this processor has no AES instructions that this module knows");
        return NULL;
    }
    PyObject *module = PyModule_Create(&definition);
    if (module != NULL && has_sha() && PyModule_AddFunctions(module, message_methods) < 0)
        Py_CLEAR(module);
    return module;
}
