// Sorting by bytes. The rows of an index's slot go by the value's high byte, then by its low one:
// in one step each would go to one of 65,536 places, and most writes would miss cache and TLB.
#include "kernels.h"
#include <string.h>

enum { BYTES = 256 };

static uint16_t slot_of(const uint64_t *hash, uint32_t slot) {
    return (uint16_t)(hash[slot % KERNEL_SLOTS / 4] >> (16 * (slot % 4)));
}

/// Turns counts into the places where each begins, from `first` on.
static void place(uint32_t *counts, uint32_t first) {
    for (int b = 0; b < BYTES; b++) {
        uint32_t count = counts[b];
        counts[b] = first;
        first += count;
    }
}

/// Sorts what has one high byte, from `first` to `end`.
static void sort_low(
    const uint64_t *items, uint32_t first, uint32_t end, uint32_t *starts, uint16_t *nexts,
    uint8_t *rows, size_t row_bytes) {
    uint32_t places[BYTES] = {0};
    for (uint32_t i = first; i < end; i++) places[items[i] & 0xFF]++;
    place(places, first);
    memcpy(starts, places, sizeof places);
    for (uint32_t i = first; i < end; i++) {
        const size_t position = places[items[i] & 0xFF]++;
        nexts[position] = (uint16_t)(items[i] >> 8);
        for (size_t b = 0; b < row_bytes; b++) {
            rows[position * row_bytes + b] = (uint8_t)(items[i] >> (32 + 8 * b));
        }
    }
}

void kernel_index_slot(
    const uint64_t *hashes, size_t count, uint32_t slot, uint64_t *items, uint32_t *starts,
    uint16_t *nexts, uint8_t *rows, size_t row_bytes) {
    uint32_t places[BYTES] = {0};
    for (size_t i = 0; i < count; i++) places[slot_of(hashes + 4 * i, slot) >> 8]++;
    place(places, 0);
    uint32_t firsts[BYTES + 1];
    memcpy(firsts, places, sizeof places);
    firsts[BYTES] = (uint32_t)count;
    for (size_t i = 0; i < count; i++) {
        const uint16_t value = slot_of(hashes + 4 * i, slot);
        const uint64_t next = slot_of(hashes + 4 * i, slot + 1);
        items[places[value >> 8]++] = (uint64_t)i << 32 | next << 8 | (value & 0xFF);
    }
    for (int b = 0; b < BYTES; b++) {
        sort_low(items, firsts[b], firsts[b + 1], starts + BYTES * b, nexts, rows, row_bytes);
    }
    starts[BYTES * BYTES] = (uint32_t)count;
}

void kernel_sort(uint64_t *numbers, uint64_t *scratch, size_t count) {
    // An even number of rounds: the last one writes into `numbers`.
    for (int shift = 32; shift < 64; shift += 8) {
        size_t places[BYTES] = {0}, first = 0;
        for (size_t i = 0; i < count; i++) places[numbers[i] >> shift & 0xFF]++;
        for (int b = 0; b < BYTES; b++) {
            size_t found = places[b];
            places[b] = first;
            first += found;
        }
        for (size_t i = 0; i < count; i++) {
            scratch[places[numbers[i] >> shift & 0xFF]++] = numbers[i];
        }
        uint64_t *other = numbers;
        numbers = scratch;
        scratch = other;
    }
}
