/* The module mtproto.crypto._pq: what pq_fallback.py does, step by step the same. The lock is given up meanwhile. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define BATCH 128
#define BELOW ((uint64_t)1 << 63)

#ifdef __SIZEOF_INT128__

__extension__ typedef unsigned __int128 Wide;

static uint64_t next(uint64_t y, uint64_t constant, uint64_t n)
{
    return (uint64_t)(((Wide)y * y + constant) % n);
}

static uint64_t apart(uint64_t x, uint64_t y)
{
    return x < y ? y - x : x - y;
}

static uint64_t gcd(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static uint64_t factor_of(uint64_t n, uint64_t constant)
{
    uint64_t x, y = 2, batch_start = 2, factor = 1;
    for (uint64_t cycle = 1; factor == 1; cycle *= 2) {
        x = y;
        for (uint64_t step = 0; step < cycle; step++)
            y = next(y, constant, n);
        for (uint64_t done = 0; done < cycle && factor == 1; done += BATCH) {
            uint64_t product = 1, steps = cycle - done < BATCH ? cycle - done : BATCH;
            batch_start = y;
            while (steps-- > 0) {
                y = next(y, constant, n);
                product = (uint64_t)((Wide)product * apart(x, y) % n);
            }
            factor = gcd(product, n);
        }
    }
    if (factor == n) {
        y = batch_start;
        do {
            y = next(y, constant, n);
            factor = gcd(apart(x, y), n);
        } while (factor == 1);
    }
    return factor;
}

static PyObject *brent(PyObject *module, PyObject *args)
{
    PyObject *numbers[2];
    uint64_t factor;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!O!", &PyLong_Type, &numbers[0], &PyLong_Type, &numbers[1]))
        return NULL;
    uint64_t n = PyLong_AsUnsignedLongLong(numbers[0]), constant = PyLong_AsUnsignedLongLong(numbers[1]);
    if (PyErr_Occurred())
        return NULL;
    if (n < 2 || n >= BELOW || constant >= BELOW) {
        PyErr_SetString(PyExc_ValueError, "not a number of at most 63 bits");
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    factor = factor_of(n, constant);
    Py_END_ALLOW_THREADS
    return PyLong_FromUnsignedLongLong(factor);
}

static PyMethodDef methods[] = {
    {"brent", brent, METH_VARARGS, "brent(n, constant): a factor of the composite n above 1, or n itself."},
    {NULL, NULL, 0, NULL},
};

#else

static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};

#endif

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "mtproto.crypto._pq", "Pollard's rho in Brent's form.", 0, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__pq(void)
{
    return PyModule_Create(&definition);
}
