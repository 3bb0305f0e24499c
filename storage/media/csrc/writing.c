/* The module storage.media._writing: what writing_fallback.py does, without the interpreter's lock between two pieces. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <errno.h>
#include <unistd.h>

static PyObject *write_in_pieces(PyObject *module, PyObject *args)
{
    int file, error = 0;
    Py_buffer data;
    long long offset;
    Py_ssize_t piece, written = 0;
    (void)module;
    if (!PyArg_ParseTuple(args, "iy*Ln", &file, &data, &offset, &piece))
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    while (written < data.len && !error) {
        Py_ssize_t rest = data.len - written;
        ssize_t took = pwrite(file, (const char *)data.buf + written, rest < piece ? rest : piece, offset + written);
        if (took >= 0)
            written += took;
        else if (errno != EINTR)
            error = errno;
    }
    Py_END_ALLOW_THREADS
    PyBuffer_Release(&data);
    if (error) {
        errno = error;
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"write_in_pieces", write_in_pieces, METH_VARARGS,
     "write_in_pieces(file, data, offset, piece): write data, by calls of the system that take so many bytes at most."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "storage.media._writing", "Writes that others can interrupt.", 0, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__writing(void)
{
    return PyModule_Create(&definition);
}
