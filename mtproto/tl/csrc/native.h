/* The optional native TL codec: plans of definitions, and two machines that follow them; and what makes objects when
 * their classes are called (construct.c).
 *
 * It is an accelerator and nothing else. What it cannot do - a definition that needs a layer rule, a value of an
 * unexpected Python type, bytes that are damaged or past a bound - it gives up, and the plain Python codec does the
 * whole object again and finds the right answer or the right error. So every check here may be as strict as it likes,
 * but nothing may be accepted that plain Python refuses.
 *
 * No Python code runs while an object is walked: a plan that is missing ends the walk, is asked for, and the walk
 * starts over. Borrowed references to slots and list items are therefore safe under the GIL.
 */
#ifndef CHAPPE_TL_NATIVE_H
#define CHAPPE_TL_NATIVE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdbool.h>
#include <stdint.h>

#define VECTOR_ID 0x1cb5c415u     /* vector#1cb5c415 {t:Type} # [ t ] = Vector t */
#define BOOL_TRUE_ID 0x997275b5u  /* boolTrue#997275b5 = Bool */
#define BOOL_FALSE_ID 0xbc799737u /* boolFalse#bc799737 = Bool */

#define FLAG_WORDS 4  /* `flags` and `flags2` exist; room for two more */
#define MAX_NESTING 4 /* Vector<Vector<...>>: the schema has two levels */

/* What a value is on the wire. The letters are how Python spells it in a field's code. */
typedef enum {
    KIND_INT = 'i',
    KIND_LONG = 'l',
    KIND_DOUBLE = 'd',
    KIND_STRING = 's',
    KIND_BYTES = 'b',
    KIND_PLACE = 'p', /* bytes that are left where they are when they are read from a memoryview */
    KIND_INT128 = 'h',
    KIND_INT256 = 'w',
    KIND_BOOL = 'B',
    KIND_OBJECT = 'o', /* any boxed object of the field's result type */
    KIND_VECTOR = 'v', /* boxed; the kind of its items follows */
    KIND_FLAGS = '#',  /* the 32-bit word that says which optional fields are there; no slot */
    KIND_TRUE = 't',   /* `flags.N?true`: no bytes of its own, the bit is the value */
    KIND_NOTHING = '!', /* must be None and is not written: a value would need a conversion; never read */
} Kind;

typedef struct {
    char code[MAX_NESTING + 1]; /* a Kind, or KIND_VECTOR before the code of the items */
    int word;                   /* which flag word: the word itself for KIND_FLAGS, else the one `bit` is in */
    uint32_t bit;               /* mask of the bit that says whether the field is there; 0: always */
    Py_ssize_t offset;          /* of the slot in the instance */
    PyObject *result;           /* name of the type an object must be of, interned; NULL: any */
} Field;

/* A slot that a decoded object gets although the definition has no field for it. */
typedef struct {
    Py_ssize_t offset;
    PyObject *value; /* shared by all objects, but for a list: each gets a new empty one */
} Default;

/* How one definition is laid out, on the wire and in its slot class. */
typedef struct {
    PyObject_HEAD
    uint32_t id;
    PyObject *result; /* name of the type this is a constructor of, interned */
    PyTypeObject *cls;
    int word_count; /* flag words, numbered from 0 in wire order */
    Py_ssize_t field_count;
    Field *fields;
    Py_ssize_t default_count;
    Default *defaults;
} Plan;

extern PyType_Spec plan_spec;

static inline PyObject **
slot_at(PyObject *object, Py_ssize_t offset)
{
    return (PyObject **)((char *)object + offset);
}

/* Plans by constructor id, or by class. Open addressing; entries are never removed. */
typedef struct {
    uint64_t key;
    Plan *plan;
} PlanEntry;

typedef struct {
    PlanEntry *entries;
    size_t capacity; /* a power of two, or 0 */
    size_t used;
} PlanMap;

/* The offset of a slot, from its member descriptor; -1 with an exception for anything that is not a plain slot. */
Py_ssize_t slot_offset(PyTypeObject *cls, PyObject *name);

/* The item of a tuple at this place, borrowed; NULL with an exception for anything that is not a tuple itself. */
PyObject *tuple_at(PyObject *tuples, Py_ssize_t index);

/* A new reference to the interned form of a name, so that names are compared by address. */
PyObject *interned(PyObject *name);

Plan *plan_map_find(const PlanMap *map, uint64_t key);
int plan_map_add(PlanMap *map, uint64_t key, Plan *plan);
int plan_map_visit(PlanMap *map, visitproc visit, void *arg);
void plan_map_clear(PlanMap *map);

/* What a walk starts with: the code of a value, and the result type of the objects in it (interned; NULL: any). */
typedef struct {
    const char *code;
    PyObject *result;
} Form;

/* Both walks answer NULL without an exception when they give up; `missing` is then the key of the plan to ask for, or
 * 0 if there is nothing to ask. An exception is set only where Python itself failed (memory). */
PyObject *encode_value(const PlanMap *plans, PyObject *value, Form form, uint64_t *missing);
PyObject *decode_value(const PlanMap *plans, PyObject *source, const Py_buffer *data, Form form, uint64_t *missing);

/* construct.c: what a module needs before it, and its function. */
int construct_ready(void);
PyObject *construct_directly(PyObject *module, PyObject *args);

#endif
