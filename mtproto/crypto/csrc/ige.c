/* AES-256-IGE with the processor's own AES instructions (x86-64), for ige_native.py.

   encrypt:  c[i] = E(p[i] ^ c[i-1]) ^ p[i-1]
   decrypt:  p[i] = D(c[i] ^ p[i-1]) ^ c[i-1]        iv = c[-1] | p[-1]

   Rules of this file
   - The instructions take the same time whatever the key and the data: nothing here looks anything up by a secret.
   - Both directions are serial, so one block after another is as fast as it gets.
   - The interpreter goes on meanwhile when the data are long; for short ones giving up the lock would cost more. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))

#include <wmmintrin.h>

#define TARGET __attribute__((target("aes,sse2")))
#define BLOCK 16
#define ROUNDS 14
#define LONG_ENOUGH (16 * 1024) /* bytes from which the lock is given up */

TARGET static __m128i even_key(__m128i key, __m128i assist)
{
    assist = _mm_shuffle_epi32(assist, 0xff);
    key = _mm_xor_si128(key, _mm_slli_si128(key, 4));
    key = _mm_xor_si128(key, _mm_slli_si128(key, 8));
    return _mm_xor_si128(key, assist);
}

TARGET static __m128i odd_key(__m128i key, __m128i previous)
{
    __m128i assist = _mm_shuffle_epi32(_mm_aeskeygenassist_si128(previous, 0), 0xaa);
    key = _mm_xor_si128(key, _mm_slli_si128(key, 4));
    key = _mm_xor_si128(key, _mm_slli_si128(key, 8));
    return _mm_xor_si128(key, assist);
}

/* The round keys of FIPS 197, 5.2. The constant of a round has to be written out: the instruction holds it. */
TARGET static void expand(const unsigned char *key, __m128i *k)
{
    k[0] = _mm_loadu_si128((const __m128i *)key);
    k[1] = _mm_loadu_si128((const __m128i *)(key + BLOCK));
#define TWO_MORE(at, constant)                                                  \
    k[at] = even_key(k[at - 2], _mm_aeskeygenassist_si128(k[at - 1], constant)); \
    k[at + 1] = odd_key(k[at - 1], k[at])
    TWO_MORE(2, 0x01);
    TWO_MORE(4, 0x02);
    TWO_MORE(6, 0x04);
    TWO_MORE(8, 0x08);
    TWO_MORE(10, 0x10);
    TWO_MORE(12, 0x20);
#undef TWO_MORE
    k[14] = even_key(k[12], _mm_aeskeygenassist_si128(k[13], 0x40));
}

TARGET static void encrypt_blocks(unsigned char *out, const unsigned char *in, Py_ssize_t size,
                                  const unsigned char *key, const unsigned char *iv)
{
    __m128i k[ROUNDS + 1];
    expand(key, k);
    __m128i cipher = _mm_loadu_si128((const __m128i *)iv);
    __m128i plain = _mm_loadu_si128((const __m128i *)(iv + BLOCK));
    for (Py_ssize_t at = 0; at < size; at += BLOCK) {
        __m128i block = _mm_loadu_si128((const __m128i *)(in + at));
        __m128i state = _mm_xor_si128(_mm_xor_si128(block, cipher), k[0]);
        for (int round = 1; round < ROUNDS; round++)
            state = _mm_aesenc_si128(state, k[round]);
        cipher = _mm_xor_si128(_mm_aesenclast_si128(state, k[ROUNDS]), plain);
        plain = block;
        _mm_storeu_si128((__m128i *)(out + at), cipher);
    }
}

TARGET static void decrypt_blocks(unsigned char *out, const unsigned char *in, Py_ssize_t size,
                                  const unsigned char *key, const unsigned char *iv)
{
    __m128i k[ROUNDS + 1];
    expand(key, k);
    for (int round = 1; round < ROUNDS; round++)
        k[round] = _mm_aesimc_si128(k[round]);
    __m128i cipher = _mm_loadu_si128((const __m128i *)iv);
    __m128i plain = _mm_loadu_si128((const __m128i *)(iv + BLOCK));
    for (Py_ssize_t at = 0; at < size; at += BLOCK) {
        __m128i block = _mm_loadu_si128((const __m128i *)(in + at));
        __m128i state = _mm_xor_si128(_mm_xor_si128(block, plain), k[ROUNDS]);
        for (int round = ROUNDS - 1; round > 0; round--)
            state = _mm_aesdec_si128(state, k[round]);
        plain = _mm_xor_si128(_mm_aesdeclast_si128(state, k[0]), cipher);
        cipher = block;
        _mm_storeu_si128((__m128i *)(out + at), plain);
    }
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
        if (data.len < LONG_ENOUGH)
            direction(out, data.buf, data.len, key.buf, iv.buf);
        else {
            Py_BEGIN_ALLOW_THREADS
            direction(out, data.buf, data.len, key.buf, iv.buf);
            Py_END_ALLOW_THREADS
        }
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

static PyMethodDef methods[] = {
    {"encrypt", encrypt, METH_VARARGS, "encrypt(data, key, iv): AES-256-IGE of whole blocks."},
    {"decrypt", decrypt, METH_VARARGS, "decrypt(data, key, iv): undo encrypt."},
    {NULL, NULL, 0, NULL},
};

static int has_instructions(void)
{
    __builtin_cpu_init();
    return __builtin_cpu_supports("aes");
}

#else

static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};

static int has_instructions(void)
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
    if (!has_instructions()) {
        PyErr_SetString(PyExc_ImportError, "this processor has no AES instructions that this module knows");
        return NULL;
    }
    return PyModule_Create(&definition);
}
