#include "tables.h"

/// The longest symbol of a code that fits a table: its length times 256, and itself.
typedef uint16_t singles[1 << LOOKUP_BITS_MAX];

static size_t symbol_count(const uint8_t *counts) {
    size_t count = 0;
    for (int i = 0; i < 16; i++) count += counts[i];
    return count;
}

/// Reads counts and symbols; 0 if libjpeg would not take them for a code of such symbols.
static int code_read(struct code *code, const uint8_t *counts, uint8_t symbol_max) {
    uint32_t next = 0, place = 0;
    for (uint32_t length = 1; length <= 16; length++) {
        uint32_t count = counts[length - 1];
        code->offsets[length] = (int32_t)place - (int32_t)next;
        next += count;
        place += count;
        // No code is all ones.
        if (count && next >= 1u << length) return 0;
        if (place > 256) return 0;
        code->limits[length] = next << (16 - length);
        next <<= 1;
    }
    memcpy(code->symbols, counts + 16, place);
    for (uint32_t i = 0; i < place; i++) {
        if (code->symbols[i] > symbol_max) return 0;
    }
    return 1;
}

uint32_t code_next(const struct code *code, uint64_t bits) {
    int32_t top = (int32_t)(bits >> 48), length = 1;
    // Limits grow with the length: to count those that are passed takes no branch to foretell.
    for (int i = 1; i <= 16; i++) length += top >= code->limits[i];
    if (length > 16) return 0;
    int32_t place = code->offsets[length] + (top >> (16 - length));
    return (uint32_t)length << 8 | code->symbols[place & 255];
}

static void singles_make(uint16_t *table, const struct code *code, uint32_t bits) {
    uint32_t index = 0, end = 1u << bits;
    while (index < end) {
        uint32_t symbol = code_next(code, (uint64_t)index << (64 - bits));
        uint32_t length = symbol >> 8;
        if (length == 0 || length > bits) {
            table[index++] = 0;
            continue;
        }
        for (uint32_t stop = index + (1u << (bits - length)); index < stop; index++) {
            table[index] = (uint16_t)symbol;
        }
    }
}

/// What an entry takes.
struct taken {
    uint32_t bits, coefficients, is_end;
    // The last coefficient, and the places and the first value of an entry's upper half.
    uint32_t value_count, last_end, last_extra, places, first_value;
};

/// Takes a coefficient whose extra bits end there; 0 if it cannot be in the entry with others.
INLINE int take_value(
    struct taken *taken, uint32_t index, uint32_t bits, uint32_t place, uint32_t extra,
    uint32_t end) {
    if (taken->value_count == 2) return 0;
    if (taken->value_count == 1) {
        // The one before becomes the first, with its value in the table.
        if (taken->last_end > bits || taken->last_extra > 7) return 0;
        uint32_t extra_bits = index >> (bits - taken->last_end) & ((1u << taken->last_extra) - 1);
        taken->first_value = (uint32_t)extended(extra_bits, taken->last_extra) & 255;
        taken->places = (taken->places & 63) | place << 6;
    } else {
        taken->places = place | place << 6;
    }
    taken->last_end = end;
    taken->last_extra = extra;
    taken->value_count++;
    return 1;
}

INLINE uint32_t upper_half(const struct taken *taken) {
    if (taken->value_count == 0) return 0;
    return taken->places | taken->first_value << 12 | (64 - taken->last_end) << 20
        | taken->last_extra << 26;
}

/// Takes symbols of frequencies as long as their codes are in the index and they may fit a block.
INLINE struct taken take(
    const uint16_t *singles, uint32_t index, uint32_t bits, struct taken taken,
    uint32_t coefficient_max, int has_values) {
    uint32_t mask = (1u << bits) - 1;
    while (taken.bits < bits) {
        uint32_t symbol = singles[(index << taken.bits) & mask];
        uint32_t length = symbol >> 8, zeros = symbol >> 4 & 15, extra = symbol & 15;
        uint32_t used = taken.bits + length + extra;
        if (length == 0 || taken.bits + length > bits) break;
        if (extra == 0 && zeros < 15) {
            if (taken.coefficients > 63) break;
            taken.bits = used;
            taken.is_end = 1;
            break;
        }
        if (taken.coefficients + zeros + 1 > coefficient_max || used > ENTRY_BITS_MAX) break;
        if (has_values && extra > 0
            && !take_value(&taken, index, bits, taken.coefficients + zeros, extra, used)) {
            break;
        }
        taken.bits = used;
        taken.coefficients += zeros + 1;
    }
    return taken;
}

static void put(union lookup *lookup, int is_wide, uint32_t index, uint32_t low, uint32_t high) {
    if (is_wide) {
        lookup->wide[index] = (uint64_t)high << 32 | low;
    } else {
        lookup->plain[index] = low;
    }
}

static void put_taken(
    union lookup *lookup, int is_wide, uint32_t index, struct taken taken, int32_t difference) {
    uint32_t advance = taken.coefficients + (taken.is_end ? ENDS + 1 : 0);
    uint32_t low = (uint32_t)difference << 16 | advance << 8 | taken.bits;
    put(lookup, is_wide, index, low, upper_half(&taken));
}

static void others_make(
    union lookup *lookup, const uint16_t *singles, const struct table_request *request) {
    for (uint32_t index = 0; index < 1u << request->bits; index++) {
        struct taken taken = take(
            singles, index, request->bits, (struct taken){0}, 63, request->has_values);
        if (taken.bits) {
            put_taken(lookup, request->is_wide, index, taken, 0);
        } else {
            put(lookup, request->is_wide, index, TOO_LONG << 8, 0);
        }
    }
}

static void first_make(
    union lookup *lookup, const uint16_t *means, const uint16_t *frequencies,
    const struct table_request *request) {
    uint32_t bits = request->bits;
    for (uint32_t index = 0; index < 1u << bits; index++) {
        uint32_t symbol = means[index], length = symbol >> 8, extra = symbol & 255;
        uint32_t used = length + extra;
        put(lookup, request->is_wide, index, TOO_LONG_FIRST << 8, 0);
        if (length == 0 || extra > MEAN_CATEGORY_MAX || used > bits) continue;
        int32_t difference = extended(index >> (bits - used) & ((1u << extra) - 1), extra);
        // Without frequencies the block is done.
        struct taken taken = {.bits = used, .coefficients = frequencies ? 1 : 64};
        if (frequencies) {
            taken = take(frequencies, index, bits, taken, 64, request->has_values);
        }
        put_taken(lookup, request->is_wide, index, taken, difference);
    }
}

static int has_source(const uint8_t *source, const uint8_t *counts) {
    // The file is known to have as many symbols as its own counts say, and no more.
    return memcmp(source, counts, 16) == 0
        && memcmp(source + 16, counts + 16, symbol_count(source)) == 0;
}

int tables_match(const struct tables *tables, const struct table_request *request) {
    if (!tables->is_made || tables->has_values != request->has_values) return 0;
    if (tables->is_wide != request->is_wide) return 0;
    if (tables->has_frequencies != (request->frequency_counts != NULL)) return 0;
    if (!has_source(tables->source[0], request->mean_counts)) return 0;
    return !request->frequency_counts
        || has_source(tables->source[1], request->frequency_counts);
}

int tables_make(struct tables *tables, const struct table_request *request) {
    singles means, frequencies;
    tables->is_made = 0;
    if (!code_read(&tables->means, request->mean_counts, 15)) return 0;
    memcpy(tables->source[0], request->mean_counts, 16 + symbol_count(request->mean_counts));
    singles_make(means, &tables->means, request->bits);
    if (request->frequency_counts) {
        if (!code_read(&tables->frequencies, request->frequency_counts, 255)) return 0;
        size_t count = 16 + symbol_count(request->frequency_counts);
        memcpy(tables->source[1], request->frequency_counts, count);
        singles_make(frequencies, &tables->frequencies, request->bits);
        others_make(&tables->others, frequencies, request);
    }
    first_make(
        &tables->first, means, request->frequency_counts ? frequencies : NULL, request);
    tables->has_frequencies = request->frequency_counts != NULL;
    tables->has_values = request->has_values;
    tables->is_wide = request->is_wide;
    tables->bits = request->bits;
    tables->is_made = 1;
    return 1;
}
