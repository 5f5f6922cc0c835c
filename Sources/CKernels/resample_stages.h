// The stages of screening, compiled once for each level: define STAGE(name) and include this.
//
// Everything is linear: rows are summed with weights, and the sums are summed with weights again.
// Each sum is taken in one order on every machine, so a file has the same hash on every node.
#include "kernels.h"
#include <string.h>

typedef float f8 __attribute__((vector_size(32)));
typedef uint8_t u8x8 __attribute__((vector_size(8)));
typedef uint8_t u8x16 __attribute__((vector_size(16)));

#define INLINE static inline __attribute__((always_inline))
#define LOAD8(p) ({ f8 loaded_; memcpy(&loaded_, (p), sizeof loaded_); loaded_; })
#define STORE8(p, v) ({ f8 stored_ = (v); memcpy((p), &stored_, sizeof stored_); })

// Vectors are handed back through pointers: their return differs from level to level.
INLINE void luma_at(const uint8_t *row, size_t x, f8 *result) {
    u8x8 bytes;
    memcpy(&bytes, row + x, sizeof bytes);
    *result = __builtin_convertvector(bytes, f8);
}

// Thousandths: whole numbers under 2^18, exact as floats.
INLINE void rgb_at(const uint8_t *row, size_t x, f8 *result) {
    u8x16 low, high;
    memcpy(&low, row + 3 * x, sizeof low);
    memcpy(&high, row + 3 * x + 8, sizeof high);
    u8x8 r = __builtin_shufflevector(low, high, 0, 3, 6, 9, 12, 15, 26, 29);
    u8x8 g = __builtin_shufflevector(low, high, 1, 4, 7, 10, 13, 24, 27, 30);
    u8x8 b = __builtin_shufflevector(low, high, 2, 5, 8, 11, 14, 25, 28, 31);
    *result = __builtin_convertvector(r, f8) * 299.0f + __builtin_convertvector(g, f8) * 587.0f
        + __builtin_convertvector(b, f8) * 114.0f;
}

#define ADD_ROWS(name, pixel_bytes, pixels_at)                                             \
    static void STAGE(name)(                                                               \
        float *sums, const uint8_t *rows, size_t stride, const float *weights,             \
        size_t row_count, size_t width) {                                                  \
        size_t x = 0;                                                                      \
        for (; x + 8 <= width; x += 8) {                                                   \
            f8 sum = LOAD8(sums + x), pixels;                                              \
            for (size_t r = 0; r < row_count; r++) {                                       \
                pixels_at(rows + r * stride, x, &pixels);                                  \
                sum += weights[r] * pixels;                                                \
            }                                                                              \
            STORE8(sums + x, sum);                                                         \
        }                                                                                  \
        if (x == width) return;                                                            \
        f8 sum = LOAD8(sums + x), pixels;                                                  \
        for (size_t r = 0; r < row_count; r++) {                                           \
            uint8_t last[8 * (pixel_bytes)] = {0};                                         \
            memcpy(last, rows + r * stride + (pixel_bytes) * x, (pixel_bytes) * (width - x)); \
            pixels_at(last, 0, &pixels);                                                   \
            sum += weights[r] * pixels;                                                    \
        }                                                                                  \
        STORE8(sums + x, sum);                                                             \
    }

ADD_ROWS(add_luma, 1, luma_at)
ADD_ROWS(add_rgb, 3, rgb_at)

// The parts of eight sums: 0 and 4, 1 and 5 and so on; of these 0 and 2, and 1 and 3; then both.
// Eight sums at once, since adding up one alone is all waiting.
INLINE void add_across(const f8 parts[8], f8 *result) {
    f8 fours[4], twos[2];
    for (int j = 0; j < 4; j++) {
        f8 a = parts[j], b = parts[j + 4];
        fours[j] = __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11)
            + __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
    }
    for (int j = 0; j < 2; j++) {
        f8 a = fours[2 * j], b = fours[2 * j + 1];
        twos[j] = __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
            + __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
    }
    *result = __builtin_shufflevector(twos[0], twos[1], 0, 2, 8, 10, 4, 6, 12, 14)
        + __builtin_shufflevector(twos[0], twos[1], 1, 3, 9, 11, 5, 7, 13, 15);
}

static void STAGE(reduce)(
    const float *sums, const struct kernel_span *spans, const float *weights, float *samples) {
    for (size_t k = 0; k < 64; k += 8) {
        f8 parts[8];
        for (size_t j = 0; j < 8; j++) {
            struct kernel_span span = spans[k + j];
            // Eight at least, and mostly no more.
            f8 sum = LOAD8(weights + span.weights) * LOAD8(sums + span.first);
            for (size_t i = 8; i < span.count; i += 8) {
                sum += LOAD8(weights + span.weights + i) * LOAD8(sums + span.first + i);
            }
            parts[j] = sum;
        }
        f8 eighth;
        add_across(parts, &eighth);
        STORE8(samples + k, eighth);
    }
}

// Steps of one row: to the right, and down where there is a row below.
INLINE uint64_t steps_of(const uint8_t *row, const uint8_t *below, size_t width) {
    // Squares of so many steps fit 32 bits.
    enum { PART = 1 << 15 };
    uint64_t sum = 0;
    for (size_t first = 0; first < width; first += PART) {
        const size_t end = width - first < PART ? width : first + PART;
        const size_t last = end < width ? end : width - 1;
        uint32_t across = 0, down = 0;
        for (size_t x = first; x < last; x++) {
            const int step = row[x + 1] - row[x];
            across += (uint32_t)(step * step);
        }
        for (size_t x = first; below && x < end; x++) {
            const int step = below[x] - row[x];
            down += (uint32_t)(step * step);
        }
        sum += (uint64_t)across + down;
    }
    return sum;
}

static uint64_t STAGE(roughness)(
    const uint8_t *rows, size_t stride, size_t row_count, size_t width) {
    uint64_t sum = 0;
    for (size_t r = 0; r < row_count; r++) {
        const uint8_t *row = rows + r * stride;
        sum += steps_of(row, r + 1 < row_count ? row + stride : NULL, width);
    }
    return sum;
}
