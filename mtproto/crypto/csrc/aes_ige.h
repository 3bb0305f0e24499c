/* AES-256-IGE with the processor's AES instructions (x86-64).

   Encryption and decryption have one shape, with E or D for F:

       out[i] = F(in[i] ^ out[i-1]) ^ in[i-1]

   Rules of this file
   - The instructions take the same time whatever the key and the data: nothing here looks anything up by a secret.
   - A block waits for the one before it, so what counts is how long that way is. The two XORs that lie on it are put
     into the last round key, together with the next block: the 14 rounds are all that is left. */

#ifndef CHAPPE_AES_IGE_H
#define CHAPPE_AES_IGE_H

#include <wmmintrin.h>

#define AES_TARGET __attribute__((target("aes,sse2")))
#define AES_INLINE static inline __attribute__((always_inline, target("aes,sse2")))
#define BLOCK 16
#define ROUNDS 14

typedef struct {
    __m128i keys[ROUNDS + 1];
    __m128i in, out; /* the blocks before the next one */
} Ige;

AES_INLINE __m128i load(const unsigned char *from)
{
    return _mm_loadu_si128((const __m128i *)from);
}

AES_INLINE __m128i even_key(__m128i key, __m128i assist)
{
    assist = _mm_shuffle_epi32(assist, 0xff);
    key = _mm_xor_si128(key, _mm_slli_si128(key, 4));
    key = _mm_xor_si128(key, _mm_slli_si128(key, 8));
    return _mm_xor_si128(key, assist);
}

AES_INLINE __m128i odd_key(__m128i key, __m128i previous)
{
    __m128i assist = _mm_shuffle_epi32(_mm_aeskeygenassist_si128(previous, 0), 0xaa);
    key = _mm_xor_si128(key, _mm_slli_si128(key, 4));
    key = _mm_xor_si128(key, _mm_slli_si128(key, 8));
    return _mm_xor_si128(key, assist);
}

/* The round keys of FIPS 197, 5.2. The constant of a round has to be written out: the instruction holds it. */
AES_INLINE void expand(const unsigned char *key, __m128i *k)
{
    k[0] = load(key);
    k[1] = load(key + BLOCK);
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

/* iv = the ciphertext, then the plaintext before the first block. Decryption takes the inverse keys (FIPS 197, 5.3.5)
   from the last to the first. */
AES_INLINE Ige ige_begin(const unsigned char *key, const unsigned char *iv, int decrypts)
{
    Ige ige = {.in = load(iv + BLOCK), .out = load(iv)};
    expand(key, ige.keys);
    if (!decrypts)
        return ige;
    Ige inverse = {.in = ige.out, .out = ige.in};
    inverse.keys[0] = ige.keys[ROUNDS];
    for (int round = 1; round < ROUNDS; round++)
        inverse.keys[round] = _mm_aesimc_si128(ige.keys[ROUNDS - round]);
    inverse.keys[ROUNDS] = ige.keys[0];
    return inverse;
}

/* The next `size` bytes, whole blocks; `out` may be `in`. */
AES_INLINE void ige_run(Ige *ige, unsigned char *out, const unsigned char *in, Py_ssize_t size, int decrypts)
{
    if (size == 0)
        return;
    const __m128i *k = ige->keys;
    __m128i before = ige->in, block = load(in), made = ige->out;
    __m128i state = _mm_xor_si128(_mm_xor_si128(block, k[0]), made);
    for (Py_ssize_t at = 0; at < size; at += BLOCK) {
        __m128i next = at + BLOCK < size ? load(in + at + BLOCK) : block;
        __m128i begins = _mm_xor_si128(next, k[0]);
        __m128i last = _mm_xor_si128(_mm_xor_si128(k[ROUNDS], before), begins);
        for (int round = 1; round < ROUNDS; round++)
            state = decrypts ? _mm_aesdec_si128(state, k[round]) : _mm_aesenc_si128(state, k[round]);
        state = decrypts ? _mm_aesdeclast_si128(state, last) : _mm_aesenclast_si128(state, last);
        made = _mm_xor_si128(state, begins);
        _mm_storeu_si128((__m128i *)(out + at), made);
        before = block;
        block = next;
    }
    ige->in = before;
    ige->out = made;
}

#endif
