// Rows of PNG files, compiled once for each level: define STAGE(name), and WIDE for vectors of 32
// bytes, and include this.
#include "kernels.h"
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

enum { NONE, SUB, UP, AVERAGE, PAETH };

#define WAVE(name) name##_16
#define WAVE_BYTES 16
#include "png_wave.h"
#undef WAVE
#undef WAVE_BYTES
#ifdef WIDE
#define WAVE(name) name##_32
#define WAVE_BYTES 32
#include "png_wave.h"
#endif

static void STAGE(wave)(
    const uint8_t *input, size_t row_bytes, size_t step, size_t row_count, const uint8_t *above,
    uint8_t *output) {
    int is_paeth = 1;
    for (size_t r = 0; r < row_count; r++) is_paeth &= input[r * (row_bytes + 1)] == PAETH;
#define ROWS(bytes, count, slot)                                                                \
    (is_paeth ? wave_rows_##bytes(input, row_bytes, step, count, above, output, slot, 1)        \
              : wave_rows_##bytes(input, row_bytes, step, count, above, output, slot, 0))
#ifdef WIDE
    if (row_count == 8) return ROWS(32, 8, 4);
    if (step > 4 && row_count == 4) return ROWS(32, 4, 8);
#endif
    if (step > 4) return ROWS(16, 2, 8);
    if (row_count == 4) return ROWS(16, 4, 4);
    if (row_count == 3) return ROWS(16, 3, 4);
    ROWS(16, 2, 4);
#undef ROWS
}

// How many of the next rows are undone together. It pays if enough of them would each be a chain of
// its own; a wave of fewer than it could hold ends with such a row.
static size_t STAGE(wave_count)(
    const uint8_t *filtered, size_t stride, size_t step, size_t row_count) {
    size_t hard = 0, count = 0, max = step > 4 ? 2 : 4;
#ifdef WIDE
    if (row_count >= 2 * max) {
        for (size_t r = 0; r < 2 * max; r++) hard += filtered[r * stride] >= AVERAGE;
        if (hard > max) return 2 * max;
        hard = 0;
    }
#endif
    if (filtered[0] < AVERAGE) return 1;
    for (size_t r = 0; r < max && r < row_count; r++) {
        if (filtered[r * stride] >= AVERAGE) hard++, count = r + 1;
    }
    return hard > 1 ? count : 1;
}

INLINE int paeth1(int a, int b, int c) {
    int towards = 3 * c - (a + b), low = a < b ? a : b, high = a < b ? b : a;
    int rest = high <= towards ? low : c;
    return towards <= low ? high : rest;
}

// One row alone. Inlined with a constant step, so that neighbours stay in registers.
INLINE void row1(
    const uint8_t *restrict input, size_t row_bytes, size_t step, const uint8_t *restrict above,
    uint8_t *restrict output) {
    const uint8_t *filtered = input + 1;
    size_t i = 0;
    switch (input[0]) {
    case SUB:
        for (; i < step; i++) output[i] = filtered[i];
        for (; i < row_bytes; i++) output[i] = filtered[i] + output[i - step];
        break;
    case UP:
        for (; i < row_bytes; i++) output[i] = filtered[i] + above[i];
        break;
    case AVERAGE:
        for (; i < step; i++) output[i] = filtered[i] + above[i] / 2;
        for (; i < row_bytes; i++) output[i] = filtered[i] + (output[i - step] + above[i]) / 2;
        break;
    case PAETH:
        for (; i < step; i++) output[i] = filtered[i] + above[i];
        for (; i < row_bytes; i++) {
            output[i] = filtered[i] + paeth1(output[i - step], above[i], above[i - step]);
        }
        break;
    default:
        memcpy(output, filtered, row_bytes);
    }
}

INLINE void sub_row(const uint8_t *filtered, size_t row_bytes, size_t step, uint8_t *output) {
    bytes_16 left = {0};
    size_t i = 0;
    for (; i + 8 <= row_bytes; i += step) {
        const uint8_t *from = filtered + i;
        uint8_t *to = output + i;
        left += load_slots_16(&from, 1, 8);
        store_slots_16(left, &to, 1, 8);
    }
    // A slot is longer than a pixel: what is more is not of this row's sums.
    for (; i < row_bytes; i++) output[i] = filtered[i] + (i < step ? 0 : output[i - step]);
}

INLINE void row_alone(
    const uint8_t *input, size_t row_bytes, size_t step, const uint8_t *above, uint8_t *output) {
    if (input[0] == SUB && step >= 3) return sub_row(input + 1, row_bytes, step, output);
    switch (step) {
    case 1: return row1(input, row_bytes, 1, above, output);
    case 2: return row1(input, row_bytes, 2, above, output);
    case 3: return row1(input, row_bytes, 3, above, output);
    case 4: return row1(input, row_bytes, 4, above, output);
    case 6: return row1(input, row_bytes, 6, above, output);
    default: return row1(input, row_bytes, 8, above, output);
    }
}

static void STAGE(unfilter)(
    const uint8_t *filtered, size_t row_bytes, size_t step, size_t row_count, const uint8_t *above,
    uint8_t *rows) {
    size_t stride = row_bytes + 1;
    for (size_t row = 0; row < row_count;) {
        const uint8_t *input = filtered + row * stride;
        uint8_t *output = rows + row * row_bytes;
        size_t count = STAGE(wave_count)(input, stride, step, row_count - row);
        if (count > 1) STAGE(wave)(input, row_bytes, step, count, above, output);
        else row_alone(input, row_bytes, step, above, output);
        above = output + (count - 1) * row_bytes;
        row += count;
    }
}

static void STAGE(truecolor)(
    const uint8_t *pixels, size_t count, size_t step, size_t sample, uint8_t *rgb) {
    size_t i = 0;
    if (step == 4) {
        for (; 4 * i + 16 <= 4 * count && 3 * i + 16 <= 3 * count; i += 4) {
            bytes_16 four;
            memcpy(&four, pixels + 4 * i, 16);
            four = __builtin_shufflevector(
                four, four, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 15, 15, 15, 15);
            memcpy(rgb + 3 * i, &four, 16);
        }
    }
    for (; i < count; i++) {
        for (size_t c = 0; c < 3; c++) rgb[3 * i + c] = pixels[step * i + sample * c];
    }
}

// What is in the table's entry for each pixel's first sample, of 1, 2, 4 or 8 bits. Processors that
// Swift runs on under Linux have the lowest byte first.
INLINE void look_up(
    const uint8_t *pixels, size_t count, size_t step, size_t depth, const uint32_t *table,
    size_t channels, uint8_t *output) {
    size_t mask = (1u << depth) - 1, i = 0;
    for (; i < count; i++) {
        size_t bit = i * depth;
        size_t value = depth == 8 ? pixels[i * step]
                                  : (size_t)pixels[bit / 8] >> (8 - depth - bit % 8) & mask;
        uint32_t entry = table[value];
        if (channels == 1) {
            output[i] = (uint8_t)entry;
        } else if (i + 1 < count) {
            memcpy(output + 3 * i, &entry, 4); // the next pixel writes over the fourth byte
        } else {
            memcpy(output + 3 * i, &entry, 3);
        }
    }
}

static void STAGE(table)(
    const uint8_t *pixels, size_t count, size_t step, size_t depth, const uint32_t *table,
    size_t channels, uint8_t *output) {
    if (depth == 8 && channels == 3) look_up(pixels, count, step, 8, table, 3, output);
    else if (depth == 8) look_up(pixels, count, step, 8, table, 1, output);
    else if (channels == 3) look_up(pixels, count, step, depth, table, 3, output);
    else look_up(pixels, count, step, depth, table, 1, output);
}
