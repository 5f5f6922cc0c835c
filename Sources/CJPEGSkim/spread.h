// What colours hold within the blocks that were looked at.
#ifndef TURNSTONE_SPREAD_H
#define TURNSTONE_SPREAD_H
#include "jpeg_skim.h"

/// Of so many pieces of a scan one is looked at.
enum { SPREAD_PIECES = 8 };

/// A frequency counts for no more, sixteen times what light can be: so the sum of the squares of
/// all blocks of the largest picture fits its 64 bits.
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
    // Steps of the golden ratio: however many pieces a row has, all columns have their turn. The
    // fourth piece is the first one: every picture that is screened has as many.
    return spread->has_steps && (piece + 2) * 0x9E3779B9u < UINT32_MAX / SPREAD_PIECES;
}
#endif
