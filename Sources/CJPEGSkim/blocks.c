#include "state.h"

/// When bits 8 to 15 of the progress say that a block is done.
enum { IS_DONE = 0xC000 };

/// As many ones as the index says.
static const uint16_t low_ones[64] = {
    0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 1023, 2047, 4095, 8191, 16383, 32767,
};

INLINE int runs_over(uint32_t progress) {
    return (((progress + (63 << 8)) ^ progress) & (ENDS << 8)) != 0;
}

__attribute__((noinline)) uint64_t symbol_step(
    struct window *w, const struct block *block, uint32_t progress, int16_t *values,
    struct frequency *frequency) {
    const struct tables *tables = block->tables;
    uint32_t coefficients = progress >> 8 & 255;
    int32_t mean = (int16_t)(progress >> 16);
    window_fill(w);
    uint32_t symbol = code_next(coefficients ? &tables->frequencies : &tables->means, w->bits);
    uint32_t length = symbol >> 8, zeros = symbol >> 4 & 15, extra = symbol & 15;
    if (length == 0) return UNUSUAL;
    w->bits <<= length;
    int32_t value = extra ? extended((uint32_t)(w->bits >> (64 - extra)), extra) : 0;
    if (coefficients == 0) {
        if (extra > MEAN_CATEGORY_MAX) return UNUSUAL;
        mean += value;
        coefficients = tables->has_frequencies ? 1 : 64;
    } else if (extra == 0 && zeros < 15) {
        coefficients = ENDS;
    } else {
        coefficients += zeros + 1;
        if (coefficients > 64) return UNUSUAL;
        if (tables->has_values) {
            values[zigzag_rows[coefficients - 1]] = (int16_t)value;
        }
        if (frequency) *frequency = (struct frequency){coefficients - 1, value};
    }
    w->bits <<= extra;
    w->bit_count -= (int)(length + extra);
    window_fill(w);
    return (uint32_t)mean << 16 | coefficients << 8;
}

/// Puts the coefficients of a wide entry in their places.
INLINE void values_put(int16_t *values, uint32_t progress, uint64_t bits, uint64_t entry) {
    const uint8_t *rows = zigzag_rows + (progress >> 8 & 63);
    uint32_t upper = (uint32_t)(entry >> 32);
    uint32_t ones = low_ones[upper >> 26];
    uint32_t extra = (uint32_t)(bits >> (upper >> 20 & 63)) & ones;
    uint32_t second = extra > ones >> 1 ? extra : extra - ones;
    values[rows[upper & 63]] = (int8_t)(upper >> 12);
    values[rows[upper >> 6 & 63]] = (int16_t)second;
}

// The one loop that all the time goes into. It takes no branch that depends on the picture: at the
// end of a block the next one's table is selected, not jumped to, since a branch that cannot be
// foretold costs more than two look-ups.
#define SELECT(condition, yes, no) (__builtin_unpredictable(condition) ? (yes) : (no))

#define STEP() \
    do { \
        size_t index = bits >> (64 - lookup_bits); \
        uint64_t entry = is_wide ? table->wide[index] : table->plain[index]; \
        reached = progress + (uint32_t)entry; \
        if (__builtin_expect(runs_over(reached), 0)) { \
            w->next = next; \
            w->bits = bits; \
            w->bit_count = bit_count - (int)(progress & 255); \
            uint64_t stepped = symbol_step(w, after->before, progress, values, NULL); \
            if (stepped == UNUSUAL) return -1; \
            next = w->next; \
            bits = w->bits; \
            bit_count = w->bit_count; \
            reached = (uint32_t)stepped; \
        } else { \
            uint64_t looked_at = bits; \
            bits <<= entry & 63; \
            if (is_wide) values_put(values, progress, looked_at, entry); \
        } \
        *mean = (int16_t)(reached >> 16); \
        int is_done = (reached & IS_DONE) != 0; \
        uint32_t cleared = reached & ~(uint32_t)COEFFICIENTS; \
        size_t length = after->length_before; \
        table = SELECT(is_done, first, others); \
        others = SELECT(is_done, others_after, others); \
        progress = SELECT(is_done, cleared, reached); \
        after = SELECT(is_done, after_next, after); \
        if (is_wide) values += SELECT(is_done, length, 0); \
        mean += is_done; \
        first = after->first; \
        others_after = after->others; \
        after_next = after->after; \
    } while (0)

INLINE int64_t blocks_read_by(
    struct skim_state *state, const struct blocks *wanted, int16_t sum,
    const uint32_t lookup_bits, const int is_wide) {
    struct window *w = &state->window;
    const struct block *block = state->blocks;
    const uint8_t *next = w->next;
    uint64_t bits = w->bits;
    int bit_count = w->bit_count;
    int16_t *mean = wanted->means, *values = wanted->values;
    const int16_t *const end = mean + wanted->count;
    uint32_t progress = (uint32_t)(uint16_t)sum << 16, reached = 0;
    const struct block *after = block->after, *after_next = after->after;
    const union lookup *table = block->first, *others = block->others;
    const union lookup *first = after->first, *others_after = after->others;
    while (mean < end) {
        bit_count -= (int)(reached & 255);
        progress &= ~(uint32_t)255;
        if (__builtin_expect(next > w->limit, 0)) {
            w->next = next;
            window_move(w);
            next = w->next;
        }
        bits |= window_word(next) >> bit_count;
        next += (63 - bit_count) >> 3;
        bit_count |= 56;
        STEP();
        if (__builtin_expect(mean == end, 0)) break;
        STEP();
        if (__builtin_expect(mean == end, 0)) break;
        STEP();
    }
    w->next = next;
    w->bits = bits;
    w->bit_count = bit_count - (int)(reached & 255);
    return progress >> 16;
}

static __attribute__((noinline)) int64_t blocks_read_small(
    struct skim_state *state, const struct blocks *wanted, int16_t sum) {
    return blocks_read_by(state, wanted, sum, LOOKUP_BITS_MIN, 0);
}

static __attribute__((noinline)) int64_t blocks_read_large(
    struct skim_state *state, const struct blocks *wanted, int16_t sum) {
    return blocks_read_by(state, wanted, sum, LOOKUP_BITS_MAX, 0);
}

static __attribute__((noinline)) int64_t blocks_read_wide_small(
    struct skim_state *state, const struct blocks *wanted, int16_t sum) {
    return blocks_read_by(state, wanted, sum, LOOKUP_BITS_MIN, 1);
}

static __attribute__((noinline)) int64_t blocks_read_wide_large(
    struct skim_state *state, const struct blocks *wanted, int16_t sum) {
    return blocks_read_by(state, wanted, sum, LOOKUP_BITS_WIDE, 1);
}

int64_t blocks_read(struct skim_state *state, const struct blocks *wanted, int16_t sum) {
    int is_small = state->set->tables[0].bits == LOOKUP_BITS_MIN;
    if (state->set->tables[0].is_wide) {
        return is_small ? blocks_read_wide_small(state, wanted, sum)
                        : blocks_read_wide_large(state, wanted, sum);
    }
    return is_small ? blocks_read_small(state, wanted, sum)
                    : blocks_read_large(state, wanted, sum);
}

void bits_read(struct skim_state *state, size_t count) {
    struct window *w = &state->window;
    for (size_t i = 0; i < count; i++) {
        if (w->bit_count == 0) window_fill(w);
        state->means[i] = (int16_t)(w->bits >> 63);
        w->bits <<= 1;
        w->bit_count--;
    }
}
