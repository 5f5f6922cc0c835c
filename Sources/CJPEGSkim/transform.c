#include "transform.h"
#include <string.h>

// The steps are those of Loeffler, Ligtenberg and Moschytz as libjpeg's jidctred.c takes them, with
// 13 bits of fraction: columns first, their sums rounded to two bits of fraction, then rows. The
// rounding is part of the result.

typedef int16_t i16x8 __attribute__((vector_size(16)));
typedef uint16_t u16x8 __attribute__((vector_size(16)));
typedef uint8_t u8x16 __attribute__((vector_size(16)));
typedef int32_t i32x4 __attribute__((vector_size(16)));

#define INLINE static inline __attribute__((always_inline))

/// The largest dequantized coefficient: larger than any of pixels, and their sums fit 16 bits.
enum { LEVEL_MAX = 1600 };

const uint8_t zigzag_rows[128] = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,
    12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6,  7,  14, 21, 28,
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
    58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
    63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
    63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
    63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
};

int quantizers_read(struct quantizers *quantizers, const uint8_t *bytes) {
    for (size_t i = 0; i < 64; i++) {
        if (bytes[i] == 0) return 0;
        quantizers->factors[zigzag_rows[i]] = bytes[i];
        quantizers->limits[zigzag_rows[i]] = (int16_t)(LEVEL_MAX / bytes[i]);
        quantizers->spans[zigzag_rows[i]] = (uint16_t)(LEVEL_MAX / bytes[i] * 2);
    }
    return 1;
}

/// Products of neighbours, added in pairs.
INLINE i32x4 pairs(i16x8 a, i16x8 b) {
#if defined(__SSE2__)
    return (i32x4)__builtin_ia32_pmaddwd128(a, b);
#else
    i32x4 result;
    for (int i = 0; i < 4; i++) result[i] = a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1];
    return result;
#endif
}

/// To 16 bits, which they fit in.
INLINE i16x8 narrow(i32x4 low, i32x4 high) {
#if defined(__SSE2__)
    return (i16x8)__builtin_ia32_packssdw128(low, high);
#else
    i16x8 result;
    for (int i = 0; i < 4; i++) {
        result[i] = (int16_t)low[i];
        result[4 + i] = (int16_t)high[i];
    }
    return result;
#endif
}

INLINE i16x8 low_of(i16x8 a, i16x8 b) {
    return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}

INLINE i16x8 high_of(i16x8 a, i16x8 b) {
    return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}

INLINE i16x8 both(int16_t even, int16_t odd) {
    return (i16x8){even, odd, even, odd, even, odd, even, odd};
}

INLINE i16x8 load(const int16_t *from) {
    i16x8 loaded;
    memcpy(&loaded, from, sizeof loaded);
    return loaded;
}

/// What goes beyond some span, by how much.
INLINE u16x8 beyond(u16x8 values, u16x8 spans) {
#if defined(__SSE2__)
    return (u16x8)__builtin_elementwise_sub_sat(values, spans);
#else
    return (values - spans) & (u16x8)(values > spans);
#endif
}

/// A row of coefficients times its quantizers; adds to `outside` where one is too large.
INLINE i16x8 row(
    const int16_t *coefficients, const struct quantizers *quantizers, int index, u16x8 *outside) {
    i16x8 values = load(coefficients + 8 * index);
    *outside |= beyond(
        (u16x8)(values + load(quantizers->limits + 8 * index)),
        (u16x8)load((const int16_t *)quantizers->spans + 8 * index));
    return values * load(quantizers->factors + 8 * index);
}

INLINE uint32_t any(u16x8 mask) {
    uint64_t words[2];
    memcpy(words, &mask, sizeof words);
    return (words[0] | words[1]) != 0;
}

INLINE i32x4 rounded(i32x4 value, int bits) { return (value + (1 << (bits - 1))) >> bits; }

/// Levels around 0 as words; adds to `outside` those that libjpeg's table of limits does not hold.
INLINE i16x8 words(i32x4 low, i32x4 high, u16x8 *outside) {
    i16x8 levels = narrow(low, high);
    *outside |= (u16x8)(levels + 512) & (u16x8)(both(~1023, ~1023));
    return levels;
}

/// Levels around 0 as eight pixels in the lower half.
INLINE u8x16 clamped(i16x8 low, i16x8 high) {
    low += 128;
    high += 128;
#if defined(__SSE2__)
    return (u8x16)__builtin_ia32_packuswb128(low, high);
#else
    u8x16 result;
    for (int i = 0; i < 8; i++) {
        result[i] = (uint8_t)(low[i] < 0 ? 0 : low[i] > 255 ? 255 : low[i]);
        result[8 + i] = (uint8_t)(high[i] < 0 ? 0 : high[i] > 255 ? 255 : high[i]);
    }
    return result;
#endif
}

uint32_t transform_quarter(
    const int16_t *coefficients, const struct quantizers *quantizers, uint8_t *pixels,
    size_t stride) {
    u16x8 large = {0};
    i16x8 r0 = row(coefficients, quantizers, 0, &large);
    i16x8 r1 = row(coefficients, quantizers, 1, &large);
    i16x8 r3 = row(coefficients, quantizers, 3, &large);
    i16x8 r5 = row(coefficients, quantizers, 5, &large);
    i16x8 r7 = row(coefficients, quantizers, 7, &large);
    const i16x8 zero = {0}, k13 = both(29692, -10426), k57 = both(6967, -5906);
    i32x4 even_low = (i32x4)low_of(zero, r0) >> 1, even_high = (i32x4)high_of(zero, r0) >> 1;
    i32x4 odd_low = pairs(low_of(r1, r3), k13) + pairs(low_of(r5, r7), k57);
    i32x4 odd_high = pairs(high_of(r1, r3), k13) + pairs(high_of(r5, r7), k57);
    i16x8 top = narrow(rounded(even_low + odd_low, 13), rounded(even_high + odd_high, 13));
    i16x8 bottom = narrow(rounded(even_low - odd_low, 13), rounded(even_high - odd_high, 13));

    const i16x8 k = {0, 29692, 0, -10426, 0, 6967, 0, -5906};
    i32x4 t = pairs(top, k), b = pairs(bottom, k);
    i32x4 sums = __builtin_shufflevector(t, b, 0, 4, 1, 5)
        + __builtin_shufflevector(t, b, 2, 6, 3, 7);
    i32x4 odd = sums + __builtin_shufflevector(sums, sums, 2, 3, 0, 1);
    // The first of both rows, with 15 bits more.
    i32x4 even = (i32x4)low_of(zero, low_of(top, bottom)) >> 1;
    i32x4 left = rounded(even + odd, 20), right = rounded(even - odd, 20);
    i16x8 levels = words(__builtin_shufflevector(left, right, 0, 4, 1, 5), left, &large);
    u8x16 made = clamped(levels, levels);
    memcpy(pixels, &made, 2);
    memcpy(pixels + stride, (const uint8_t *)&made + 2, 2);
    return any(large);
}

/// One half of four columns' or rows' sums: means of neighbours out of eight frequencies, from 0
/// (with one bit more than 13), and pairs of 2 and 6, 1 and 3, 5 and 7.
struct fours {
    i32x4 values[4];
};

INLINE struct fours fours_of(i32x4 zeroth, i16x8 p26, i16x8 p13, i16x8 p57, int bits) {
    i32x4 even = pairs(p26, both(15137, -6270));
    i32x4 inner = pairs(p13, both(8697, -17799)) + pairs(p57, both(11893, -1730));
    i32x4 outer = pairs(p13, both(20995, 7373)) + pairs(p57, both(-4926, -4176));
    return (struct fours){{
        rounded(zeroth + even + outer, bits), rounded(zeroth - even + inner, bits),
        rounded(zeroth - even - inner, bits), rounded(zeroth + even - outer, bits)}};
}

uint32_t transform_half(
    const int16_t *coefficients, const struct quantizers *quantizers, uint8_t *pixels,
    size_t stride) {
    u16x8 large = {0};
    i16x8 r[8];
    for (int i = 0; i < 8; i++) {
        if (i != 4) r[i] = row(coefficients, quantizers, i, &large);
    }
    const i16x8 zero = {0};
    struct fours low = fours_of(
        (i32x4)low_of(zero, r[0]) >> 2, low_of(r[2], r[6]), low_of(r[1], r[3]),
        low_of(r[5], r[7]), 12);
    struct fours high = fours_of(
        (i32x4)high_of(zero, r[0]) >> 2, high_of(r[2], r[6]), high_of(r[1], r[3]),
        high_of(r[5], r[7]), 12);
    // Rows of eight sums; then pairs of columns, a row after the other.
    i16x8 w[4];
    for (int i = 0; i < 4; i++) w[i] = narrow(low.values[i], high.values[i]);
    i16x8 c0_1 = low_of(low_of(w[0], w[2]), low_of(w[1], w[3]));   // columns 0 and 1
    i16x8 c2_3 = high_of(low_of(w[0], w[2]), low_of(w[1], w[3]));    // columns 2 and 3
    i16x8 c4_5 = low_of(high_of(w[0], w[2]), high_of(w[1], w[3]));   // columns 4 and 5
    i16x8 c6_7 = high_of(high_of(w[0], w[2]), high_of(w[1], w[3]));  // columns 6 and 7
    struct fours columns = fours_of(
        (i32x4)low_of(zero, c0_1) >> 2, low_of(c2_3, c6_7),
        __builtin_shufflevector(c0_1, c2_3, 4, 12, 5, 13, 6, 14, 7, 15),
        __builtin_shufflevector(c4_5, c6_7, 4, 12, 5, 13, 6, 14, 7, 15), 19);
    i16x8 left = words(columns.values[0], columns.values[1], &large);
    i16x8 right = words(columns.values[2], columns.values[3], &large);
    i32x4 lefts = (i32x4)__builtin_shufflevector(left, left, 0, 4, 1, 5, 2, 6, 3, 7);
    i32x4 rights = (i32x4)__builtin_shufflevector(right, right, 0, 4, 1, 5, 2, 6, 3, 7);
    u8x16 made = clamped(
        (i16x8)__builtin_shufflevector(lefts, rights, 0, 4, 1, 5),
        (i16x8)__builtin_shufflevector(lefts, rights, 2, 6, 3, 7));
    for (int y = 0; y < 4; y++) memcpy(pixels + y * stride, (const uint8_t *)&made + 4 * y, 4);
    return any(large);
}
