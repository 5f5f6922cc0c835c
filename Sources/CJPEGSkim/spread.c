// How strongly colours change within blocks: some of the scan is read symbol by symbol for it.
#include "state.h"

void spread_begin(
    struct spread *spread, const uint8_t *bytes, size_t count, const struct skim_scan *scan) {
    spread->has_steps = scan->kind == SKIM_SEQUENTIAL && scan->component_count > 1;
    spread->sum = spread->block_count = 0;
    for (uint32_t c = 1; c < scan->component_count && spread->has_steps; c++) {
        const struct skim_component *component = &scan->components[c];
        size_t width = component->has_wide_steps ? 2 : 1, at = component->steps;
        if (at > count || count - at < 64 * width) {
            spread->has_steps = 0;
            return;
        }
        for (size_t i = 0; i < 64; i++) {
            uint32_t low = bytes[at + width * i + width - 1];
            uint32_t high = width == 2 ? bytes[at + 2 * i] : 0;
            spread->steps[c][i] = (uint16_t)(high << 8 | low);
        }
    }
}

/// Adds the square of the next symbol's frequency, if it has one; `done` is how far the block is.
INLINE void spread_add(
    struct spread *spread, const struct code *frequencies, uint32_t component, uint32_t done,
    uint64_t bits) {
    uint32_t symbol = code_next(frequencies, bits);
    uint32_t length = symbol >> 8, zeros = symbol >> 4 & 15, extra = symbol & 15;
    uint32_t place = done + zeros;
    if (extra == 0 || place > 63) return;
    int32_t value = extended((uint32_t)(bits << length >> (64 - extra)), extra);
    int64_t level = (int64_t)value * spread->steps[component][place];
    // No light is so strong; and so sums cannot run over.
    if (level > SPREAD_LEVEL_MAX) level = SPREAD_LEVEL_MAX;
    if (level < -SPREAD_LEVEL_MAX) level = -SPREAD_LEVEL_MAX;
    spread->sum += (uint64_t)(level * level);
}

int64_t blocks_read_by_symbol(
    struct skim_state *state, const struct skim_scan *scan, size_t unit_count, int16_t sum) {
    struct window *w = &state->window;
    int16_t *mean = state->means, *values = state->values;
    uint32_t progress = (uint32_t)(uint16_t)sum << 16;
    for (size_t unit = 0; unit < unit_count; unit++) {
        const struct block *block = state->blocks;
        for (uint32_t c = 0; c < scan->component_count; c++) {
            const struct code *frequencies = &block->tables->frequencies;
            for (uint32_t i = scan->components[c].across * scan->components[c].down; i > 0; i--) {
                for (uint32_t done = 0; done < 64; done = progress >> 8 & 255) {
                    window_fill(w);
                    if (c > 0 && done > 0) {
                        spread_add(&state->spread, frequencies, c, done, w->bits);
                    }
                    uint64_t stepped = symbol_step(w, block, progress, values);
                    if (stepped == UNUSUAL) return -1;
                    progress = (uint32_t)stepped;
                }
                progress &= ~(uint32_t)COEFFICIENTS;
                *mean++ = (int16_t)(progress >> 16);
                if (block->tables->has_values) values += 64;
                state->spread.block_count += c > 0;
                block = block->after;
            }
        }
    }
    return progress >> 16;
}

uint64_t skim_spread(const struct skim_state *state, uint64_t *block_count) {
    *block_count = state->spread.block_count;
    return state->spread.sum;
}
