// What colours hold within the blocks that were looked at.
#ifndef TURNSTONE_SPREAD_H
#define TURNSTONE_SPREAD_H
#include "jpeg_skim.h"

/// Of so many pieces of a scan one is looked at, and which: not the first, often a border.
enum { SPREAD_PIECES = 16, SPREAD_PIECE = 5 };

/// More than any light, in units of frequencies: eight times 255 and some.
enum { SPREAD_LEVEL_MAX = 1 << 15 };

struct spread {
    uint16_t steps[SKIM_COMPONENT_MAX][64]; // in the order of the file
    int has_steps;
    uint64_t sum; // of squares of frequencies
    uint64_t block_count;
};

/// Begins with a scan of that file; nothing is looked at where it has no colours or no frequencies.
void spread_begin(
    struct spread *spread, const uint8_t *bytes, size_t count, const struct skim_scan *scan);

/// Whether the piece of that number is to be read symbol by symbol.
static inline int spread_looks_at(const struct spread *spread, uint32_t piece) {
    return spread->has_steps && piece % SPREAD_PIECES == SPREAD_PIECE;
}
#endif
