// The inverse transforms, compiled once for each level: define STAGE(name) and LANES, the
// blocks that are transformed side by side, and include this.
//
// The steps are those of Loeffler, Ligtenberg and Moschytz as libjpeg's jidctred.c and jidctint.c
// take them, with 13 bits of fraction: columns first, their sums rounded to two bits of fraction,
// then rows. The rounding is part of the result.
#include "transform.h"
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

typedef int16_t i16s __attribute__((vector_size(16 * LANES)));
typedef uint16_t u16s __attribute__((vector_size(16 * LANES)));
typedef uint8_t u8s __attribute__((vector_size(16 * LANES)));
typedef int32_t i32s __attribute__((vector_size(16 * LANES)));

// Everything stays in its lane, as the instructions have it.
#if LANES == 4
#define LANE16(a, b) (a), (b), (a) + 1, (b) + 1, (a) + 2, (b) + 2, (a) + 3, (b) + 3
#define LOW16 LANE16(0, 32), LANE16(8, 40), LANE16(16, 48), LANE16(24, 56)
#define HIGH16 LANE16(4, 36), LANE16(12, 44), LANE16(20, 52), LANE16(28, 60)
#define LOW32 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29
#define HIGH32 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31
#define SWAP64 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13
#elif LANES == 2
#define LOW16 0, 16, 1, 17, 2, 18, 3, 19, 8, 24, 9, 25, 10, 26, 11, 27
#define HIGH16 4, 20, 5, 21, 6, 22, 7, 23, 12, 28, 13, 29, 14, 30, 15, 31
#define LOW32 0, 8, 1, 9, 4, 12, 5, 13
#define HIGH32 2, 10, 3, 11, 6, 14, 7, 15
#define SWAP64 2, 3, 0, 1, 6, 7, 4, 5
#else
#define LOW16 0, 8, 1, 9, 2, 10, 3, 11
#define HIGH16 4, 12, 5, 13, 6, 14, 7, 15
#define LOW32 0, 4, 1, 5
#define HIGH32 2, 6, 3, 7
#define SWAP64 2, 3, 0, 1
#endif

INLINE i16s low_of(i16s a, i16s b) { return __builtin_shufflevector(a, b, LOW16); }
INLINE i16s high_of(i16s a, i16s b) { return __builtin_shufflevector(a, b, HIGH16); }

/// Products of neighbours, added in pairs.
INLINE i32s pairs(i16s a, i16s b) {
#if defined(__SSE2__) && LANES == 4
    return (i32s)__builtin_ia32_pmaddwd512(a, b);
#elif defined(__SSE2__) && LANES == 2
    return (i32s)__builtin_ia32_pmaddwd256(a, b);
#elif defined(__SSE2__)
    return (i32s)__builtin_ia32_pmaddwd128(a, b);
#else
    i32s result;
    for (int i = 0; i < 4; i++) result[i] = a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1];
    return result;
#endif
}

/// To 16 bits, which they fit in.
INLINE i16s narrow(i32s low, i32s high) {
#if defined(__SSE2__) && LANES == 4
    return (i16s)__builtin_ia32_packssdw512(low, high);
#elif defined(__SSE2__) && LANES == 2
    return (i16s)__builtin_ia32_packssdw256(low, high);
#elif defined(__SSE2__)
    return (i16s)__builtin_ia32_packssdw128(low, high);
#else
    i16s result;
    for (int i = 0; i < 4; i++) {
        result[i] = (int16_t)low[i];
        result[4 + i] = (int16_t)high[i];
    }
    return result;
#endif
}

/// Levels around 0 as pixels.
INLINE u8s clamped(i16s low, i16s high) {
    low += 128;
    high += 128;
#if defined(__SSE2__) && LANES == 4
    return (u8s)__builtin_ia32_packuswb512(low, high);
#elif defined(__SSE2__) && LANES == 2
    return (u8s)__builtin_ia32_packuswb256(low, high);
#elif defined(__SSE2__)
    return (u8s)__builtin_ia32_packuswb128(low, high);
#else
    u8s result;
    for (int i = 0; i < 8; i++) {
        result[i] = (uint8_t)(low[i] < 0 ? 0 : low[i] > 255 ? 255 : low[i]);
        result[8 + i] = (uint8_t)(high[i] < 0 ? 0 : high[i] > 255 ? 255 : high[i]);
    }
    return result;
#endif
}

INLINE i16s both(int16_t even, int16_t odd) {
    i16s result;
    for (int i = 0; i < 8 * LANES; i += 2) {
        result[i] = even;
        result[i + 1] = odd;
    }
    return result;
}

/// The same eight in each lane.
INLINE i16s same(const void *from) {
    i16s result;
    for (int i = 0; i < LANES; i++) memcpy((char *)&result + 16 * i, from, 16);
    return result;
}

/// A row of each block's coefficients times its quantizers; adds to `outside` where one is too
/// large.
INLINE i16s row(
    const int16_t *coefficients, const struct quantizers *quantizers, int index, u16s *outside) {
    i16s values;
    for (int i = 0; i < LANES; i++) {
        memcpy((char *)&values + 16 * i, coefficients + 64 * i + 8 * index, 16);
    }
    u16s shifted = (u16s)(values + same(quantizers->limits + 8 * index));
    *outside |= __builtin_elementwise_sub_sat(shifted, (u16s)same(quantizers->spans + 8 * index));
    return values * same(quantizers->factors + 8 * index);
}

/// All bits but those.
#define TOP(bits) ((u16s)both(~(bits), ~(bits)))

INLINE uint32_t any(u16s mask) {
    uint64_t words[2 * LANES], result = 0;
    memcpy(words, &mask, sizeof words);
    for (int i = 0; i < 2 * LANES; i++) result |= words[i];
    return result != 0;
}

INLINE i32s rounded(i32s value, int bits) { return (value + (1 << (bits - 1))) >> bits; }

/// Levels around 0 as words; adds to `outside` those that libjpeg's table of limits does not hold.
INLINE i16s words(i32s low, i32s high, u16s *outside) {
    i16s levels = narrow(low, high);
    *outside |= (u16s)(levels + 512) & TOP(1023);
    return levels;
}

/// 2 x 2 pixels of each block, in the first four bytes of its lane.
INLINE u8s quarter(
    const int16_t *coefficients, const struct quantizers *quantizers, u16s *outside) {
    i16s r0 = row(coefficients, quantizers, 0, outside);
    i16s r1 = row(coefficients, quantizers, 1, outside);
    i16s r3 = row(coefficients, quantizers, 3, outside);
    i16s r5 = row(coefficients, quantizers, 5, outside);
    i16s r7 = row(coefficients, quantizers, 7, outside);
    const i16s zero = {0}, k13 = both(29692, -10426), k57 = both(6967, -5906);
    i32s even_low = (i32s)low_of(zero, r0) >> 1, even_high = (i32s)high_of(zero, r0) >> 1;
    i32s odd_low = pairs(low_of(r1, r3), k13) + pairs(low_of(r5, r7), k57);
    i32s odd_high = pairs(high_of(r1, r3), k13) + pairs(high_of(r5, r7), k57);
    i16s top = narrow(rounded(even_low + odd_low, 13), rounded(even_high + odd_high, 13));
    i16s bottom = narrow(rounded(even_low - odd_low, 13), rounded(even_high - odd_high, 13));

    const i16s k = same((const int16_t[8]){0, 29692, 0, -10426, 0, 6967, 0, -5906});
    i32s t = pairs(top, k), b = pairs(bottom, k);
    i32s sums = __builtin_shufflevector(t, b, LOW32) + __builtin_shufflevector(t, b, HIGH32);
    i32s odd = sums + __builtin_shufflevector(sums, sums, SWAP64);
    // The first of both rows, with 15 bits more.
    i32s even = (i32s)low_of(zero, low_of(top, bottom)) >> 1;
    i32s left = rounded(even + odd, 20), right = rounded(even - odd, 20);
    i32s all = __builtin_shufflevector(left, right, LOW32);
    i16s levels = words(all, all, outside);
    return clamped(levels, levels);
}

/// Four sums of eight frequencies each: means of neighbours.
struct fours {
    i32s sums[4];
};

/// The sums of frequency 0, shifted left by 14, of pairs of 2 and 6, of 1 and 3 and of 5 and 7.
INLINE struct fours fours_of(i32s zeroth, i16s p26, i16s p13, i16s p57, int bits) {
    i32s even = pairs(p26, both(15137, -6270));
    i32s inner = pairs(p13, both(8697, -17799)) + pairs(p57, both(11893, -1730));
    i32s outer = pairs(p13, both(20995, 7373)) + pairs(p57, both(-4926, -4176));
    return (struct fours){{
        rounded(zeroth + even + outer, bits), rounded(zeroth - even + inner, bits),
        rounded(zeroth - even - inner, bits), rounded(zeroth + even - outer, bits)}};
}

/// 4 x 4 pixels of each block.
INLINE u8s half(
    const int16_t *coefficients, const struct quantizers *quantizers, u16s *outside) {
    i16s r[8];
    for (int i = 0; i < 8; i++) {
        if (i != 4) r[i] = row(coefficients, quantizers, i, outside);
    }
    const i16s zero = {0};
    struct fours low = fours_of(
        (i32s)low_of(zero, r[0]) >> 2, low_of(r[2], r[6]), low_of(r[1], r[3]),
        low_of(r[5], r[7]), 12);
    struct fours high = fours_of(
        (i32s)high_of(zero, r[0]) >> 2, high_of(r[2], r[6]), high_of(r[1], r[3]),
        high_of(r[5], r[7]), 12);
    // Four rows of eight sums; then columns, two and two.
    i16s w[4];
    for (int i = 0; i < 4; i++) w[i] = narrow(low.sums[i], high.sums[i]);
    i16s c01 = low_of(low_of(w[0], w[2]), low_of(w[1], w[3]));
    i16s c23 = high_of(low_of(w[0], w[2]), low_of(w[1], w[3]));
    i16s c45 = low_of(high_of(w[0], w[2]), high_of(w[1], w[3]));
    i16s c67 = high_of(high_of(w[0], w[2]), high_of(w[1], w[3]));
    struct fours columns = fours_of(
        (i32s)low_of(zero, c01) >> 2, low_of(c23, c67), high_of(c01, c23), high_of(c45, c67), 19);
    i16s left = words(columns.sums[0], columns.sums[1], outside);
    i16s right = words(columns.sums[2], columns.sums[3], outside);
    i16s evens = low_of(left, right), odds = high_of(left, right);
    return clamped(low_of(evens, odds), high_of(evens, odds));
}

/// Eight rows of sums or, of transposed blocks, eight columns.
struct eights {
    i16s rows[8];
};

/// Sums of eight frequencies, for half of a row: libjpeg's steps (jidctint.c) multiplied out, which
/// as whole numbers are the same.
INLINE void eights_of(
    i16s p04, i16s p26, i16s p13, i16s p57, int bits, i32s results[8]) {
    const int32_t half = 1 << (bits - 1);
    i32s plus = pairs(p04, both(8192, 8192)) + half, minus = pairs(p04, both(8192, -8192)) + half;
    i32s outer = pairs(p26, both(10703, 4433)), inner = pairs(p26, both(4433, -10704));
    i32s even[4] = {plus + outer, minus + inner, minus - inner, plus - outer};
    i32s odd[4] = {
        pairs(p13, both(11363, 9633)) + pairs(p57, both(6437, 2260)),
        pairs(p13, both(9633, -2259)) + pairs(p57, both(-11362, -6436)),
        pairs(p13, both(6437, -11362)) + pairs(p57, both(2261, 9633)),
        pairs(p13, both(2260, -6436)) + pairs(p57, both(9633, -11363)),
    };
    for (int i = 0; i < 4; i++) {
        results[i] = (even[i] + odd[i]) >> bits;
        results[7 - i] = (even[i] - odd[i]) >> bits;
    }
}

INLINE struct eights summed(const struct eights *from, int bits) {
    const i16s *r = from->rows;
    i32s low[8], high[8];
    eights_of(
        low_of(r[0], r[4]), low_of(r[2], r[6]), low_of(r[1], r[3]), low_of(r[5], r[7]), bits, low);
    eights_of(
        high_of(r[0], r[4]), high_of(r[2], r[6]), high_of(r[1], r[3]), high_of(r[5], r[7]), bits,
        high);
    struct eights sums;
    for (int i = 0; i < 8; i++) sums.rows[i] = narrow(low[i], high[i]);
    return sums;
}

/// Exchanges rows and columns of each block.
INLINE struct eights transposed(const struct eights *from) {
    struct eights once = *from, next;
    // Three times each row is interleaved with the one that is four further on.
    for (int step = 0; step < 3; step++) {
        for (int i = 0; i < 4; i++) {
            next.rows[2 * i] = low_of(once.rows[i], once.rows[i + 4]);
            next.rows[2 * i + 1] = high_of(once.rows[i], once.rows[i + 4]);
        }
        once = next;
    }
    return once;
}

/// 8 x 8 pixels of each block, row by row.
INLINE void whole(
    const int16_t *coefficients, const struct quantizers *quantizers, u16s *outside,
    uint8_t *pixels) {
    struct eights levels;
    for (int i = 0; i < 8; i++) levels.rows[i] = row(coefficients, quantizers, i, outside);
    levels = summed(&levels, 11);
    // Some of libjpeg's own variants add two of them in 16 bits.
    for (int i = 0; i < 8; i++) *outside |= (u16s)(levels.rows[i] + 16384) & TOP(32767);
    levels = transposed(&levels);
    levels = summed(&levels, 18);
    for (int i = 0; i < 8; i++) *outside |= (u16s)(levels.rows[i] + 512) & TOP(1023);
    levels = transposed(&levels);
    for (int i = 0; i < 8; i += 2) {
        u8s made = clamped(levels.rows[i], levels.rows[i + 1]);
        for (int lane = 0; lane < LANES; lane++) {
            memcpy(pixels + 64 * lane + 8 * i, (const char *)&made + 16 * lane, 16);
        }
    }
}

static uint32_t STAGE(wholes)(
    const int16_t *coefficients, size_t count, const struct quantizers *quantizers,
    uint8_t *pixels) {
    u16s outside = {0};
    for (size_t block = 0; block < count; block += LANES) {
        whole(coefficients + 64 * block, quantizers, &outside, pixels + 64 * block);
    }
    return any(outside);
}

static uint32_t STAGE(quarters)(
    const int16_t *coefficients, size_t count, const struct quantizers *quantizers,
    uint8_t *pixels) {
    u16s outside = {0};
    for (size_t block = 0; block < count; block += LANES) {
        u8s made = quarter(coefficients + 64 * block, quantizers, &outside);
        memcpy(pixels + 16 * block, &made, sizeof made);
    }
    return any(outside);
}

static uint32_t STAGE(halves)(
    const int16_t *coefficients, size_t count, const struct quantizers *quantizers,
    uint8_t *pixels) {
    u16s outside = {0};
    for (size_t block = 0; block < count; block += LANES) {
        u8s made = half(coefficients + 64 * block, quantizers, &outside);
        memcpy(pixels + 16 * block, &made, sizeof made);
    }
    return any(outside);
}
