#include "window.h"

void window_open(struct window *w, const uint8_t *start, const uint8_t *end) {
    w->source = start;
    w->source_end = end;
    w->next = w->end = w->bytes;
    w->limit = w->bytes - 1;
    w->bits = 0;
    w->bit_count = 0;
    w->is_ended = 0;
    w->missing = 0;
}

/// Copies up to `room` bytes without the zeros that are stuffed after 0xFF; stops at a marker.
static uint8_t *unstuff(struct window *w, uint8_t *output, size_t room) {
    while (room > 0 && !w->is_ended) {
        size_t left = (size_t)(w->source_end - w->source);
        size_t count = left < room ? left : room;
        const uint8_t *found = count ? memchr(w->source, 0xFF, count) : NULL;
        if (found) count = (size_t)(found - w->source);
        memcpy(output, w->source, count);
        output += count;
        room -= count;
        w->source += count;
        if (found && left - count >= 2 && w->source[1] == 0) {
            *output++ = 0xFF;
            room--;
            w->source += 2;
        } else if (found || count == left) {
            w->is_ended = 1;
        }
    }
    return output;
}

void window_move(struct window *w) {
    size_t kept = 0;
    if (w->next <= w->end) {
        kept = (size_t)(w->end - w->next);
        memmove(w->bytes, w->next, kept);
    } else {
        w->missing += w->next - w->end;
    }
    uint8_t *end = unstuff(w, w->bytes + kept, WINDOW_SIZE - kept);
    // Zeros may be read past the end: whether that was so is asked when it matters.
    memset(end, 0, 16);
    w->next = w->bytes;
    w->end = end;
    w->limit = w->is_ended ? end + 8 : end - 8;
}

int window_is_used(struct window *w) {
    if (!w->is_ended) {
        // The marker may be the next byte of the source, not looked at yet.
        if (w->end - w->next > 8) return 0;
        window_move(w);
        if (!w->is_ended) return 0;
    }
    int64_t left = window_left(w);
    return left >= 0 && left < 8;
}

int window_restart(struct window *w, int number) {
    if (!window_is_used(w)) return 0;
    const uint8_t *byte = w->source;
    // Any number of fill bytes may come before the marker.
    while (byte < w->source_end && *byte == 0xFF) byte++;
    if (byte == w->source || byte == w->source_end || *byte != 0xD0 + number) return 0;
    window_open(w, byte + 1, w->source_end);
    return 1;
}
