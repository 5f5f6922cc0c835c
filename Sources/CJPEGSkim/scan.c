#include "state.h"

size_t skim_state_size(void) { return sizeof(struct skim_state); }

/// Puts a component's means of units in their place; `first` is its first block in a unit. Returns
/// bits that no mean within all bounds has: differences are small enough that none can pass the
/// bounds unseen.
static uint32_t means_placed(
    const struct skim_state *state, const struct skim_scan *scan,
    const struct skim_component *component, uint32_t first, size_t unit_count, uint32_t unit,
    uint32_t unit_row, int16_t *means) {
    uint32_t across = component->across, down = component->down, width = component->width;
    uint32_t column = unit * across, row = unit_row * down, outside = 0;
    const size_t step = state->block_count;
    const int32_t factor = 1 << scan->shift;
    const int is_bit = scan->kind == SKIM_MEANS_BIT;
    for (uint32_t j = 0; j < down && row + j < component->height; j++) {
        for (uint32_t i = 0; i < across && column + i < width; i++) {
            const int16_t *value = state->means + first + j * across + i;
            int16_t *place = means + (size_t)(row + j) * width + column + i;
            size_t count = (width - column - i + across - 1) / across;
            if (count > unit_count) count = unit_count;
            for (size_t n = 0; n < count; n++) {
                int32_t mean = *value * factor;
                *place = (int16_t)(is_bit ? *place | mean : mean);
                outside |= (uint32_t)(mean + 16384);
                value += step;
                place += across;
            }
        }
    }
    return outside & ~32767u;
}

/// Puts the means of units in their places; 0 if one is out of all bounds.
static int all_means_placed(
    const struct skim_state *state, const struct skim_scan *scan, size_t unit_count,
    uint32_t unit, uint32_t unit_row, int16_t *const *means) {
    uint32_t first = 0, outside = 0;
    for (uint32_t c = 0; c < scan->component_count; c++) {
        const struct skim_component *component = &scan->components[c];
        outside |= means_placed(
            state, scan, component, first, unit_count, unit, unit_row, means[c]);
        first += component->across * component->down;
    }
    return outside == 0;
}

/// Takes sums of differences apart: all components' are in one sum, so that the loop over blocks
/// has no component to know. A component's own differences are what the sum grew by since its
/// blocks of the unit began.
INLINE void sums_parted_by(struct skim_state *state, size_t unit_count, const uint32_t *counts) {
    uint16_t last[SKIM_COMPONENT_MAX], sum = 0;
    for (uint32_t c = 0; c < SKIM_COMPONENT_MAX; c++) {
        last[c] = (uint16_t)state->last[c];
        sum = (uint16_t)(sum + last[c]);
    }
    int16_t *mean = state->means;
    for (size_t unit = 0; unit < unit_count; unit++) {
        for (uint32_t c = 0; c < SKIM_COMPONENT_MAX; c++) {
            if (counts[c] == 0) continue;
            // Before anything is written, so that nothing waits for it to be read again.
            uint16_t next = (uint16_t)mean[counts[c] - 1], others = (uint16_t)(sum - last[c]);
            last[c] = (uint16_t)(last[c] + (uint16_t)(next - sum));
            sum = next;
            for (uint32_t i = 0; i < counts[c]; i++) {
                mean[i] = (int16_t)((uint16_t)mean[i] - others);
            }
            mean += counts[c];
        }
    }
    for (uint32_t c = 0; c < SKIM_COMPONENT_MAX; c++) state->last[c] = (int16_t)last[c];
}

static void sums_parted(
    struct skim_state *state, const struct skim_scan *scan, size_t unit_count) {
    uint32_t counts[SKIM_COMPONENT_MAX] = {0};
    for (uint32_t c = 0; c < scan->component_count; c++) {
        counts[c] = scan->components[c].across * scan->components[c].down;
    }
    if (scan->component_count == 1) {
        state->last[0] = state->means[unit_count * counts[0] - 1];
    } else if (counts[0] == 4 && counts[1] == 1 && counts[2] == 1) {
        // What most files have, without loops.
        sums_parted_by(state, unit_count, (const uint32_t[]){4, 1, 1});
    } else {
        sums_parted_by(state, unit_count, counts);
    }
}

static int is_plain(const struct skim_scan *scan, size_t count) {
    uint32_t blocks = 0;
    if (scan->component_count < 1 || scan->component_count > SKIM_COMPONENT_MAX) return 0;
    for (uint32_t c = 0; c < scan->component_count; c++) {
        const struct skim_component *component = &scan->components[c];
        if (component->across < 1 || component->across > 4) return 0;
        if (component->down < 1 || component->down > 4) return 0;
        if (component->width > scan->units_across * component->across) return 0;
        if (component->height > scan->units_down * component->down) return 0;
        blocks += component->across * component->down;
    }
    return blocks <= SKIM_UNIT_BLOCK_MAX && scan->data <= count && scan->shift <= 13
        && scan->units_across <= 65536 && scan->units_down <= 65536;
}

/// The tables at that place of the file; null if they do not end within it.
static const uint8_t *counts_at(const uint8_t *bytes, size_t count, size_t place) {
    if (place > count || count - place < 16) return NULL;
    size_t symbol_count = 0;
    for (size_t i = 0; i < 16; i++) symbol_count += bytes[place + i];
    return symbol_count <= count - place - 16 ? bytes + place : NULL;
}

/// Where a scan's pixels go, if they are not means.
struct target {
    uint32_t scale; // 1, 2 or 4, or 8 for means
    uint32_t width;
    uint32_t height;
    uint8_t *pixels;
    transform transform;
    int16_t *const *means;
};

/// Which component's tables each has: both colours' are mostly the same.
static void tables_shared(struct skim_state *state, const struct skim_scan *scan) {
    for (uint32_t c = 0; c < scan->component_count; c++) {
        const struct skim_component *last = &scan->components[c > 1 ? c - 1 : c];
        int is_same = scan->components[c].mean_table == last->mean_table
            && scan->components[c].frequency_table == last->frequency_table;
        state->tables_of[c] = c > 1 && is_same ? state->tables_of[c - 1] : c;
    }
}

/// Makes the tables that are not there yet; 0 if one is no code.
static int tables_ready(
    struct skim_state *state, const uint8_t *bytes, size_t count, const struct skim_scan *scan,
    int is_wide) {
    struct table_request requests[SKIM_COMPONENT_MAX];
    int is_made = 1;
    tables_shared(state, scan);
    for (uint32_t c = 0; c < scan->component_count; c++) {
        int has_frequencies = scan->kind == SKIM_SEQUENTIAL;
        requests[c] = (struct table_request){
            .mean_counts = counts_at(bytes, count, scan->components[c].mean_table),
            .has_values = is_wide && c == 0, .is_wide = is_wide};
        if (!requests[c].mean_counts) return 0;
        if (has_frequencies) {
            requests[c].frequency_counts
                = counts_at(bytes, count, scan->components[c].frequency_table);
            if (!requests[c].frequency_counts) return 0;
        }
        const struct tables *tables = &state->set->tables[state->tables_of[c]];
        is_made = is_made && tables_match(tables, &requests[c])
            && tables->bits == state->set->tables[0].bits;
    }
    // Making the large tables takes longer than they save on little data, unless they are kept.
    uint32_t large = is_wide ? LOOKUP_BITS_WIDE : LOOKUP_BITS_MAX;
    state->set->match_count = is_made ? state->set->match_count + 1 : 0;
    int is_kept = state->set->match_count >= KEPT_MATCH_COUNT;
    if (is_made && (!is_kept || state->set->tables[0].bits == large)) return 1;
    int is_little = count - scan->data < 100000 && !is_kept;
    for (uint32_t c = 0; c < scan->component_count; c++) {
        if (state->tables_of[c] != c) continue;
        struct tables *tables = &state->set->tables[c];
        requests[c].bits = is_little ? LOOKUP_BITS_MIN : large;
        if (tables_match(tables, &requests[c]) && tables->bits == requests[c].bits) continue;
        if (!tables_make(tables, &requests[c])) return 0;
    }
    return 1;
}

static void blocks_ready(struct skim_state *state, const struct skim_scan *scan) {
    uint32_t count = 0;
    for (uint32_t c = 0; c < scan->component_count; c++) {
        const struct tables *tables = &state->set->tables[state->tables_of[c]];
        uint32_t end = count + scan->components[c].across * scan->components[c].down;
        for (; count < end; count++) {
            state->blocks[count] = (struct block){
                .first = &tables->first, .others = &tables->others, .tables = tables};
        }
    }
    uint32_t luma_count = scan->components[0].across * scan->components[0].down;
    for (uint32_t i = 0; i < count; i++) {
        struct block *after = &state->blocks[(i + 1) % count];
        state->blocks[i].after = after;
        after->before = &state->blocks[i];
        after->length_before = i < luma_count ? 64 : 0;
    }
    state->block_count = count;
}

/// Reads the means of units of one row, and what else is wanted of them; 0 for anything unusual.
static int units_read(
    struct skim_state *state, const struct skim_scan *scan, size_t unit_count, int is_looked_at) {
    size_t count = unit_count * state->block_count;
    if (scan->kind == SKIM_MEANS_BIT) {
        bits_read(state, count);
        return 1;
    }
    int sum = state->last[0] + state->last[1] + state->last[2];
    const struct blocks all = {count, state->means, state->values};
    int64_t last = is_looked_at ? units_looked_at(state, scan, unit_count, (int16_t)sum)
                                : blocks_read(state, &all, (int16_t)sum);
    if (last < 0) return 0;
    sums_parted(state, scan, unit_count);
    return 1;
}

/// Copies a block's pixels to their place; units may hang over the picture.
static void block_placed(
    const uint8_t *block, uint32_t side, size_t x, size_t y, const struct target *target) {
    uint8_t *place = target->pixels + y * target->width + x;
    if (x + side <= target->width && y + side <= target->height) {
        for (uint32_t i = 0; i < side; i++) {
            // A constant length is copied at once.
            if (side == 8) memcpy(place + i * target->width, block + 8 * i, 8);
            if (side == 4) memcpy(place + i * target->width, block + 4 * i, 4);
            if (side == 2) memcpy(place + i * target->width, block + 2 * i, 2);
        }
        return;
    }
    for (uint32_t i = 0; i < side && y + i < target->height; i++) {
        for (uint32_t j = 0; j < side && x + j < target->width; j++) {
            place[i * target->width + j] = block[side * i + j];
        }
    }
}

/// Transforms the luma of units and puts its pixels in their place. 0 if something is too large.
static int pixels_placed(
    struct skim_state *state, const struct skim_scan *scan, size_t unit_count, uint32_t column,
    uint32_t row, const struct target *target) {
    uint32_t across = scan->components[0].across, down = scan->components[0].down;
    uint32_t luma_count = across * down, side = 8 / target->scale, outside = 0;
    int16_t *first = state->values;
    for (size_t unit = 0; unit < unit_count; unit++) {
        const int16_t *means = state->means + unit * state->block_count;
        for (size_t i = 0; i < luma_count; i++, first += 64) {
            outside |= (uint32_t)(means[i] + 16384) & ~32767u;
            *first = means[i];
        }
    }
    outside |= target->transform(
        state->values, unit_count * luma_count, &state->quantizers, state->pixels);
    const uint8_t *block = state->pixels;
    size_t size = side == 8 ? 64 : 16;
    for (size_t unit = 0; unit < unit_count; unit++, column += across) {
        for (uint32_t j = 0; j < down; j++) {
            for (uint32_t i = 0; i < across; i++, block += size) {
                size_t x = (size_t)(column + i) * side, y = (size_t)(row + j) * side;
                if (x < target->width && y < target->height) {
                    block_placed(block, side, x, y, target);
                }
            }
        }
    }
    return outside == 0;
}

/// Reads units of one row and puts what is in them in its place; 0 for anything unusual.
static int piece_read(
    struct skim_state *state, const struct skim_scan *scan, size_t unit_count, uint32_t unit,
    uint32_t unit_row, int is_looked_at, const struct target *target) {
    const struct skim_component *luma = &scan->components[0];
    if (target->pixels) {
        size_t length = 64 * (unit_count * luma->across * luma->down + BLOCKS_AT_ONCE);
        memset(state->values, 0, length * sizeof state->values[0]);
    }
    if (!units_read(state, scan, unit_count, is_looked_at)) return 0;
    if (window_left(&state->window) < 0) return 0;
    if (!all_means_placed(state, scan, unit_count, unit, unit_row, target->means)) return 0;
    uint32_t column = unit * luma->across, row = unit_row * luma->down;
    return !target->pixels || pixels_placed(state, scan, unit_count, column, row, target);
}

/// Reads a scan; where the marker after it is, or 0 for anything unusual.
static size_t scan_read(
    struct skim_state *state, const uint8_t *bytes, size_t count, const struct skim_scan *scan,
    const struct target *target) {
    if (!is_plain(scan, count)) return 0;
    state->set = &state->sets[
        scan->kind != SKIM_SEQUENTIAL ? SET_PROGRESSIVE : target->pixels ? SET_PIXELS : SET_MEANS];
    if (scan->kind != SKIM_MEANS_BIT
        && !tables_ready(state, bytes, count, scan, target->pixels != NULL)) {
        return 0;
    }
    blocks_ready(state, scan);
    struct window *w = &state->window;
    window_open(w, bytes + scan->data, bytes + count);
    uint32_t interval = scan->restart_interval ? scan->restart_interval : UINT32_MAX;
    uint32_t piece_max = PIECE_UNITS, left = interval, restart = 0, number = 0;
    spread_begin(&state->spread, bytes, count, scan);
    if (target->pixels) {
        piece_max = PIECE_VALUES / (scan->components[0].across * scan->components[0].down);
    }
    memset(state->last, 0, sizeof state->last);
    for (uint32_t row = 0; row < scan->units_down; row++) {
        for (uint32_t unit = 0; unit < scan->units_across;) {
            if (left == 0) {
                if (!window_restart(w, (int)(restart++ & 7))) return 0;
                left = interval;
                memset(state->last, 0, sizeof state->last);
            }
            uint32_t piece = scan->units_across - unit;
            if (piece > left) piece = left;
            if (piece > piece_max) piece = piece_max;
            int is_looked_at = spread_looks_at(&state->spread, number++);
            int is_read = piece_read(state, scan, piece, unit, row, is_looked_at, target);
            if (!is_read) return 0;
            unit += piece;
            if (scan->restart_interval) left -= piece;
        }
    }
    return window_is_used(w) && w->source < w->source_end ? (size_t)(w->source - bytes) : 0;
}

size_t skim_read(
    struct skim_state *state, const uint8_t *bytes, size_t count, const struct skim_scan *scan,
    int16_t *const *means) {
    struct target target = {.scale = 8, .means = means};
    return scan_read(state, bytes, count, scan, &target);
}

size_t skim_read_scaled(
    struct skim_state *state, const uint8_t *bytes, size_t count, const struct skim_scan *scan,
    int16_t *const *means, size_t quantizers, uint32_t scale, uint32_t picture_width,
    uint32_t picture_height, uint32_t level, uint8_t *pixels) {
    if (scan->kind != SKIM_SEQUENTIAL || (scale != 1 && scale != 2 && scale != 4)) return 0;
    const struct skim_component *luma = &scan->components[0];
    if (picture_width > 8 * (uint64_t)luma->width) return 0;
    if (picture_height > 8 * (uint64_t)luma->height) return 0;
    if (quantizers > count || count - quantizers < 64) return 0;
    if (!quantizers_read(&state->quantizers, bytes + quantizers)) return 0;
    const struct transforms *transforms = transforms_of(level);
    struct target target = {
        .scale = scale,
        .transform = scale == 4 ? transforms->quarters
            : scale == 2        ? transforms->halves
                                : transforms->wholes,
        .width = (picture_width + scale - 1) / scale,
        .height = (picture_height + scale - 1) / scale, .pixels = pixels, .means = means};
    return scan_read(state, bytes, count, scan, &target);
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
