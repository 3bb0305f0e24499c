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
#define MESSAGE_INLINE static inline __attribute__((always_inline, target("aes,sha,ssse3,sse2")))
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

/* Decrypt `size` bytes, whole blocks of the hash, and hash as many that end one block sooner: what has just been
   decrypted is not ready yet. A step of the one stands beside a step of the other; left to the processor, which does not
   see so far ahead, the two took a quarter longer. */
MESSAGE_TARGET static void decrypt_and_hash(Ige *ige, Sha *sha, unsigned char *out, const unsigned char *in,
                                            Py_ssize_t size)
{
    const __m128i *k = ige->keys;
    __m128i before = ige->in, made = ige->out, block = before, state = before, w[4];
    Sha hash = *sha;
    for (Py_ssize_t at = 0; at < size; at += SHA_BLOCK) {
        Sha start = hash;
        sha_words(w, out + at - SHA_BLOCK);
#pragma GCC unroll 16
        for (int i = 0; i < 16; i++) { /* a quarter of the 14 rounds of an AES block, four rounds of the hash */
            int quarter = i % 4;
            if (quarter == 0) {
                block = load(in + at + 4 * i);
                state = _mm_xor_si128(_mm_xor_si128(block, k[0]), made);
            }
            for (int round = 4 * quarter + 1; round <= 4 * quarter + 4 && round < ROUNDS; round++)
                state = _mm_aesdec_si128(state, k[round]);
            if (quarter == 3) {
                made = _mm_aesdeclast_si128(state, _mm_xor_si128(k[ROUNDS], before));
                before = block;
                _mm_storeu_si128((__m128i *)(out + at + 4 * (i - 3)), made);
            }
            sha_rounds(&hash, w, i);
        }
        hash.abef = _mm_add_epi32(hash.abef, start.abef);
        hash.cdgh = _mm_add_epi32(hash.cdgh, start.cdgh);
    }
    ige->in = before;
    ige->out = made;
    *sha = hash;
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
    Py_ssize_t at = HEADER, whole = size - HEADER - (size - HEADER) % SHA_BLOCK;
    if (whole > 0) {
        ige_run(&ige, out + at, in + at, SHA_BLOCK, 1);
        at += SHA_BLOCK;
        decrypt_and_hash(&ige, &sha, out + at, in + at, whole - SHA_BLOCK);
        at += whole - SHA_BLOCK;
        sha_block(&sha, out + at - SHA_BLOCK);
    }
    ige_run(&ige, out + at, in + at, size - at, 1);
    sha_end(&sha, out + at, (size_t)(size - at), (uint64_t)(HASHED_KEY + size), hash);
}

/* A packet to be made. Its plaintext stands where it will be encrypted, behind the envelope, but for `body_size` bytes
   behind the header, whole blocks of the hash, which are still where they came from: a part of a file is not copied. */
typedef struct {
    unsigned char *packet;
    Py_ssize_t size; /* of the plaintext */
    Parts parts;
    const unsigned char *body;
    Py_ssize_t body_size;
} Sealed;

/* One block of the plaintext, behind the header. */
MESSAGE_INLINE const unsigned char *block_at(const Sealed *sealed, Py_ssize_t at)
{
    return at < HEADER + sealed->body_size ? sealed->body + (at - HEADER) : sealed->packet + ENVELOPE + at;
}

/* The rest of a message's hash, from `at` on. */
MESSAGE_TARGET static void end_hash(Sha *sha, const Sealed *sealed, Py_ssize_t at, unsigned char *hash)
{
    for (; at + SHA_BLOCK <= sealed->size; at += SHA_BLOCK)
        sha_block(sha, block_at(sealed, at));
    sha_end(sha, sealed->packet + ENVELOPE + at, (size_t)(sealed->size - at), (uint64_t)(HASHED_KEY + sealed->size),
            hash);
}

/* The cipher of a packet whose hash is known, and its header encrypted. */
MESSAGE_TARGET static Ige begin_sealing(const Sealed *sealed, const unsigned char *hash)
{
    unsigned char *plaintext = sealed->packet + ENVELOPE;
    Ige ige = begin_cipher(&sealed->parts, hash + MSG_KEY_AT, 0);
    memcpy(sealed->packet + MSG_KEY_AT, hash + MSG_KEY_AT, MSG_KEY);
    ige_run(&ige, plaintext, plaintext, sealed->size < HEADER ? sealed->size : HEADER, 0);
    return ige;
}

/* Encrypt the rest of a packet of at least a header, from `at` on. */
MESSAGE_TARGET static void end_sealing(Ige *ige, const Sealed *sealed, Py_ssize_t at)
{
    unsigned char *plaintext = sealed->packet + ENVELOPE;
    Py_ssize_t direct = HEADER + sealed->body_size - at;
    if (direct > 0) {
        ige_run(ige, plaintext + at, block_at(sealed, at), direct, 0);
        at += direct;
    }
    ige_run(ige, plaintext + at, plaintext + at, sealed->size - at, 0);
}

MESSAGE_TARGET static void seal_one(const Sealed *sealed)
{
    unsigned char hash[SHA_SIZE];
    Sha sha;
    int goes_on = hash_header(&sha, &sealed->parts, sealed->packet + ENVELOPE, sealed->size, hash);
    if (goes_on)
        end_hash(&sha, sealed, HEADER, hash);
    Ige ige = begin_sealing(sealed, hash);
    if (goes_on)
        end_sealing(&ige, sealed, HEADER);
}

/* The same for two packets of at least a header each, side by side as far as the shorter one goes. */
MESSAGE_TARGET static void seal_two(const Sealed *a, const Sealed *b)
{
    unsigned char *out_a = a->packet + ENVELOPE, *out_b = b->packet + ENVELOPE, hash_a[SHA_SIZE], hash_b[SHA_SIZE];
    Py_ssize_t at = HEADER, both = a->size < b->size ? a->size : b->size;
    Sha sha_a, sha_b;
    hash_header(&sha_a, &a->parts, out_a, a->size, hash_a);
    hash_header(&sha_b, &b->parts, out_b, b->size, hash_b);
    for (; at + SHA_BLOCK <= both; at += SHA_BLOCK) {
        sha_block(&sha_a, block_at(a, at));
        sha_block(&sha_b, block_at(b, at));
    }
    end_hash(&sha_a, a, at, hash_a);
    end_hash(&sha_b, b, at, hash_b);
    Ige ige_a = begin_sealing(a, hash_a), ige_b = begin_sealing(b, hash_b);
    for (at = HEADER; at + SHA_BLOCK <= both; at += SHA_BLOCK) {
        ige_run(&ige_a, out_a + at, block_at(a, at), SHA_BLOCK, 0);
        ige_run(&ige_b, out_b + at, block_at(b, at), SHA_BLOCK, 0);
    }
    end_sealing(&ige_a, a, at);
    end_sealing(&ige_b, b, at);
}

#endif
