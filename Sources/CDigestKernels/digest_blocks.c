// MD5, SHA-1 and SHA-256 of the same blocks at once.
//
// Each step of MD5 waits for the one before, 4 or 5 cycles, so that MD5 alone leaves most of a core
// idle. SHA-1 and SHA-256 by the SHA extensions fit into that idle time, but only while the core
// sees the instructions of all three: it looks ahead a few hundred, less than a block of one of
// them. Hence sixteen slices a block: four steps of MD5, a sixteenth of SHA-1 and of SHA-256.
#include "digest_kernels.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <string.h>

#include "digest_tables.h"
#include "sha_steps.h"

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

// Ends a slice: the compiler must not sort the three apart again.
#define SLICE_END __asm__ volatile("" : "+r"(a), "+x"(sha.abcd), "+x"(sha.abef));

// Four slices: one round of MD5, a quarter of the block in SHA-1 and SHA-256.
#define QUARTER(q, round, by0, by1, by2, by3)                     \
    MD5_FOUR(round, 16 * (q), by0, by1, by2, by3)                 \
    SHA1_FOUR(5 * (q), sha, v)                                    \
    SHA256_FOUR(4 * (q), sha, w)                                  \
    SLICE_END                                                     \
    MD5_FOUR(round, 16 * (q) + 4, by0, by1, by2, by3)             \
    SHA1_FOUR(5 * (q) + 1, sha, v)                                \
    SHA256_FOUR(4 * (q) + 1, sha, w)                              \
    SLICE_END                                                     \
    MD5_FOUR(round, 16 * (q) + 8, by0, by1, by2, by3)             \
    SHA1_FOUR(5 * (q) + 2, sha, v)                                \
    SHA256_FOUR(4 * (q) + 2, sha, w)                              \
    SLICE_END                                                     \
    MD5_FOUR(round, 16 * (q) + 12, by0, by1, by2, by3)            \
    SHA1_FOUR(5 * (q) + 3, sha, v)                                \
    SHA1_FOUR(5 * (q) + 4, sha, v)                                \
    SHA256_FOUR(4 * (q) + 3, sha, w)                              \
    SLICE_END

__attribute__((target("sha,sse4.1,ssse3")))
void digest_kernel_blocks(
    uint32_t words[17], const uint8_t *md5_bytes, const uint8_t *sha_bytes, size_t block_count) {
    uint32_t a = words[0], b = words[1], c = words[2], d = words[3];
    struct sha_pair sha = sha_pair_loaded(words + 4);
    for (; block_count > 0; block_count--, md5_bytes += 64, sha_bytes += 64) {
        const uint32_t a0 = a, b0 = b, c0 = c, d0 = d;
        const struct sha_pair before = sha;
        __m128i v[4], w[4];
        sha_words(sha_bytes, v, w);
        QUARTER(0, F, 7, 12, 17, 22)
        QUARTER(1, G, 5, 9, 14, 20)
        QUARTER(2, H, 4, 11, 16, 23)
        QUARTER(3, I, 6, 10, 15, 21)
        a += a0;
        b += b0;
        c += c0;
        d += d0;
        sha = sha_pair_sum(sha, before);
    }
    words[0] = a;
    words[1] = b;
    words[2] = c;
    words[3] = d;
    sha_pair_stored(words + 4, sha);
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
