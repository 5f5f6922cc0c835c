// The luma of a JPEG at its size, a half, a quarter or an eighth, read from its entropy-coded data
// without decoding the rest; and how much of the light that is shown only clamping makes.
//
// The files are hostile. Nothing here allocates or keeps a pointer; the bytes are read through a
// window that is always padded, every table index is a shifted word, and every loop ends with the
// blocks of the picture or the bytes of the file. Whatever is not plain and whole is "unusual":
// the caller gives the file to libjpeg then, whose word on damage is the one that counts.
#ifndef TURNSTONE_JPEG_SKIM_H
#define TURNSTONE_JPEG_SKIM_H
#include <stddef.h>
#include <stdint.h>

/// Tables and the window, kept from file to file: tables that come again are not made again.
struct skim_state;

/// Bytes of a state, aligned to 64; all zero is a new one.
size_t skim_state_size(void);

/// Components of a scan: luma alone, or luma, Cb and Cr.
enum { SKIM_COMPONENT_MAX = 3 };

/// Blocks of all components in a unit, as the standard has it.
enum { SKIM_UNIT_BLOCK_MAX = 10 };

/// What a scan holds.
enum skim_kind {
    SKIM_SEQUENTIAL = 0, // means and frequencies of every block
    SKIM_MEANS = 1,      // means alone: the first such scan of a progressive picture
    SKIM_MEANS_BIT = 2,  // one more bit of each mean
};

struct skim_component {
    /// Where the file has the 16 counts of its Huffman tables, the symbols right after them.
    size_t mean_table;
    size_t frequency_table;
    /// Where it has the 64 steps of its frequencies, of 8 bits each or of 16.
    size_t steps;
    int has_wide_steps;
    /// Blocks of a unit, 1 to 4.
    uint32_t across;
    uint32_t down;
    /// Blocks a row and rows of them; units may hang over.
    uint32_t width;
    uint32_t height;
};

struct skim_scan {
    enum skim_kind kind;
    /// Where its entropy-coded data begins.
    size_t data;
    /// Units a row, and rows of units.
    uint32_t units_across;
    uint32_t units_down;
    /// Units between restart markers; 0 without.
    uint32_t restart_interval;
    /// Bits that the means are to be shifted by, 0 to 13.
    uint32_t shift;
    uint32_t component_count;
    struct skim_component components[SKIM_COMPONENT_MAX];
};

/// Reads a scan to the means of each of its components, row by row. Returns where the marker after
/// it is, or 0 for anything unusual.
size_t skim_read(
    struct skim_state *state, const uint8_t *bytes, size_t count, const struct skim_scan *scan,
    int16_t *const *means);

/// Reads a sequential scan to means and to pixels of luma at that scale, 1, 2 or 4 to one:
/// `picture_width` and `picture_height` divided by it and rounded up. `quantizers` is where the
/// file has luma's, of 8 bits. `level` is the most that may be used of what not every processor
/// has: 0 is nothing, 1 AVX2, 2 AVX-512; the pixels are the same. Returns as skim_read does.
size_t skim_read_scaled(
    struct skim_state *state, const uint8_t *bytes, size_t count, const struct skim_scan *scan,
    int16_t *const *means, size_t quantizers, uint32_t scale, uint32_t picture_width,
    uint32_t picture_height, uint32_t level, uint8_t *pixels);

/// What colours hold beside their means in some blocks of the sequential scan that was read last:
/// the squares of their frequencies times their steps, added up, and of how many blocks.
uint64_t skim_spread(const struct skim_state *state, uint64_t *block_count);

/// Makes pixels of means: what libjpeg's inverse transform of one coefficient makes. 0 for means
/// that are far from any light.
int skim_pixels(const int16_t *means, size_t count, uint32_t quantizer, uint8_t *pixels);

/// Parts along each side of the picture that are looked at apart.
enum { SKIM_PART_COUNT = 8 };

/// All of a component's blocks.
struct skim_plane {
    uint32_t width;
    uint32_t height;
    /// Blocks of a unit, 1 to 4; luma has the most.
    uint32_t across;
    uint32_t down;
    /// Of the means, 1 to 65,535.
    uint32_t quantizer;
};

/// How much of the luma only clamping makes: for each block of luma R, G and B of the means, as
/// JFIF has them, are held to 0 to 255, and how far the luma of these is from Y is added to the sum
/// of one of 8 by 8 parts of the picture, in sixteenths of a level. The parts begin at floor(blocks
/// times number / 8). 0 for means that are far from any light, and for planes that do not fit.
int skim_clamping(const struct skim_plane *planes, int16_t *const *means, uint64_t *sums);

/// Where the next marker is that is not a restart, from `start`; `count` without.
size_t skim_marker(const uint8_t *bytes, size_t count, size_t start);

#endif
