/* SHA-256 (FIPS 180-4) with the processor's SHA instructions (x86-64).

   OpenSSL's is as fast by itself. This one can run beside AES: each of the two waits for its own last step most of the
   time, and a processor that is given both fills the one's waiting with the other. */

#ifndef CHAPPE_SHA256_H
#define CHAPPE_SHA256_H

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

#define SHA_INLINE static inline __attribute__((always_inline, target("sha,ssse3")))
#define SHA_BLOCK 64
#define SHA_SIZE 32

typedef struct {
    __m128i abef, cdgh; /* the order in which the instructions want the eight words, a in the highest lane */
} Sha;

static const uint32_t SHA_K[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

SHA_INLINE void sha_begin(Sha *sha)
{
    sha->abef = _mm_set_epi32(0x6a09e667, (int)0xbb67ae85, 0x510e527f, (int)0x9b05688c);
    sha->cdgh = _mm_set_epi32(0x3c6ef372, (int)0xa54ff53a, 0x1f83d9ab, 0x5be0cd19);
}

/* The first 16 words of a block's message schedule. */
SHA_INLINE void sha_words(__m128i *w, const unsigned char *data)
{
    const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
    for (int i = 0; i < 4; i++)
        w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(data + 16 * i)), big_endian);
}

/* Four of the 64 rounds, for the i-th of 16 times; w holds the last 16 words of the schedule. */
SHA_INLINE void sha_rounds(Sha *sha, __m128i *w, int i)
{
    if (i >= 4) {
        __m128i four = _mm_sha256msg1_epu32(w[i & 3], w[(i + 1) & 3]);
        four = _mm_add_epi32(four, _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
        w[i & 3] = _mm_sha256msg2_epu32(four, w[(i + 3) & 3]);
    }
    __m128i keyed = _mm_add_epi32(w[i & 3], _mm_load_si128((const __m128i *)(SHA_K + 4 * i)));
    sha->cdgh = _mm_sha256rnds2_epu32(sha->cdgh, sha->abef, keyed);
    sha->abef = _mm_sha256rnds2_epu32(sha->abef, sha->cdgh, _mm_shuffle_epi32(keyed, 0x0e));
}

/* One block. */
SHA_INLINE void sha_block(Sha *sha, const unsigned char *data)
{
    Sha start = *sha;
    __m128i w[4];
    sha_words(w, data);
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++)
        sha_rounds(sha, w, i);
    sha->abef = _mm_add_epi32(sha->abef, start.abef);
    sha->cdgh = _mm_add_epi32(sha->cdgh, start.cdgh);
}

/* The last bytes, fewer than a block, of `total` in all. */
SHA_INLINE void sha_end(Sha *sha, const unsigned char *rest, size_t size, uint64_t total, unsigned char *digest)
{
    unsigned char last[2 * SHA_BLOCK] = {0};
    size_t blocks = size + 9 <= SHA_BLOCK ? 1 : 2;
    memcpy(last, rest, size);
    last[size] = 0x80;
    for (int i = 0; i < 8; i++)
        last[blocks * SHA_BLOCK - 1 - i] = (unsigned char)(8 * total >> 8 * i);
    for (size_t i = 0; i < blocks; i++)
        sha_block(sha, last + i * SHA_BLOCK);
    uint32_t low[4], high[4];
    _mm_storeu_si128((__m128i *)low, sha->abef);
    _mm_storeu_si128((__m128i *)high, sha->cdgh);
    const uint32_t words[8] = {low[3], low[2], high[3], high[2], low[1], low[0], high[1], high[0]};
    for (int i = 0; i < SHA_SIZE; i++)
        digest[i] = (unsigned char)(words[i / 4] >> (24 - 8 * (i % 4)));
}

#endif
