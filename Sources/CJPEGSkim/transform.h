// The reduced inverse transforms of libjpeg: means of the pixels of each quarter or each sixteenth
// of a block.
#ifndef TURNSTONE_TRANSFORM_H
#define TURNSTONE_TRANSFORM_H
#include <stddef.h>
#include <stdint.h>

/// Quantizers in the order of rows, and the largest coefficient that each may stand before.
struct quantizers {
    int16_t factors[64];
    int16_t limits[64];
    uint16_t spans[64];
};

/// Reads 64 bytes in zig-zag order; 0 if one is zero.
int quantizers_read(struct quantizers *quantizers, const uint8_t *bytes);

/// The place in the order of rows of a place in zig-zag order; places past 63 are 63.
extern const uint8_t zigzag_rows[128];

/// 2 x 2 pixels of 64 coefficients. Returns non-zero if something is too large for libjpeg's
/// variants of this to agree on it.
uint32_t transform_quarter(
    const int16_t *coefficients, const struct quantizers *quantizers, uint8_t *pixels,
    size_t stride);

/// 4 x 4 pixels.
uint32_t transform_half(
    const int16_t *coefficients, const struct quantizers *quantizers, uint8_t *pixels,
    size_t stride);
#endif
