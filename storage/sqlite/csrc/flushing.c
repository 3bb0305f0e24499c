/* The module storage.sqlite._flushing: what flushing_fallback.py does, without the interpreter's lock between two flushes. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* As SQLite does it: on macOS a plain fsync leaves the data in the drive's cache. */
static int flush(int file)
{
    int failed;
#ifdef F_FULLFSYNC
    if (fcntl(file, F_FULLFSYNC) == 0)
        return 0;
#endif
    do {
#if defined(_POSIX_SYNCHRONIZED_IO) && _POSIX_SYNCHRONIZED_IO > 0
        failed = fdatasync(file);
#else
        failed = fsync(file);
#endif
    } while (failed && errno == EINTR);
    return failed ? errno : 0;
}

/* Whether there is another request, until the other end is closed. */
static int next(int requests)
{
    char request;
    ssize_t got;
    do {
        got = read(requests, &request, 1);
    } while (got < 0 && errno == EINTR);
    return got == 1;
}

static void tell(int results, int result)
{
    while (write(results, &result, sizeof result) < 0 && errno == EINTR)
        ;
}

static PyObject *flush_on_request(PyObject *module, PyObject *args)
{
    int file, requests, results;
    (void)module;
    if (!PyArg_ParseTuple(args, "iii", &file, &requests, &results))
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    while (next(requests))
        tell(results, flush(file));
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"flush_on_request", flush_on_request, METH_VARARGS,
     "flush_on_request(file, requests, results): flush a file for each byte that is read, and write what came of it."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "storage.sqlite._flushing", "Flushes of a file beside an event loop.", 0, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__flushing(void)
{
    return PyModule_Create(&definition);
}
