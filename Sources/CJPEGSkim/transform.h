// The inverse transforms of libjpeg: the pixels of a block, or means of those of each quarter or
// each sixteenth of it.
#ifndef TURNSTONE_TRANSFORM_H
#define TURNSTONE_TRANSFORM_H
#include <stddef.h>
#include <stdint.h>

/// Quantizers in the order of rows, with the largest coefficient that each may stand before, and
/// twice that.
struct quantizers {
    int16_t factors[64];
    int16_t limits[64];
    uint16_t spans[64];
};

/// Reads 64 bytes in zig-zag order; 0 if one is zero.
int quantizers_read(struct quantizers *quantizers, const uint8_t *bytes);

/// The place in the order of rows of a place in zig-zag order; places past 63 are 63.
extern const uint8_t zigzag_rows[128] __attribute__((visibility("hidden")));

/// Blocks that are transformed side by side, at most.
enum { BLOCKS_AT_ONCE = 4 };

/// Pixels of blocks of 64 coefficients in the order of rows: for each block 16 bytes, all of them
/// or four of which are pixels, row by row, or 64. Blocks are followed by others that are all zero,
/// and by room for their pixels, up to a multiple of BLOCKS_AT_ONCE. Returns non-zero if something
/// is too large for libjpeg's own variants of this to agree on it.
typedef uint32_t (*transform)(
    const int16_t *coefficients, size_t count, const struct quantizers *quantizers,
    uint8_t *pixels);

/// The transforms of a level; each gives the same pixels.
struct transforms {
    transform quarters; // 2 x 2 pixels
    transform halves;   // 4 x 4 pixels
    transform wholes;   // 8 x 8 pixels
};

/// Those of that level, as skim_read_scaled has it, or the fastest under it that this processor can
/// run.
const struct transforms *transforms_of(uint32_t level);
#endif
