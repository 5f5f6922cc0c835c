// The entropy-coded data of a scan without its stuffed zeros, a window at a time, and the bits of
// it that come next.
#ifndef TURNSTONE_WINDOW_H
#define TURNSTONE_WINDOW_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define INLINE static inline __attribute__((always_inline))

/// What is copied at once stays in the first cache beside the tables.
enum { WINDOW_SIZE = 4096, WINDOW_PADDING = 64 };

struct window {
    const uint8_t *source; // the next byte that is not copied yet
    const uint8_t *source_end;
    const uint8_t *next;  // the next byte for `bits`
    const uint8_t *limit; // the last place where eight bytes can be read
    const uint8_t *end;   // of what is copied; zeros follow once it is ended
    uint64_t bits;        // the next bits from the top; below `bit_count` some of the same again
    int bit_count;        // 0 to 63
    int is_ended;         // a marker or the end of the file was met
    int64_t missing;      // bytes that were read past the end
    uint8_t bytes[WINDOW_SIZE + WINDOW_PADDING];
};

/// Begins at a byte.
void window_open(struct window *w, const uint8_t *start, const uint8_t *end);

/// Makes `next` a place where eight bytes can be read.
void window_move(struct window *w);

/// Whole data: all that was there is used up but for the padding of the last byte.
int window_is_used(struct window *w);

/// Goes on after the restart marker of that number, 0 to 7; 0 if it is not right here.
int window_restart(struct window *w, int number);

/// Bits that are left in the window; negative if more were used than there are.
INLINE int64_t window_left(const struct window *w) {
    return 8 * ((int64_t)(w->end - w->next) - w->missing) + w->bit_count;
}

INLINE uint64_t window_word(const uint8_t *bytes) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}

/// Takes as many whole bytes as fit: 56 bits or more are there afterwards. The bits below
/// `bit_count` are those of the byte that comes next and are or-ed in again with it.
INLINE void window_fill(struct window *w) {
    if (w->next > w->limit) window_move(w);
    w->bits |= window_word(w->next) >> w->bit_count;
    w->next += (63 - w->bit_count) >> 3;
    w->bit_count |= 56;
}
#endif
