#ifndef TURNSTONE_SHA_STEPS_H
#define TURNSTONE_SHA_STEPS_H
#include <immintrin.h>
#include <stdint.h>

#include "digest_tables.h"

#define LOADED(pointer) _mm_loadu_si128((const __m128i *)(pointer))
#define STORED(pointer, value) _mm_storeu_si128((__m128i *)(pointer), value)

// What the instructions below need; callers may have more.
#define SHA_STEP static inline __attribute__((target("sha,sse4.1,ssse3"), always_inline))

/// SHA-1 and SHA-256 between two blocks, as the instructions want them.
struct sha_pair {
    __m128i abcd, e, abef, cdgh;
};

/// From a to e of SHA-1, then a to h of SHA-256.
SHA_STEP struct sha_pair sha_pair_loaded(const uint32_t words[13]) {
    const uint32_t *const sha256 = words + 5;
    __m128i cdab = _mm_shuffle_epi32(LOADED(sha256), 0xB1);
    __m128i efgh = _mm_shuffle_epi32(LOADED(sha256 + 4), 0x1B);
    struct sha_pair pair;
    pair.abcd = _mm_shuffle_epi32(LOADED(words), 0x1B);
    pair.e = _mm_set_epi32((int)words[4], 0, 0, 0);
    pair.abef = _mm_alignr_epi8(cdab, efgh, 8);
    pair.cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
    return pair;
}

/// The way back.
SHA_STEP void sha_pair_stored(uint32_t words[13], struct sha_pair pair) {
    uint32_t *const sha256 = words + 5;
    STORED(words, _mm_shuffle_epi32(pair.abcd, 0x1B));
    words[4] = (uint32_t)_mm_extract_epi32(pair.e, 3);
    __m128i feba = _mm_shuffle_epi32(pair.abef, 0x1B);
    __m128i dchg = _mm_shuffle_epi32(pair.cdgh, 0xB1);
    STORED(sha256, _mm_blend_epi16(feba, dchg, 0xF0));
    STORED(sha256 + 4, _mm_alignr_epi8(dchg, feba, 8));
}

/// What a block adds to what was there before it.
SHA_STEP struct sha_pair sha_pair_sum(struct sha_pair block, struct sha_pair before) {
    block.abcd = _mm_add_epi32(block.abcd, before.abcd);
    block.e = _mm_sha1nexte_epu32(block.e, before.e);
    block.abef = _mm_add_epi32(block.abef, before.abef);
    block.cdgh = _mm_add_epi32(block.cdgh, before.cdgh);
    return block;
}

/// A block's words in the order of each: v for SHA-1, w for SHA-256.
SHA_STEP void sha_words(const uint8_t *bytes, __m128i v[4], __m128i w[4]) {
    // Bytes of a word swapped; for SHA-1 the order of the four words too.
    const __m128i sha1_order = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
    const __m128i sha256_order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    for (int i = 0; i < 4; i++) {
        __m128i four = LOADED(bytes + 16 * i);
        v[i] = _mm_shuffle_epi8(four, sha1_order);
        w[i] = _mm_shuffle_epi8(four, sha256_order);
    }
}

// Rounds 4 g to 4 g + 3 of SHA-1 with what they add to the message schedule. v: sixteen words.
#define SHA1_FOUR(g, s, v)                                                          \
    {                                                                               \
        __m128i input = (g) == 0 ? _mm_add_epi32(s.e, v[0])                         \
                                 : _mm_sha1nexte_epu32(s.e, v[(g) & 3]);            \
        s.e = s.abcd;                                                               \
        if ((g) >= 3 && (g) <= 18)                                                  \
            v[((g) + 1) & 3] = _mm_sha1msg2_epu32(v[((g) + 1) & 3], v[(g) & 3]);    \
        s.abcd = _mm_sha1rnds4_epu32(s.abcd, input, (g) / 5);                       \
        if ((g) >= 1 && (g) <= 16)                                                  \
            v[((g) - 1) & 3] = _mm_sha1msg1_epu32(v[((g) - 1) & 3], v[(g) & 3]);    \
        if ((g) >= 2 && (g) <= 17)                                                  \
            v[((g) - 2) & 3] = _mm_xor_si128(v[((g) - 2) & 3], v[(g) & 3]);         \
    }

// Rounds 4 g to 4 g + 3 of SHA-256 with what they add to the message schedule. w: sixteen words.
#define SHA256_FOUR(g, s, w)                                                        \
    {                                                                               \
        __m128i input = _mm_add_epi32(w[(g) & 3], LOADED(sha256_roots + 4 * (g)));  \
        s.cdgh = _mm_sha256rnds2_epu32(s.cdgh, s.abef, input);                      \
        if ((g) >= 3 && (g) <= 14) {                                                \
            __m128i sevenths = _mm_alignr_epi8(w[(g) & 3], w[((g) - 1) & 3], 4);    \
            __m128i sum = _mm_add_epi32(w[((g) + 1) & 3], sevenths);                \
            w[((g) + 1) & 3] = _mm_sha256msg2_epu32(sum, w[(g) & 3]);               \
        }                                                                           \
        s.abef = _mm_sha256rnds2_epu32(s.abef, s.cdgh, _mm_shuffle_epi32(input, 0x0E)); \
        if ((g) >= 1 && (g) <= 12)                                                  \
            w[((g) - 1) & 3] = _mm_sha256msg1_epu32(w[((g) - 1) & 3], w[(g) & 3]);  \
    }

#endif
