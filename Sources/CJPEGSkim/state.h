// What is kept while a scan is read, and from scan to scan.
#ifndef TURNSTONE_STATE_H
#define TURNSTONE_STATE_H
#include "jpeg_skim.h"
#include "spread.h"
#include "tables.h"
#include "transform.h"

/// What is read before its luma is put in its place.
enum { PIECE_UNITS = 128, PIECE_VALUES = 64 };

/// A block of a unit, and the one that comes after it.
struct block {
    const union lookup *first;
    const union lookup *others;
    const struct block *after;
    const struct block *before;
    const struct tables *tables;
    size_t length_before; // coefficients of the block before that are kept: all or none
};

/// What different scans want of their tables, so that those of one are still there after another's.
enum { SET_MEANS = 0, SET_PIXELS = 1, SET_PROGRESSIVE = 2, SET_COUNT = 3 };

struct table_set {
    struct tables tables[SKIM_COMPONENT_MAX];
    uint32_t match_count; // scans in a row whose tables were there already
};

struct skim_state {
    struct window window;
    struct table_set sets[SET_COUNT];
    struct table_set *set;                  // that of the scan that is read
    uint32_t tables_of[SKIM_COMPONENT_MAX]; // which of its tables a component has
    struct block blocks[SKIM_UNIT_BLOCK_MAX];
    uint32_t block_count;
    // The last mean of each component, before what is read next.
    int16_t last[SKIM_COMPONENT_MAX];
    int16_t means[PIECE_UNITS * SKIM_UNIT_BLOCK_MAX];
    // Blocks that are not kept put zeros where the next one goes, and some are transformed at once.
    int16_t values[64 * (PIECE_VALUES + BLOCKS_AT_ONCE)];
    uint8_t pixels[64 * (PIECE_VALUES + BLOCKS_AT_ONCE)];
    struct quantizers quantizers;
    struct spread spread;
};

/// What is known within a block: bits that were used since the window was filled, in bits 0 to 7;
/// coefficients, in bits 8 to 15; the sum of the means' differences, in bits 16 to 31. Entries are
/// added to it.
enum { COEFFICIENTS = 0xFF00 };

static const uint64_t UNUSUAL = ~(uint64_t)0;

/// A frequency of a block: its place in the order of the file, 1 to 63, and how often its step.
struct frequency {
    uint32_t place;
    int32_t value;
};

/// One symbol, whatever its length; fills the window again. The new progress, or UNUSUAL. Where
/// `frequency` is not null it gets that of the symbol, if it has one.
uint64_t symbol_step(
    struct window *w, const struct block *block, uint32_t progress, int16_t *values,
    struct frequency *frequency);

/// Blocks to be read, and where what is read of them goes.
struct blocks {
    size_t count;
    int16_t *means;
    int16_t *values;
};

/// Reads blocks from the beginning of a unit. For each `means` gets the sum of all means'
/// differences so far, whichever component they are of, as 16 bits; `values`, if tables are wide,
/// gets the frequencies of luma. Takes the sum before them and returns the last one, or -1 for
/// anything unusual.
int64_t blocks_read(struct skim_state *state, const struct blocks *wanted, int16_t sum);

/// The same for whole units of a sequential scan with colours, to the state's own means and values;
/// colours symbol by symbol, and what they hold is added to the spread.
int64_t units_looked_at(
    struct skim_state *state, const struct skim_scan *scan, size_t unit_count, int16_t sum);

/// Reads one bit a block to `state->means`.
void bits_read(struct skim_state *state, size_t count);
#endif
