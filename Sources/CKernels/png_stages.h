// Rows of PNG files, compiled once for each level: define STAGE(name) and include this.
//
// Sub, Average and Paeth need a pixel's left neighbour, so one row alone runs at the speed of a
// chain of dependent steps. Rows are undone side by side instead, each a pixel behind the one above
// it: what a row has just made is what the row below needs from above, one step later. A register
// holds one pixel of each row, in slots of four bytes (four rows) or eight (two rows).
#include "kernels.h"
#include <string.h>

typedef uint8_t u8x16 __attribute__((vector_size(16)));
typedef uint32_t u32x4 __attribute__((vector_size(16)));
typedef uint64_t u64x2 __attribute__((vector_size(16)));

#define INLINE static inline __attribute__((always_inline))
#define EACH_ROW for (size_t r = 0; r < row_count; r++)

enum { NONE, SUB, UP, AVERAGE, PAETH };

INLINE u8x16 pick(u8x16 mask, u8x16 yes, u8x16 no) { return (yes & mask) | (no & ~mask); }

// The neighbour that a + b - c is nearest to, in bytes: with a and b in order, it is the lower one
// if c is at least twice as far from it as from the upper, and the other way round; else it is c.
INLINE u8x16 paeth16(u8x16 a, u8x16 b, u8x16 c) {
    u8x16 low = __builtin_elementwise_min(a, b), high = __builtin_elementwise_max(a, b);
    u8x16 over = __builtin_elementwise_sub_sat(c, low);
    u8x16 under = __builtin_elementwise_sub_sat(high, c);
    u8x16 is_low = (u8x16)(__builtin_elementwise_add_sat(under, under) <= over);
    u8x16 is_high = (u8x16)(__builtin_elementwise_add_sat(over, over) <= under);
    return pick(is_high, high, pick(is_low, low, c));
}

INLINE u8x16 average16(u8x16 a, u8x16 b) { return (a & b) + ((a ^ b) >> 1); }

INLINE u8x16 load_slots(const uint8_t *const *from, size_t row_count, size_t slot) {
    u32x4 fours = {0};
    u64x2 eights = {0};
    EACH_ROW {
        uint32_t four;
        uint64_t eight;
        if (slot == 4) memcpy(&four, from[r], 4), fours[r] = four;
        if (slot == 8) memcpy(&eight, from[r], 8), eights[r] = eight;
    }
    return slot == 4 ? (u8x16)fours : (u8x16)eights;
}

INLINE void store_slots(u8x16 slots, uint8_t *const *to, size_t row_count, size_t slot) {
    EACH_ROW {
        uint32_t four = ((u32x4)slots)[r];
        uint64_t eight = ((u64x2)slots)[slot == 8 ? r : 0];
        if (slot == 4) memcpy(to[r], &four, 4);
        if (slot == 8) memcpy(to[r], &eight, 8);
    }
}

// Each slot moved to the next row, and the first from above.
INLINE u8x16 shift_slots(u8x16 slots, const uint8_t *above, size_t slot) {
    u8x16 first = load_slots(&above, 1, slot);
    return slot == 4
        ? __builtin_shufflevector(
              first, slots, 0, 1, 2, 3, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27)
        : __builtin_shufflevector(
              first, slots, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
}

struct wave {
    u8x16 left, above; // what the last step made, and what was above it
    u8x16 masks[5];    // for each filter, the slots of its rows
};

INLINE u8x16 wave_step(struct wave *wave, u8x16 filtered, u8x16 above, int is_paeth) {
    u8x16 guess = paeth16(wave->left, above, wave->above);
    if (!is_paeth) {
        guess = (guess & wave->masks[PAETH]) | (wave->left & wave->masks[SUB])
            | (above & wave->masks[UP]) | (average16(wave->left, above) & wave->masks[AVERAGE]);
    }
    wave->above = above;
    wave->left = filtered + guess;
    return wave->left;
}

// Steps where some rows have not begun or have ended: their slots are kept at zero.
INLINE void wave_edge(
    struct wave *wave, size_t from, size_t to, const uint8_t *const *filtered, uint8_t *const *rows,
    const uint8_t *above, size_t pixels, size_t step, size_t row_count, size_t slot,
    int is_paeth) {
    for (size_t s = from; s < to; s++) {
        uint8_t bytes[16] = {0}, next[8] = {0};
        u8x16 slots;
        if (s < pixels) memcpy(next, above + s * step, step);
        for (size_t r = 0; r < row_count; r++) {
            if (s >= r && s - r < pixels) {
                memcpy(bytes + r * slot, filtered[r] + (s - r) * step, step);
            }
        }
        memcpy(&slots, bytes, 16);
        slots = wave_step(wave, slots, shift_slots(wave->left, next, slot), is_paeth);
        memcpy(bytes, &slots, 16);
        for (size_t r = 0; r < 16 / slot; r++) {
            if (r < row_count && s >= r && s - r < pixels) {
                memcpy(rows[r] + (s - r) * step, bytes + r * slot, step);
            } else {
                memset(bytes + r * slot, 0, slot);
            }
        }
        memcpy(&wave->left, bytes, 16);
    }
}

// Two to four rows side by side; `row_bytes` is a multiple of `step`.
INLINE void wave_rows(
    const uint8_t *input, size_t row_bytes, size_t step, size_t row_count, const uint8_t *above,
    uint8_t *output, size_t slot, int is_paeth) {
    const uint8_t *filtered[4];
    uint8_t *rows[4];
    struct wave wave = {0};
    EACH_ROW {
        filtered[r] = input + r * (row_bytes + 1) + 1;
        rows[r] = output + r * row_bytes;
        uint8_t masks[16] = {0};
        memset(masks + r * slot, 255, slot);
        u8x16 mask;
        memcpy(&mask, masks, 16);
        wave.masks[filtered[r][-1]] |= mask;
    }
    size_t pixels = row_bytes / step, s = row_count - 1;
    if (s > pixels) s = pixels;
    wave_edge(
        &wave, 0, s, filtered, rows, above, pixels, step, row_count, slot, is_paeth);
    const uint8_t *from[4];
    uint8_t *to[4];
    EACH_ROW {
        size_t pixel = s > r ? s - r : 0;
        from[r] = filtered[r] + pixel * step;
        to[r] = rows[r] + pixel * step;
    }
    // A whole slot is read and written: what is more than a pixel is the row's own, and written
    // again by the next steps.
    for (; s * step + slot <= row_bytes; s++) {
        u8x16 slots = load_slots(from, row_count, slot);
        u8x16 next = shift_slots(wave.left, above + s * step, slot);
        store_slots(wave_step(&wave, slots, next, is_paeth), to, row_count, slot);
        EACH_ROW { from[r] += step, to[r] += step; }
    }
    wave_edge(
        &wave, s, pixels + row_count - 1, filtered, rows, above, pixels, step, row_count, slot,
        is_paeth);
}

static void STAGE(wave)(
    const uint8_t *input, size_t row_bytes, size_t step, size_t row_count, const uint8_t *above,
    uint8_t *output) {
    int is_paeth = 1;
    for (size_t r = 0; r < row_count; r++) is_paeth &= input[r * (row_bytes + 1)] == PAETH;
#define WAVE(count, slot)                                                              \
    if (is_paeth) wave_rows(input, row_bytes, step, count, above, output, slot, 1);    \
    else wave_rows(input, row_bytes, step, count, above, output, slot, 0)
    if (step > 4) {
        WAVE(2, 8);
    } else if (row_count == 4) {
        WAVE(4, 4);
    } else if (row_count == 3) {
        WAVE(3, 4);
    } else {
        WAVE(2, 4);
    }
#undef WAVE
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
    u8x16 left = {0};
    size_t i = 0;
    for (; i + 8 <= row_bytes; i += step) {
        const uint8_t *from = filtered + i;
        uint8_t *to = output + i;
        left += load_slots(&from, 1, 8);
        store_slots(left, &to, 1, 8);
    }
    // A slot is longer than a pixel: what is more is not of this row's sums.
    for (; i < row_bytes; i++) output[i] = filtered[i] + (i < step ? 0 : output[i - step]);
}

static void STAGE(unfilter)(
    const uint8_t *filtered, size_t row_bytes, size_t step, size_t row_count, const uint8_t *above,
    uint8_t *rows) {
    size_t stride = row_bytes + 1, wave_max = step > 4 ? 2 : 4;
    for (size_t row = 0, count = 1; row < row_count; row += count) {
        const uint8_t *input = filtered + row * stride;
        uint8_t *output = rows + row * row_bytes;
        // A wave pays as soon as two of its rows would each be a chain of their own; it ends with
        // such a row.
        size_t hard = 0;
        count = 1;
        for (size_t r = 0; r < wave_max && row + r < row_count && input[0] >= AVERAGE; r++) {
            if (input[r * stride] >= AVERAGE) hard++, count = r + 1;
        }
        if (hard >= 2) {
            STAGE(wave)(input, row_bytes, step, count, above, output);
        } else {
            count = 1;
            switch (step) {
            case 1: row1(input, row_bytes, 1, above, output); break;
            case 2: row1(input, row_bytes, 2, above, output); break;
            case 3:
                if (input[0] == SUB) sub_row(input + 1, row_bytes, 3, output);
                else row1(input, row_bytes, 3, above, output);
                break;
            case 4:
                if (input[0] == SUB) sub_row(input + 1, row_bytes, 4, output);
                else row1(input, row_bytes, 4, above, output);
                break;
            case 6: row1(input, row_bytes, 6, above, output); break;
            default: row1(input, row_bytes, 8, above, output); break;
            }
        }
        above = output + (count - 1) * row_bytes;
    }
}

static void STAGE(truecolor)(
    const uint8_t *pixels, size_t count, size_t step, size_t sample, uint8_t *rgb) {
    size_t i = 0;
    if (step == 4) {
        for (; 4 * i + 16 <= 4 * count && 3 * i + 16 <= 3 * count; i += 4) {
            u8x16 four;
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
