// MD5, SHA-1 and SHA-256 of the same blocks at once.
//
// Each step of MD5 waits for the one before, 4 or 5 cycles, so that MD5 alone leaves most of a core
// idle. SHA-1 and SHA-256 by the SHA extensions fit into that idle time, but only while the core
// sees the instructions of all three: it looks ahead a few hundred, less than a block of one of
// them. Hence sixteen slices a block: four steps of MD5, a sixteenth of SHA-1 and of SHA-256.
#include "digest_kernels.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#include <string.h>

#include "digest_tables.h"

int digest_kernel_is_supported(void) {
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1)) return 0;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_SHA);
}

#define ROTATED(x, by) ((x) << (by) | (x) >> (32 - (by)))

// The compiler may neither move what is above across this, nor reorder the sum that makes x.
#define FIXED(x) __asm__("" : "+r"(x))

// A step of MD5. `b` comes last, from the step before: everything else is summed up without it.
#define MD5_STEP(a, b, early, late, i, word, by)                  \
    {                                                             \
        uint32_t input, sum;                                      \
        memcpy(&input, md5_bytes + 4 * ((word) & 15), 4);         \
        sum = (a) + md5_sines[i] + input + (early);               \
        FIXED(sum);                                               \
        sum += (late);                                            \
        FIXED(sum);                                               \
        (a) = (b) + ROTATED(sum, by);                             \
    }
#define MD5_F(a, b, c, d, i, by) MD5_STEP(a, b, 0, d ^ (b & (c ^ d)), i, i, by)
// The two halves of G share no bit: they can be added one by one, and only one waits for b.
#define MD5_G(a, b, c, d, i, by) MD5_STEP(a, b, c & ~d, b & d, i, 5 * (i) + 1, by)
#define MD5_H(a, b, c, d, i, by)                                  \
    {                                                             \
        uint32_t both = c ^ d;                                    \
        FIXED(both);                                              \
        MD5_STEP(a, b, 0, b ^ both, i, 3 * (i) + 5, by)           \
    }
#define MD5_I(a, b, c, d, i, by) MD5_STEP(a, b, 0, c ^ (b | ~d), i, 7 * (i), by)

// Four steps of round F, G, H or I, from step i on.
#define MD5_FOUR(round, i, by0, by1, by2, by3)                    \
    MD5_##round(a, b, c, d, (i), by0)                             \
    MD5_##round(d, a, b, c, (i) + 1, by1)                         \
    MD5_##round(c, d, a, b, (i) + 2, by2)                         \
    MD5_##round(b, c, d, a, (i) + 3, by3)

// Rounds 4 g to 4 g + 3 of SHA-1 with what they add to the message schedule. v: sixteen words.
#define SHA1_FOUR(g)                                                                    \
    {                                                                                   \
        __m128i input = (g) == 0 ? _mm_add_epi32(e, v[0]) : _mm_sha1nexte_epu32(e, v[(g) & 3]); \
        e = abcd;                                                                       \
        if ((g) >= 3 && (g) <= 18)                                                      \
            v[((g) + 1) & 3] = _mm_sha1msg2_epu32(v[((g) + 1) & 3], v[(g) & 3]);        \
        abcd = _mm_sha1rnds4_epu32(abcd, input, (g) / 5);                               \
        if ((g) >= 1 && (g) <= 16)                                                      \
            v[((g) - 1) & 3] = _mm_sha1msg1_epu32(v[((g) - 1) & 3], v[(g) & 3]);        \
        if ((g) >= 2 && (g) <= 17)                                                      \
            v[((g) - 2) & 3] = _mm_xor_si128(v[((g) - 2) & 3], v[(g) & 3]);             \
    }

// Rounds 4 g to 4 g + 3 of SHA-256 with what they add to the message schedule. w: sixteen words.
#define SHA256_FOUR(g)                                                                  \
    {                                                                                   \
        __m128i roots = _mm_loadu_si128((const __m128i *)(sha256_roots + 4 * (g)));     \
        __m128i input = _mm_add_epi32(w[(g) & 3], roots);                               \
        cdgh = _mm_sha256rnds2_epu32(cdgh, abef, input);                                \
        if ((g) >= 3 && (g) <= 14) {                                                    \
            __m128i sevenths = _mm_alignr_epi8(w[(g) & 3], w[((g) - 1) & 3], 4);        \
            __m128i sum = _mm_add_epi32(w[((g) + 1) & 3], sevenths);                    \
            w[((g) + 1) & 3] = _mm_sha256msg2_epu32(sum, w[(g) & 3]);                   \
        }                                                                               \
        abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(input, 0x0E));       \
        if ((g) >= 1 && (g) <= 12)                                                      \
            w[((g) - 1) & 3] = _mm_sha256msg1_epu32(w[((g) - 1) & 3], w[(g) & 3]);      \
    }

// Ends a slice: the compiler must not sort the three apart again.
#define SLICE_END __asm__ volatile("" : "+r"(a), "+x"(abcd), "+x"(abef));

// Four slices: one round of MD5, a quarter of the block in SHA-1 and SHA-256.
#define QUARTER(q, round, by0, by1, by2, by3)                     \
    MD5_FOUR(round, 16 * (q), by0, by1, by2, by3)                 \
    SHA1_FOUR(5 * (q))                                            \
    SHA256_FOUR(4 * (q))                                          \
    SLICE_END                                                     \
    MD5_FOUR(round, 16 * (q) + 4, by0, by1, by2, by3)             \
    SHA1_FOUR(5 * (q) + 1)                                        \
    SHA256_FOUR(4 * (q) + 1)                                      \
    SLICE_END                                                     \
    MD5_FOUR(round, 16 * (q) + 8, by0, by1, by2, by3)             \
    SHA1_FOUR(5 * (q) + 2)                                        \
    SHA256_FOUR(4 * (q) + 2)                                      \
    SLICE_END                                                     \
    MD5_FOUR(round, 16 * (q) + 12, by0, by1, by2, by3)            \
    SHA1_FOUR(5 * (q) + 3)                                        \
    SHA1_FOUR(5 * (q) + 4)                                        \
    SHA256_FOUR(4 * (q) + 3)                                      \
    SLICE_END

#define LOADED(pointer) _mm_loadu_si128((const __m128i *)(pointer))
#define STORED(pointer, value) _mm_storeu_si128((__m128i *)(pointer), value)

__attribute__((target("sha,sse4.1,ssse3")))
void digest_kernel_blocks(
    uint32_t words[17], const uint8_t *md5_bytes, const uint8_t *sha_bytes, size_t block_count) {
    // Bytes of a word swapped; for SHA-1 the order of the four words too.
    const __m128i sha1_order = _mm_set_epi64x(0x0001020304050607, 0x08090a0b0c0d0e0f);
    const __m128i sha256_order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    uint32_t *const sha1 = words + 4, *const sha256 = words + 9;
    uint32_t a = words[0], b = words[1], c = words[2], d = words[3];
    __m128i abcd = _mm_shuffle_epi32(LOADED(sha1), 0x1B);
    __m128i e = _mm_set_epi32((int)sha1[4], 0, 0, 0);
    __m128i cdab = _mm_shuffle_epi32(LOADED(sha256), 0xB1);
    __m128i efgh = _mm_shuffle_epi32(LOADED(sha256 + 4), 0x1B);
    __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
    __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
    for (; block_count > 0; block_count--, md5_bytes += 64, sha_bytes += 64) {
        const uint32_t a0 = a, b0 = b, c0 = c, d0 = d;
        const __m128i abcd0 = abcd, e0 = e, abef0 = abef, cdgh0 = cdgh;
        __m128i v[4], w[4];
        for (int i = 0; i < 4; i++) {
            __m128i bytes = LOADED(sha_bytes + 16 * i);
            v[i] = _mm_shuffle_epi8(bytes, sha1_order);
            w[i] = _mm_shuffle_epi8(bytes, sha256_order);
        }
        QUARTER(0, F, 7, 12, 17, 22)
        QUARTER(1, G, 5, 9, 14, 20)
        QUARTER(2, H, 4, 11, 16, 23)
        QUARTER(3, I, 6, 10, 15, 21)
        a += a0;
        b += b0;
        c += c0;
        d += d0;
        abcd = _mm_add_epi32(abcd, abcd0);
        e = _mm_sha1nexte_epu32(e, e0);
        abef = _mm_add_epi32(abef, abef0);
        cdgh = _mm_add_epi32(cdgh, cdgh0);
    }
    words[0] = a;
    words[1] = b;
    words[2] = c;
    words[3] = d;
    STORED(sha1, _mm_shuffle_epi32(abcd, 0x1B));
    sha1[4] = (uint32_t)_mm_extract_epi32(e, 3);
    __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
    __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    STORED(sha256, _mm_blend_epi16(feba, dchg, 0xF0));
    STORED(sha256 + 4, _mm_alignr_epi8(dchg, feba, 8));
}

#else

int digest_kernel_is_supported(void) {
    return 0;
}

void digest_kernel_blocks(
    uint32_t words[17], const uint8_t *md5_bytes, const uint8_t *sha_bytes, size_t block_count) {
    // No caller gets here on a processor that is not supported.
    (void)words, (void)md5_bytes, (void)sha_bytes, (void)block_count;
    __builtin_trap();
}

#endif
