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

/// A block of a colour, whose mean's difference is added to `sum`; -1 for anything unusual.
static int64_t block_looked_at(
    struct skim_state *state, const struct block *block, uint32_t component, uint16_t sum) {
    struct spread *spread = &state->spread;
    uint32_t progress = (uint32_t)sum << 16;
    for (uint32_t done = 0; done < 64; done = progress >> 8 & 255) {
        struct frequency frequency = {0, 0};
        uint64_t stepped = symbol_step(&state->window, block, progress, NULL, &frequency);
        if (stepped == UNUSUAL) return -1;
        progress = (uint32_t)stepped;
        int64_t level = (int64_t)frequency.value * spread->steps[component][frequency.place];
        if (level > SPREAD_LEVEL_MAX || level < -SPREAD_LEVEL_MAX) level = SPREAD_LEVEL_MAX;
        spread->sum += (uint64_t)(level * level);
    }
    spread->block_count++;
    return progress >> 16;
}

int64_t units_looked_at(
    struct skim_state *state, const struct skim_scan *scan, size_t unit_count, int16_t sum) {
    const size_t luma_count = (size_t)scan->components[0].across * scan->components[0].down;
    struct blocks luma = {luma_count, state->means, state->values};
    int64_t last = (uint16_t)sum;
    for (size_t unit = 0; unit < unit_count; unit++) {
        last = blocks_read(state, &luma, (int16_t)last);
        if (last < 0) return -1;
        luma.means += luma_count;
        // Of means alone nothing is kept, and there is room for fewer blocks.
        if (state->set->tables[0].is_wide) luma.values += 64 * luma_count;
        const struct block *block = state->blocks + luma_count;
        for (uint32_t c = 1; c < scan->component_count; c++) {
            for (uint32_t i = scan->components[c].across * scan->components[c].down; i > 0; i--) {
                last = block_looked_at(state, block++, c, (uint16_t)last);
                if (last < 0) return -1;
                *luma.means++ = (int16_t)last;
            }
        }
    }
    return last;
}

uint64_t skim_spread(const struct skim_state *state, uint64_t *block_count) {
    *block_count = state->spread.block_count;
    return state->spread.sum;
}
