// Huffman tables that answer for several symbols at a time.
#ifndef TURNSTONE_TABLES_H
#define TURNSTONE_TABLES_H
#include "window.h"

/// Bits that a look-up sees. A larger table takes more symbols at a time and longer to make.
enum { LOOKUP_BITS_MIN = 9, LOOKUP_BITS_MAX = 12, LOOKUP_BITS_WIDE = 11 };

/// Scans in a row that need the same tables before they are thought to go on: most files have those
/// of the standard's annex K.
enum { KEPT_MATCH_COUNT = 4 };

/// Bits that one entry may use: three entries fit in the 56 bits of a filled window.
enum { ENTRY_BITS_MAX = 18 };

/// The largest category of a mean's difference in pictures of 8 bits.
enum { MEAN_CATEGORY_MAX = 11 };

/// An entry of a table: bits that it uses, in bits 0 to 7; how far it goes in the block, in bits 8
/// to 15; the mean's difference, in bits 16 to 31. A block is done at 64. The symbol that ends a
/// block early counts as one coefficient and adds ENDS, so that whatever comes to more than 64
/// without it, or more than 64 + ENDS with it, ran over the block's end: it is taken again,
/// symbol by symbol. Entries that are too long for the table are made to run over.
enum { ENDS = 128, TOO_LONG_FIRST = 65, TOO_LONG = 64 };

/// The symbols of one code.
struct code {
    int32_t limits[17];  // by length: where codes of it end, as 16 bits from the top
    int32_t offsets[17]; // from a code to its symbol's place
    uint8_t symbols[256];
};

/// What is looked up: entries of 32 bits, or of 64 with up to two coefficients in the upper half:
/// their places from where the entry begins, 6 bits each; the first one's value, 8 bits; how far
/// right to shift for the second one's extra bits, 6 bits; and how many there are, 4 bits. The
/// second value may reach past the bits that were looked up. An entry of one coefficient has its
/// place twice, and one of none puts a zero where it begins.
union lookup {
    uint32_t plain[1 << LOOKUP_BITS_MAX];
    uint64_t wide[1 << LOOKUP_BITS_WIDE];
};

/// Where the tables are in the file, and what for.
struct table_request {
    const uint8_t *mean_counts;
    const uint8_t *frequency_counts; // null for scans of means alone
    int has_values; // whether the values of all coefficients are wanted, or of means alone
    int is_wide;    // whether entries have 64 bits
    uint32_t bits;  // looked up
};

/// The two codes of a component, and what is looked up in them.
struct tables {
    int is_made;
    int has_frequencies;
    int has_values;
    int is_wide;
    uint32_t bits;
    struct code means;
    struct code frequencies;
    uint8_t source[2][16 + 256]; // what they were made of
    union lookup first;          // at the beginning of a block
    union lookup others;         // further on
};

/// Whether these tables are what is asked for, whatever the bits.
int tables_match(const struct tables *tables, const struct table_request *request);

/// Makes the tables; 0 if the codes are not complete ones of libjpeg's.
int tables_make(struct tables *tables, const struct table_request *request);

/// The length of the code that comes next, times 256, and its symbol; 0 if there is none.
uint32_t code_next(const struct code *code, uint64_t bits);

/// The number that a symbol's extra bits stand for.
INLINE int32_t extended(uint32_t value, uint32_t count) {
    if (count == 0) return 0;
    return value >> (count - 1) ? (int32_t)value : (int32_t)value - (1 << count) + 1;
}
#endif
