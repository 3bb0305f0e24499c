/* A message under an authorization key, opened or sealed in one go (core.telegram.org/mtproto/description).

       key_id : 8 | msg_key : 16 | AES-256-IGE of the plaintext          plaintext = header : 32 | whole blocks
       msg_key = bytes 8..24 of SHA-256(message part of the key : 32 | plaintext)

   The part of the key and the header are the hash's first block, so the hash goes over the rest as it lies there.
   Opening decrypts and hashes side by side. Sealing cannot: the key of the cipher comes from the whole hash. */

#ifndef CHAPPE_MESSAGE_H
#define CHAPPE_MESSAGE_H

#include "aes_ige.h"
#include "sha256.h"

#define MESSAGE_TARGET __attribute__((target("aes,sha,ssse3,sse2")))
#define MSG_KEY 16
#define MSG_KEY_AT 8 /* in the hash, and in the packet behind key_id */
#define ENVELOPE 24
#define HEADER 32
#define HASHED_KEY 32
#define DERIVED_KEY 36

/* What one direction takes from the key: mtproto/crypto/auth_key.py. */
typedef struct {
    const unsigned char *message, *a, *b;
} Parts;

MESSAGE_TARGET static Ige begin_cipher(const Parts *parts, const unsigned char *msg_key, int decrypts)
{
    unsigned char text[MSG_KEY + DERIVED_KEY], a[SHA_SIZE], b[SHA_SIZE], key[2 * BLOCK], iv[2 * BLOCK];
    Sha sha;
    memcpy(text, msg_key, MSG_KEY);
    memcpy(text + MSG_KEY, parts->a, DERIVED_KEY);
    sha_begin(&sha);
    sha_end(&sha, text, sizeof text, sizeof text, a);
    memcpy(text, parts->b, DERIVED_KEY);
    memcpy(text + DERIVED_KEY, msg_key, MSG_KEY);
    sha_begin(&sha);
    sha_end(&sha, text, sizeof text, sizeof text, b);
    memcpy(key, a, 8), memcpy(key + 8, b + 8, 16), memcpy(key + 24, a + 24, 8);
    memcpy(iv, b, 8), memcpy(iv + 8, a + 8, 16), memcpy(iv + 24, b + 24, 8);
    return ige_begin(key, iv, decrypts);
}

/* Hash the key's part and the header. False where there is nothing else: then this was the whole hash. */
MESSAGE_TARGET static int hash_header(Sha *sha, const Parts *parts, const unsigned char *plaintext, Py_ssize_t size,
                                      unsigned char *hash)
{
    unsigned char first[SHA_BLOCK];
    size_t taken = size < HEADER ? (size_t)size : HEADER;
    memcpy(first, parts->message, HASHED_KEY);
    memcpy(first + HASHED_KEY, plaintext, taken);
    sha_begin(sha);
    if (taken < HEADER)
        sha_end(sha, first, HASHED_KEY + taken, HASHED_KEY + taken, hash);
    else
        sha_block(sha, first);
    return taken == HEADER;
}

/* Decrypt `size` bytes of a packet's ciphertext to `out`, and say what hash they have. */
MESSAGE_TARGET static void open_blocks(unsigned char *out, const unsigned char *packet, Py_ssize_t size,
                                       const Parts *parts, unsigned char *hash)
{
    const unsigned char *in = packet + ENVELOPE;
    Ige ige = begin_cipher(parts, packet + MSG_KEY_AT, 1);
    Sha sha;
    ige_run(&ige, out, in, size < HEADER ? size : HEADER, 1);
    if (!hash_header(&sha, parts, out, size, hash))
        return;
    Py_ssize_t at = HEADER;
    for (; at + SHA_BLOCK <= size; at += SHA_BLOCK) {
        ige_run(&ige, out + at, in + at, SHA_BLOCK, 1);
        if (at > HEADER) /* one behind: what has just been decrypted is not ready yet */
            sha_block(&sha, out + at - SHA_BLOCK);
    }
    if (at > HEADER)
        sha_block(&sha, out + at - SHA_BLOCK);
    ige_run(&ige, out + at, in + at, size - at, 1);
    sha_end(&sha, out + at, (size_t)(size - at), (uint64_t)(HASHED_KEY + size), hash);
}

/* The rest of a message's hash, from `at` on. */
MESSAGE_TARGET static void end_hash(Sha *sha, const unsigned char *plaintext, Py_ssize_t at, Py_ssize_t size,
                                    unsigned char *hash)
{
    for (; at + SHA_BLOCK <= size; at += SHA_BLOCK)
        sha_block(sha, plaintext + at);
    sha_end(sha, plaintext + at, (size_t)(size - at), (uint64_t)(HASHED_KEY + size), hash);
}

/* Encrypt the plaintext of `size` bytes that stands behind the envelope of a packet, where it stands. */
MESSAGE_TARGET static void seal_blocks(unsigned char *packet, Py_ssize_t size, const Parts *parts)
{
    unsigned char *plaintext = packet + ENVELOPE, hash[SHA_SIZE];
    Sha sha;
    if (hash_header(&sha, parts, plaintext, size, hash))
        end_hash(&sha, plaintext, HEADER, size, hash);
    memcpy(packet + MSG_KEY_AT, hash + MSG_KEY_AT, MSG_KEY);
    Ige ige = begin_cipher(parts, hash + MSG_KEY_AT, 0);
    ige_run(&ige, plaintext, plaintext, size, 0);
}

typedef struct {
    unsigned char *packet;
    Py_ssize_t size;
    Parts parts;
} Sealed;

/* The same for two packets of at least a header each, side by side as far as the shorter one goes. */
MESSAGE_TARGET static void seal_two(const Sealed *a, const Sealed *b)
{
    unsigned char *in_a = a->packet + ENVELOPE, *in_b = b->packet + ENVELOPE, hash_a[SHA_SIZE], hash_b[SHA_SIZE];
    Py_ssize_t at = HEADER, both = a->size < b->size ? a->size : b->size;
    Sha sha_a, sha_b;
    hash_header(&sha_a, &a->parts, in_a, a->size, hash_a);
    hash_header(&sha_b, &b->parts, in_b, b->size, hash_b);
    for (; at + SHA_BLOCK <= both; at += SHA_BLOCK) {
        sha_block(&sha_a, in_a + at);
        sha_block(&sha_b, in_b + at);
    }
    end_hash(&sha_a, in_a, at, a->size, hash_a);
    end_hash(&sha_b, in_b, at, b->size, hash_b);
    memcpy(a->packet + MSG_KEY_AT, hash_a + MSG_KEY_AT, MSG_KEY);
    memcpy(b->packet + MSG_KEY_AT, hash_b + MSG_KEY_AT, MSG_KEY);
    Ige ige_a = begin_cipher(&a->parts, hash_a + MSG_KEY_AT, 0), ige_b = begin_cipher(&b->parts, hash_b + MSG_KEY_AT, 0);
    for (at = 0; at + SHA_BLOCK <= both; at += SHA_BLOCK) {
        ige_run(&ige_a, in_a + at, in_a + at, SHA_BLOCK, 0);
        ige_run(&ige_b, in_b + at, in_b + at, SHA_BLOCK, 0);
    }
    ige_run(&ige_a, in_a + at, in_a + at, a->size - at, 0);
    ige_run(&ige_b, in_b + at, in_b + at, b->size - at, 0);
}

#endif
