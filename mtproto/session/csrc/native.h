/* What the files of the extension share. */

#ifndef CHAPPE_SESSION_NATIVE_H
#define CHAPPE_SESSION_NATIVE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#define MSG_CONTAINER 0x73f1f8dc
#define MSG_COPY 0xe06046b2
#define MESSAGE 0x5bb8e511
#define VECTOR 0x1cb5c415
#define MSGS_ACK 0x62d6b459
#define CONSTRUCTOR 4
#define COUNT 8   /* constructor | count : int */
#define HEADER 16 /* msg_id : long | seqno : int | bytes : int */
#define FIELDS 3  /* of a Message: msg_id, seqno, body */
#define PACKET_FIELDS 6 /* of a Packet: salt, session_id, those of its message, plaintext */
#define CONTENT 1 /* of a seqno */

static inline uint32_t load_u32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static inline int64_t load_long(const uint8_t *at)
{
    return (int64_t)(load_u32(at) | (uint64_t)load_u32(at + 4) << 32);
}

/* module.c */
typedef struct {
    PyTypeObject *msg_ids, *outgoing, *pending_acks;
} State;
extern PyModuleDef module_def;

/* packets.c */
PyObject *make_tuple(PyTypeObject *type, PyObject **fields, Py_ssize_t count);
PyObject *cut_body(PyObject *whole, const uint8_t *start, Py_ssize_t begin, Py_ssize_t end, Py_ssize_t large);
PyObject *read_packet(PyObject *module, PyObject *const *args, Py_ssize_t count);
PyObject *message_in(PyObject *module, PyObject *const *args, Py_ssize_t count);
PyObject *head(PyObject *module, PyObject *argument);
PyObject *only_longs(PyObject *module, PyObject *argument);
PyObject *count_ids(PyObject *module, PyObject *const *args, Py_ssize_t count);
int64_t count_longs(const uint8_t *body, Py_ssize_t size); /* of nothing but a Vector<long>; -1 for anything else */
extern const char read_packet_doc[], message_in_doc[], head_doc[], only_longs_doc[], count_ids_doc[];

/* containers.c */
typedef struct {
    int64_t msg_id, seqno;
    Py_ssize_t begin, end; /* of its body, in what holds it */
} Cut;
typedef struct {
    const uint8_t *start;
    Py_ssize_t at, size;
    int64_t msg_id, seqno; /* of the container */
} Cutter;
int64_t begin_cutting(Cutter *in);
int cut_next(Cutter *in, Cut *out);
int is_message(PyObject *given);
int read_numbers(PyObject *message, int64_t *msg_id, int64_t *seqno);
PyObject *cut(PyObject *module, PyObject *const *args, Py_ssize_t given);
uint8_t *store(uint8_t *at, uint64_t value, int size); /* little-endian; what stands behind it */
PyObject *join(PyObject *module, PyObject *args);
PyObject *join_messages(PyObject *messages, Py_ssize_t most);
extern const char cut_doc[], join_doc[];

/* msg_ids.c */
typedef struct MsgIds MsgIds;
int64_t next_id(MsgIds *self, int kind); /* -1 with an exception */
int64_t newest_id(const MsgIds *self);
int read_kind(PyObject *argument);       /* the same */
extern PyType_Spec msg_ids_spec;

/* outgoing.c */
typedef struct Outgoing Outgoing;
int64_t newest_made(const Outgoing *self); /* 0 before the first */
int forget_named(Outgoing *self, const uint8_t *ids, int64_t count); /* False with an exception */
extern PyType_Spec outgoing_spec;

/* pending_acks.c */
typedef struct PendingAcks PendingAcks;
int owe(PendingAcks *self, PyObject *msg_id, double monotonic); /* False with an exception */
int owe_no_more(PendingAcks *self, PyObject *msg_id);           /* the same */
extern PyType_Spec pending_acks_spec;

/* seen_ids.c */
typedef struct SeenIds SeenIds;
int newest_seen(const SeenIds *self, int64_t *msg_id, int64_t *seqno);
int make_room(SeenIds *self, Py_ssize_t more); /* for so many ids; False, with an exception, where there is no memory */
int remember_newest(SeenIds *self, int64_t msg_id, int64_t seqno, int is_query, double now);
extern PyType_Spec seen_ids_spec;

/* usual.c */
PyObject *take_usual(SeenIds *self, PyObject *const *args, Py_ssize_t count);
extern const char take_usual_doc[];

#endif
