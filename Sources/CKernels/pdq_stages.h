// The stages of PDQ, compiled once for each level: define STAGE(name) and include this.
//
// The reference is the full-resolution PDQ of ThreatExchange: two passes of a box filter along the
// rows and down the columns as float running sums, 64 x 64 samples, a DCT summed term by term. Its
// rounding is part of the hash, so each row and column keeps its order of operations here (add,
// then subtract, then divide); only independent rows and columns run side by side.
#include "kernels.h"
#include <string.h>

typedef float f8 __attribute__((vector_size(32)));
typedef int32_t i8 __attribute__((vector_size(32)));
typedef uint8_t u8x8 __attribute__((vector_size(8)));
typedef uint8_t u8x16 __attribute__((vector_size(16)));

#define INLINE static inline __attribute__((always_inline))
#define LOAD8(p) ({ f8 loaded_; memcpy(&loaded_, (p), sizeof loaded_); loaded_; })
#define STORE8(p, v) ({ f8 stored_ = (v); memcpy((p), &stored_, sizeof stored_); })

INLINE void transpose8(f8 v[8]) {
    f8 pairs[8], quads[8];
    for (int i = 0; i < 8; i += 2) {
        pairs[i] = __builtin_shufflevector(v[i], v[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
        pairs[i + 1] = __builtin_shufflevector(v[i], v[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
    for (int i = 0; i < 8; i += 4) {
        for (int j = 0; j < 2; j++) {
            f8 low = pairs[i + j], high = pairs[i + j + 2];
            quads[i + 2 * j] = __builtin_shufflevector(low, high, 0, 1, 8, 9, 4, 5, 12, 13);
            quads[i + 2 * j + 1] = __builtin_shufflevector(low, high, 2, 3, 10, 11, 6, 7, 14, 15);
        }
    }
    for (int i = 0; i < 4; i++) {
        f8 low = quads[i], high = quads[i + 4];
        v[i] = __builtin_shufflevector(low, high, 0, 1, 2, 3, 8, 9, 10, 11);
        v[i + 4] = __builtin_shufflevector(low, high, 4, 5, 6, 7, 12, 13, 14, 15);
    }
}

// The reference computes 0.299 R + 0.587 G + 0.114 B in double and rounds to float. The exact
// value is a whole number of thousandths under 2^18, and no such number is near a tie between two
// floats: one correctly rounded division gives the same float. A test compares all the colours.
INLINE void luma8(const uint8_t *pixels, f8 *result) {
    u8x16 low, high;
    memcpy(&low, pixels, 16);
    memcpy(&high, pixels + 8, 16);
    u8x8 r = __builtin_shufflevector(low, high, 0, 3, 6, 9, 12, 15, 26, 29);
    u8x8 g = __builtin_shufflevector(low, high, 1, 4, 7, 10, 13, 24, 27, 30);
    u8x8 b = __builtin_shufflevector(low, high, 2, 5, 8, 11, 14, 25, 28, 31);
    f8 thousandths = __builtin_convertvector(r, f8) * 299.0f
        + __builtin_convertvector(g, f8) * 587.0f + __builtin_convertvector(b, f8) * 114.0f;
    *result = thousandths / 1000.0f;
}

static void STAGE(luma)(const uint8_t *rgb, size_t row_count, size_t width, float *lanes) {
    const uint8_t *rows[8];
    // Lanes without a row repeat the last one: nothing reads what comes of them.
    for (size_t r = 0; r < 8; r++) {
        rows[r] = rgb + (r < row_count ? r : row_count - 1) * width * 3;
    }
    size_t x = 0;
    for (; x + 8 <= width; x += 8) {
        f8 block[8];
        for (int r = 0; r < 8; r++) luma8(rows[r] + 3 * x, &block[r]);
        transpose8(block);
        for (int i = 0; i < 8; i++) STORE8(lanes + 8 * (x + i), block[i]);
    }
    if (x < width) {
        f8 block[8];
        for (int r = 0; r < 8; r++) {
            uint8_t pixels[24] = {0};
            memcpy(pixels, rows[r] + 3 * x, 3 * (width - x));
            luma8(pixels, &block[r]);
        }
        transpose8(block);
        for (int i = 0; i < 8; i++) STORE8(lanes + 8 * (x + i), block[i]);
    }
}

INLINE void store_rows(f8 block[8], size_t x, float *const *rows, size_t row_count) {
    transpose8(block);
    if (row_count == 8) {
        for (int r = 0; r < 8; r++) STORE8(rows[r] + x, block[r]);
    } else {
        for (size_t r = 0; r < row_count; r++) STORE8(rows[r] + x, block[r]);
    }
}

static void STAGE(box_rows)(
    const float *lanes, size_t width, size_t window, float *const *rows, size_t row_count) {
    f8 sum = {0}, block[8];
    size_t in = 0, out = 0;
    for (; in < window / 2; in++) sum += LOAD8(lanes + 8 * in);
#define WRITE(count)                                                           \
    do {                                                                       \
        block[out & 7] = sum / (float)(count);                                 \
        out++;                                                                 \
        if ((out & 7) == 0) store_rows(block, out - 8, rows, row_count);       \
    } while (0)
    for (; in < window; in++) {
        sum += LOAD8(lanes + 8 * in);
        WRITE(in + 1);
    }
    for (; in < width; in++) {
        sum += LOAD8(lanes + 8 * in);
        sum -= LOAD8(lanes + 8 * (in - window));
        WRITE(window);
    }
    for (; out < width; in++) {
        sum -= LOAD8(lanes + 8 * (in - window));
        WRITE(window - (in - width + 1));
    }
#undef WRITE
    if (out & 7) {
        for (size_t i = out & 7; i < 8; i++) block[i] = (f8){0};
        store_rows(block, out & ~(size_t)7, rows, row_count);
    }
}

static void STAGE(sample_rows)(
    const float *const *rows, size_t row_count, size_t width, size_t window,
    const uint32_t *columns, float *lanes, float *const *samples) {
    for (size_t x = 0; x < width; x += 8) {
        f8 block[8];
        for (size_t r = 0; r < 8; r++) {
            block[r] = LOAD8(rows[r < row_count ? r : row_count - 1] + x);
        }
        transpose8(block);
        for (int i = 0; i < 8; i++) STORE8(lanes + 8 * (x + i), block[i]);
    }
    f8 sum = {0}, sampled[64];
    size_t in = 0, out = 0, k = 0;
    for (; in < window / 2; in++) sum += LOAD8(lanes + 8 * in);
    // A picture narrower than 64 pixels has columns that are sampled more than once.
#define WRITE(count)                                                           \
    do {                                                                       \
        for (; k < 64 && columns[k] == out; k++) sampled[k] = sum / (float)(count); \
        out++;                                                                 \
    } while (0)
    for (; in < window; in++) {
        sum += LOAD8(lanes + 8 * in);
        WRITE(in + 1);
    }
    for (; in < width && k < 64; in++) {
        sum += LOAD8(lanes + 8 * in);
        sum -= LOAD8(lanes + 8 * (in - window));
        WRITE(window);
    }
    for (; out < width && k < 64; in++) {
        sum -= LOAD8(lanes + 8 * (in - window));
        WRITE(window - (in - width + 1));
    }
#undef WRITE
    for (size_t x = 0; x < 64; x += 8) store_rows(sampled + x, x, samples, row_count);
}

// Four vectors at a time: their sums stay in registers over all the steps.
INLINE void columns_of(
    float *sums, size_t x, int vectors, const struct kernel_column_step *steps, size_t step_count) {
    f8 sum[4];
    for (int i = 0; i < vectors; i++) sum[i] = LOAD8(sums + x + 8 * i);
    for (size_t s = 0; s < step_count; s++) {
        struct kernel_column_step step = steps[s];
        if (step.added) {
            for (int i = 0; i < vectors; i++) sum[i] += LOAD8(step.added + x + 8 * i);
        }
        if (step.subtracted) {
            for (int i = 0; i < vectors; i++) sum[i] -= LOAD8(step.subtracted + x + 8 * i);
        }
        if (step.output) {
            for (int i = 0; i < vectors; i++) STORE8(step.output + x + 8 * i, sum[i] / step.count);
        }
    }
    for (int i = 0; i < vectors; i++) STORE8(sums + x + 8 * i, sum[i]);
}

static void STAGE(columns)(
    float *sums, size_t width, const struct kernel_column_step *steps, size_t step_count) {
    size_t x = 0;
    for (; x + 32 <= width; x += 32) columns_of(sums, x, 4, steps, step_count);
    for (; x < width; x += 8) columns_of(sums, x, 1, steps, step_count);
}

INLINE void add_steps(const float *first, const float *second, i8 *sum) {
    f8 step = (LOAD8(first) - LOAD8(second)) * 100.0f / 255.0f;
    i8 whole = __builtin_convertvector(step, i8);
    i8 sign = whole < 0; // all bits of it where it is
    *sum += (whole ^ sign) - sign;
}

static uint32_t STAGE(steps)(const float *samples) {
    i8 sum = {0};
    for (int row = 0; row < 64; row++) {
        const float *at = samples + 64 * row;
        if (row < 63) {
            for (int x = 0; x < 64; x += 8) add_steps(at + x, at + x + 64, &sum);
        }
        for (int x = 0; x < 56; x += 8) add_steps(at + x, at + x + 1, &sum);
        // The last sample of a row has no neighbour: it stands for its own.
        float next[8];
        memcpy(next, at + 57, 7 * sizeof *next);
        next[7] = at[63];
        add_steps(at + 56, next, &sum);
    }
    uint32_t total = 0;
    for (int i = 0; i < 8; i++) total += (uint32_t)sum[i];
    return total;
}

static void STAGE(dct)(const float *samples, float *frequencies) {
    float half[16][64];
    for (int i = 0; i < 16; i++) {
        f8 sum[8] = {{0}};
        for (int k = 0; k < 64; k++) {
            float factor = kernel_dct_matrix[64 * i + k];
            for (int j = 0; j < 8; j++) sum[j] += factor * LOAD8(samples + 64 * k + 8 * j);
        }
        for (int j = 0; j < 8; j++) STORE8(&half[i][8 * j], sum[j]);
    }
    float transposed[64][16];
    for (int k = 0; k < 64; k++) {
        for (int j = 0; j < 16; j++) transposed[k][j] = kernel_dct_matrix[64 * j + k];
    }
    for (int i = 0; i < 16; i++) {
        f8 sum[2] = {{0}};
        for (int k = 0; k < 64; k++) {
            sum[0] += half[i][k] * LOAD8(&transposed[k][0]);
            sum[1] += half[i][k] * LOAD8(&transposed[k][8]);
        }
        STORE8(frequencies + 16 * i, sum[0]);
        STORE8(frequencies + 16 * i + 8, sum[1]);
    }
}

// Floats as whole numbers of the same order.
INLINE int32_t ordered(int32_t bits) { return bits ^ ((bits >> 31) & INT32_MAX); }

// The 128th smallest, bit by bit from the highest: the largest number that no more than 127 are
// below. No branch depends on the picture, which selecting or sorting would be full of.
INLINE float lower_median(const float *frequencies) {
    i8 keys[32];
    for (int i = 0; i < 32; i++) {
        memcpy(&keys[i], frequencies + 8 * i, sizeof keys[i]);
        keys[i] ^= (keys[i] >> 31) & INT32_MAX;
    }
    uint32_t found = 0;
    for (uint32_t bit = 1u << 31; bit; bit >>= 1) {
        int32_t tried = (int32_t)((found | bit) ^ 1u << 31);
        i8 below = {0};
        for (int i = 0; i < 32; i++) below += keys[i] < tried; // all bits of it where it is
        int32_t count = 0;
        for (int i = 0; i < 8; i++) count -= below[i];
        if (count < 128) found |= bit;
    }
    int32_t bits = ordered((int32_t)(found ^ 1u << 31));
    float median;
    memcpy(&median, &bits, sizeof median);
    return median;
}

static uint32_t STAGE(hash)(const float *frequencies, float error, uint64_t *words) {
    float median = lower_median(frequencies);
    const i8 places = {1, 2, 4, 8, 16, 32, 64, 128};
    i8 near = {0};
    for (int i = 0; i < 4; i++) words[i] = 0;
    for (int i = 0; i < 32; i++) {
        f8 values = LOAD8(frequencies + 8 * i);
        i8 set = (values > median) & places;
        uint64_t byte = 0;
        for (int j = 0; j < 8; j++) byte |= (uint64_t)set[j];
        // The hex digits begin with the highest bit.
        words[(31 - i) / 8] |= byte << 8 * ((31 - i) % 8);
        f8 distance = values - median;
        i8 magnitude = (i8)distance & INT32_MAX;
        near -= (f8)magnitude < error;
    }
    uint32_t count = 0;
    for (int i = 0; i < 8; i++) count += (uint32_t)near[i];
    return count;
}
