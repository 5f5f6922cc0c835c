// Rows of PNG files side by side: define WAVE(name) and WAVE_BYTES, 16 or 32, and include this.
//
// Sub, Average and Paeth need a pixel's left neighbour, so one row alone runs at the speed of a
// chain of dependent steps. Rows are undone together instead, each a pixel behind the one above it:
// what a row has just made is what the row below needs from above, one step later. A vector holds
// one pixel of each row, in slots of four or eight bytes.

typedef uint8_t WAVE(bytes) __attribute__((vector_size(WAVE_BYTES)));
typedef uint32_t WAVE(fours) __attribute__((vector_size(WAVE_BYTES)));
typedef uint64_t WAVE(eights) __attribute__((vector_size(WAVE_BYTES)));

#define EACH_ROW for (size_t r = 0; r < row_count; r++)

INLINE WAVE(bytes) WAVE(pick)(WAVE(bytes) mask, WAVE(bytes) yes, WAVE(bytes) no) {
    return (yes & mask) | (no & ~mask);
}

// The neighbour that a + b - c is nearest to, in bytes: with a and b in order, it is the lower one
// if c is at least twice as far from it as from the upper, and the other way round; else it is c.
// Twice a distance is held at 255, which the other one does not reach unless this one is 0.
INLINE WAVE(bytes) WAVE(paeth)(WAVE(bytes) a, WAVE(bytes) b, WAVE(bytes) c) {
    WAVE(bytes) low = __builtin_elementwise_min(a, b), high = __builtin_elementwise_max(a, b);
    WAVE(bytes) over = __builtin_elementwise_sub_sat(c, low);
    WAVE(bytes) under = __builtin_elementwise_sub_sat(high, c);
    WAVE(bytes) is_low = (WAVE(bytes))(__builtin_elementwise_add_sat(under, under) <= over);
    WAVE(bytes) is_high = (WAVE(bytes))(__builtin_elementwise_add_sat(over, over) <= under);
    return WAVE(pick)(is_high, high, WAVE(pick)(is_low, low, c));
}

INLINE WAVE(bytes) WAVE(average)(WAVE(bytes) a, WAVE(bytes) b) { return (a & b) + ((a ^ b) >> 1); }

INLINE WAVE(bytes) WAVE(load_slots)(const uint8_t *const *from, size_t row_count, size_t slot) {
    WAVE(fours) fours = {0};
    WAVE(eights) eights = {0};
    EACH_ROW {
        uint32_t four;
        uint64_t eight;
        if (slot == 4) memcpy(&four, from[r], 4), fours[r] = four;
        if (slot == 8) memcpy(&eight, from[r], 8), eights[r] = eight;
    }
    return slot == 4 ? (WAVE(bytes))fours : (WAVE(bytes))eights;
}

INLINE void WAVE(store_slots)(
    WAVE(bytes) slots, uint8_t *const *to, size_t row_count, size_t slot) {
    EACH_ROW {
        uint32_t four = ((WAVE(fours))slots)[r];
        uint64_t eight = ((WAVE(eights))slots)[slot == 8 ? r : 0];
        if (slot == 4) memcpy(to[r], &four, 4);
        if (slot == 8) memcpy(to[r], &eight, 8);
    }
}

// Each slot moved to the next row, and the first from above.
INLINE WAVE(bytes) WAVE(shift_slots)(WAVE(bytes) slots, const uint8_t *above, size_t slot) {
    WAVE(bytes) first = WAVE(load_slots)(&above, 1, slot);
#if WAVE_BYTES == 16
#define SHIFT4 0, 4, 5, 6
#define SHIFT8 0, 2
#else
#define SHIFT4 0, 8, 9, 10, 11, 12, 13, 14
#define SHIFT8 0, 4, 5, 6
#endif
    return slot == 4
        ? (WAVE(bytes))__builtin_shufflevector((WAVE(fours))first, (WAVE(fours))slots, SHIFT4)
        : (WAVE(bytes))__builtin_shufflevector((WAVE(eights))first, (WAVE(eights))slots, SHIFT8);
#undef SHIFT4
#undef SHIFT8
}

struct WAVE(wave) {
    WAVE(bytes) left, above; // what the last step made, and what was above it
    WAVE(bytes) masks[5];    // for each filter, the slots of its rows
};

INLINE WAVE(bytes) WAVE(wave_step)(
    struct WAVE(wave) *wave, WAVE(bytes) filtered, WAVE(bytes) above, int is_paeth) {
    WAVE(bytes) guess = WAVE(paeth)(wave->left, above, wave->above);
    if (!is_paeth) {
        guess = (guess & wave->masks[PAETH]) | (wave->left & wave->masks[SUB])
            | (above & wave->masks[UP]) | (WAVE(average)(wave->left, above) & wave->masks[AVERAGE]);
    }
    wave->above = above;
    wave->left = filtered + guess;
    return wave->left;
}

// Steps where some rows have not begun or have ended: their slots are kept at zero.
INLINE void WAVE(wave_edge)(
    struct WAVE(wave) *wave, size_t from, size_t to, const uint8_t *const *filtered,
    uint8_t *const *rows, const uint8_t *above, size_t pixels, size_t step, size_t row_count,
    size_t slot, int is_paeth) {
    for (size_t s = from; s < to; s++) {
        uint8_t bytes[WAVE_BYTES] = {0}, next[8] = {0};
        WAVE(bytes) slots;
        if (s < pixels) memcpy(next, above + s * step, step);
        for (size_t r = 0; r < row_count; r++) {
            if (s >= r && s - r < pixels) {
                memcpy(bytes + r * slot, filtered[r] + (s - r) * step, step);
            }
        }
        memcpy(&slots, bytes, WAVE_BYTES);
        slots = WAVE(wave_step)(wave, slots, WAVE(shift_slots)(wave->left, next, slot), is_paeth);
        memcpy(bytes, &slots, WAVE_BYTES);
        for (size_t r = 0; r < WAVE_BYTES / slot; r++) {
            if (r < row_count && s >= r && s - r < pixels) {
                memcpy(rows[r] + (s - r) * step, bytes + r * slot, step);
            } else {
                memset(bytes + r * slot, 0, slot);
            }
        }
        memcpy(&wave->left, bytes, WAVE_BYTES);
    }
}

// Rows side by side, as many as there are slots or fewer; `row_bytes` is a multiple of `step`.
INLINE void WAVE(wave_rows)(
    const uint8_t *input, size_t row_bytes, size_t step, size_t row_count, const uint8_t *above,
    uint8_t *output, size_t slot, int is_paeth) {
    const uint8_t *filtered[8];
    uint8_t *rows[8];
    struct WAVE(wave) wave = {0};
    EACH_ROW {
        filtered[r] = input + r * (row_bytes + 1) + 1;
        rows[r] = output + r * row_bytes;
        uint8_t masks[WAVE_BYTES] = {0};
        memset(masks + r * slot, 255, slot);
        WAVE(bytes) mask;
        memcpy(&mask, masks, WAVE_BYTES);
        wave.masks[filtered[r][-1]] |= mask;
    }
    size_t pixels = row_bytes / step, s = row_count - 1;
    if (s > pixels) s = pixels;
    WAVE(wave_edge)(
        &wave, 0, s, filtered, rows, above, pixels, step, row_count, slot, is_paeth);
    const uint8_t *from[8];
    uint8_t *to[8];
    EACH_ROW {
        size_t pixel = s > r ? s - r : 0;
        from[r] = filtered[r] + pixel * step;
        to[r] = rows[r] + pixel * step;
    }
    // A whole slot is read and written: what is more than a pixel is the row's own, and written
    // again by the next steps.
    for (; s * step + slot <= row_bytes; s++) {
        WAVE(bytes) slots = WAVE(load_slots)(from, row_count, slot);
        WAVE(bytes) next = WAVE(shift_slots)(wave.left, above + s * step, slot);
        WAVE(store_slots)(WAVE(wave_step)(&wave, slots, next, is_paeth), to, row_count, slot);
        EACH_ROW { from[r] += step, to[r] += step; }
    }
    WAVE(wave_edge)(
        &wave, s, pixels + row_count - 1, filtered, rows, above, pixels, step, row_count, slot,
        is_paeth);
}

#undef EACH_ROW
