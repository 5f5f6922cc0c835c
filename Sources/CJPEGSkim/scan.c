#include "jpeg_skim.h"
#include "tables.h"

/// Units that are read before their luma is put in its place.
enum { PIECE_UNITS = 128 };

/// A block of a unit, and the one that comes after it.
struct block {
    const uint32_t *first;
    const uint32_t *others;
    const struct block *after;
    const struct block *before;
    const struct tables *tables;
    int is_luma;
};

struct skim_state {
    struct window window;
    struct tables tables[SKIM_COMPONENT_MAX];
    struct block blocks[SKIM_UNIT_BLOCK_MAX];
    uint32_t block_count;
    int16_t values[PIECE_UNITS * SKIM_UNIT_BLOCK_MAX];
};

size_t skim_state_size(void) { return sizeof(struct skim_state); }

/// What is known within a block: bits that were used since the window was filled, in bits 0 to 7;
/// coefficients, in bits 8 to 15; the last luma mean, in bits 16 to 31. Entries are added to it.
enum { COEFFICIENTS = 0xFF00, IS_DONE = 0xC000 };

static const uint64_t UNUSUAL = ~(uint64_t)0;

INLINE int runs_over(uint32_t progress) {
    return (((progress + (63 << 8)) ^ progress) & (ENDS << 8)) != 0;
}

/// One symbol, whatever its length; fills the window again. The new progress, or UNUSUAL.
static __attribute__((noinline)) uint64_t symbol_step(
    struct window *w, const struct block *block, uint32_t progress) {
    const struct tables *tables = block->tables;
    uint32_t coefficients = progress >> 8 & 255;
    int32_t mean = (int16_t)(progress >> 16);
    window_fill(w);
    uint32_t symbol = code_next(coefficients ? &tables->frequencies : &tables->means, w->bits);
    uint32_t length = symbol >> 8, zeros = symbol >> 4 & 15, extra = symbol & 15;
    if (length == 0) return UNUSUAL;
    w->bits <<= length;
    if (coefficients == 0) {
        if (extra > MEAN_CATEGORY_MAX) return UNUSUAL;
        if (block->is_luma && extra) mean += extended((uint32_t)(w->bits >> (64 - extra)), extra);
        coefficients = tables->has_frequencies ? 1 : 64;
    } else if (extra == 0 && zeros < 15) {
        coefficients = ENDS;
    } else {
        coefficients += zeros + 1;
        if (coefficients > 64) return UNUSUAL;
    }
    w->bits <<= extra;
    w->bit_count -= (int)(length + extra);
    window_fill(w);
    return (uint32_t)mean << 16 | coefficients << 8;
}

// The one loop that all the time goes into. It takes no branch that depends on the picture: at the
// end of a block the next one's table is selected, not jumped to, since a branch that cannot be
// foretold costs more than two look-ups.
#define SELECT(condition, yes, no) (__builtin_unpredictable(condition) ? (yes) : (no))

#define STEP() \
    do { \
        uint32_t entry = table[bits >> (64 - lookup_bits)]; \
        reached = progress + entry; \
        if (__builtin_expect(runs_over(reached), 0)) { \
            w->next = next; \
            w->bits = bits; \
            w->bit_count = bit_count - (int)(progress & 255); \
            uint64_t stepped = symbol_step(w, after->before, progress); \
            if (stepped == UNUSUAL) return -1; \
            next = w->next; \
            bits = w->bits; \
            bit_count = w->bit_count; \
            reached = (uint32_t)stepped; \
        } else { \
            bits <<= entry & 63; \
        } \
        *value = (int16_t)(reached >> 16); \
        int is_done = (reached & IS_DONE) != 0; \
        uint32_t cleared = reached & ~(uint32_t)COEFFICIENTS; \
        table = SELECT(is_done, first, others); \
        others = SELECT(is_done, others_after, others); \
        progress = SELECT(is_done, cleared, reached); \
        after = SELECT(is_done, after_next, after); \
        value += is_done; \
        first = after->first; \
        others_after = after->others; \
        after_next = after->after; \
    } while (0)

/// Reads blocks from the beginning of a unit; `values` gets one mean a block, true for luma.
/// Returns the last luma mean, or -1 shifted out of 16 bits for anything unusual.
INLINE int64_t blocks_read(
    struct window *w, const struct block *block, int16_t *values, size_t count, int16_t mean,
    const uint32_t lookup_bits) {
    const uint8_t *next = w->next;
    uint64_t bits = w->bits;
    int bit_count = w->bit_count;
    int16_t *value = values;
    const int16_t *const end = values + count;
    uint32_t progress = (uint32_t)(uint16_t)mean << 16, reached = 0;
    const struct block *after = block->after, *after_next = after->after;
    const uint32_t *table = block->first, *others = block->others;
    const uint32_t *first = after->first, *others_after = after->others;
    while (value < end) {
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
        if (__builtin_expect(value == end, 0)) break;
        STEP();
        if (__builtin_expect(value == end, 0)) break;
        STEP();
    }
    w->next = next;
    w->bits = bits;
    w->bit_count = bit_count - (int)(reached & 255);
    return progress >> 16;
}

static __attribute__((noinline)) int64_t blocks_read_small(
    struct skim_state *state, size_t count, int16_t mean) {
    return blocks_read(
        &state->window, state->blocks, state->values, count, mean, LOOKUP_BITS_MIN);
}

static __attribute__((noinline)) int64_t blocks_read_large(
    struct skim_state *state, size_t count, int16_t mean) {
    return blocks_read(
        &state->window, state->blocks, state->values, count, mean, LOOKUP_BITS_MAX);
}

/// Reads one bit a block.
static void bits_read(struct skim_state *state, size_t count) {
    struct window *w = &state->window;
    for (size_t i = 0; i < count; i++) {
        if (w->bit_count == 0) window_fill(w);
        state->values[i] = (int16_t)(w->bits >> 63);
        w->bits <<= 1;
        w->bit_count--;
    }
}

/// Puts the luma of units in its place; `column` and `row` are the first block's. 0 if a mean is
/// out of all bounds: differences are small enough that none can pass the bounds unseen.
static int luma_placed(
    const struct skim_state *state, const struct skim_scan *scan, size_t unit_count,
    uint32_t column, uint32_t row, int16_t *means) {
    uint32_t across = scan->components[0].across, down = scan->components[0].down;
    uint32_t outside = 0;
    for (uint32_t j = 0; j < down && row + j < scan->height; j++) {
        for (uint32_t i = 0; i < across && column + i < scan->width; i++) {
            const int16_t *value = state->values + j * across + i;
            int16_t *place = means + (size_t)(row + j) * scan->width + column + i;
            size_t count = (scan->width - column - i + across - 1) / across;
            if (count > unit_count) count = unit_count;
            for (size_t n = 0; n < count; n++) {
                int32_t mean = *value * (1 << scan->shift);
                *place = (int16_t)(scan->kind == SKIM_MEANS_BIT ? *place | mean : mean);
                outside |= (uint32_t)(mean + 16384);
                value += state->block_count;
                place += across;
            }
        }
    }
    return outside < 32768;
}

static int is_plain(const struct skim_scan *scan, size_t count) {
    uint32_t blocks = 0;
    if (scan->component_count < 1 || scan->component_count > SKIM_COMPONENT_MAX) return 0;
    for (uint32_t c = 0; c < scan->component_count; c++) {
        const struct skim_component *component = &scan->components[c];
        if (component->across < 1 || component->across > 4) return 0;
        if (component->down < 1 || component->down > 4) return 0;
        blocks += component->across * component->down;
    }
    return blocks <= SKIM_UNIT_BLOCK_MAX && scan->data <= count && scan->shift <= 13
        && scan->units_across <= 65536 && scan->units_down <= 65536
        && scan->width <= scan->units_across * scan->components[0].across
        && scan->height <= scan->units_down * scan->components[0].down;
}

/// Makes the tables that are not there yet; 0 if one is no code.
static int tables_ready(
    struct skim_state *state, const uint8_t *bytes, size_t count, const struct skim_scan *scan) {
    struct table_request requests[SKIM_COMPONENT_MAX];
    int is_made = 1;
    for (uint32_t c = 0; c < scan->component_count; c++) {
        int has_frequencies = scan->kind == SKIM_SEQUENTIAL;
        requests[c] = (struct table_request){
            bytes + scan->components[c].mean_table,
            has_frequencies ? bytes + scan->components[c].frequency_table : NULL, c == 0};
        is_made = is_made && tables_match(&state->tables[c], &requests[c])
            && state->tables[c].bits == state->tables[0].bits;
    }
    if (is_made) return 1;
    // Making the large tables takes longer than they save on little data.
    uint32_t bits = count - scan->data < 100000 ? LOOKUP_BITS_MIN : LOOKUP_BITS_MAX;
    for (uint32_t c = 0; c < scan->component_count; c++) {
        if (tables_match(&state->tables[c], &requests[c]) && state->tables[c].bits == bits) {
            continue;
        }
        if (!tables_make(&state->tables[c], &requests[c], bits)) return 0;
    }
    return 1;
}

static void blocks_ready(struct skim_state *state, const struct skim_scan *scan) {
    uint32_t count = 0;
    for (uint32_t c = 0; c < scan->component_count; c++) {
        const struct tables *tables = &state->tables[c];
        uint32_t end = count + scan->components[c].across * scan->components[c].down;
        for (; count < end; count++) {
            state->blocks[count] = (struct block){
                .first = tables->first, .others = tables->others, .tables = tables,
                .is_luma = c == 0};
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        state->blocks[i].after = &state->blocks[(i + 1) % count];
        state->blocks[i].before = &state->blocks[(i + count - 1) % count];
    }
    state->block_count = count;
}

/// Reads units of one row; the last luma mean, or negative for anything unusual.
static int64_t units_read(
    struct skim_state *state, const struct skim_scan *scan, size_t unit_count, int64_t mean) {
    size_t count = unit_count * state->block_count;
    if (scan->kind == SKIM_MEANS_BIT) {
        bits_read(state, count);
        return 0;
    }
    if (state->tables[0].bits == LOOKUP_BITS_MIN) {
        return blocks_read_small(state, count, (int16_t)mean);
    }
    return blocks_read_large(state, count, (int16_t)mean);
}

size_t skim_read(
    struct skim_state *state, const uint8_t *bytes, size_t count, const struct skim_scan *scan,
    int16_t *means) {
    if (!is_plain(scan, count)) return 0;
    if (scan->kind != SKIM_MEANS_BIT && !tables_ready(state, bytes, count, scan)) return 0;
    blocks_ready(state, scan);
    struct window *w = &state->window;
    window_open(w, bytes + scan->data, bytes + count);
    uint32_t interval = scan->restart_interval ? scan->restart_interval : UINT32_MAX;
    uint32_t left = interval, restart = 0;
    int64_t mean = 0;
    for (uint32_t row = 0; row < scan->units_down; row++) {
        for (uint32_t unit = 0; unit < scan->units_across;) {
            if (left == 0) {
                if (!window_restart(w, (int)(restart++ & 7))) return 0;
                left = interval;
                mean = 0;
            }
            uint32_t piece = scan->units_across - unit;
            if (piece > left) piece = left;
            if (piece > PIECE_UNITS) piece = PIECE_UNITS;
            mean = units_read(state, scan, piece, mean);
            if (mean < 0 || window_left(w) < 0) return 0;
            if (!luma_placed(
                    state, scan, piece, unit * scan->components[0].across,
                    row * scan->components[0].down, means)) {
                return 0;
            }
            unit += piece;
            if (scan->restart_interval) left -= piece;
        }
    }
    return window_is_used(w) && w->source < w->source_end ? (size_t)(w->source - bytes) : 0;
}

int skim_pixels(const int16_t *means, size_t count, uint32_t quantizer, uint8_t *pixels) {
    uint32_t outside = 0;
    if (quantizer < 1 || quantizer > 32767) return 0;
    for (size_t i = 0; i < count; i++) {
        // Eight times the mean of 64 samples, rounded as libjpeg rounds it.
        int32_t level = (means[i] * (int32_t)quantizer + 4) >> 3;
        // Its table of limits is short, and what is past it comes out as any light.
        outside |= (uint32_t)(level + 512);
        level += 128;
        pixels[i] = (uint8_t)(level < 0 ? 0 : level > 255 ? 255 : level);
    }
    return outside < 1024;
}

size_t skim_marker(const uint8_t *bytes, size_t count, size_t start) {
    while (start + 1 < count) {
        const uint8_t *found = memchr(bytes + start, 0xFF, count - start - 1);
        if (!found) return count;
        start = (size_t)(found - bytes);
        uint8_t marker = found[1];
        // Stuffed zeros, fill bytes and restarts.
        if (marker == 0xFF) {
            start += 1;
        } else if (marker == 0 || (marker >= 0xD0 && marker <= 0xD7)) {
            start += 2;
        } else {
            return start;
        }
    }
    return count;
}
