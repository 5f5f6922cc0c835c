// Searching an index of PDQ hashes, compiled once for each level: define SEARCH(name) and LANES,
// the 16-bit lanes of a vector, and include this.
//
// Where two hashes differ in r bits, they differ in d[s] bits of slot s, and the d[s] add up to r.
// Give each slot a radius t[s] so that all add up to r - 15. Then around the ring of slots there is
// one, s, from which all sums stay low: d[s] <= t[s], d[s] + d[s + 1] <= t[s] + t[s + 1] + 1, and
// so on (Qin and Xiao, "Pigeonring", VLDB 2018; it is the cycle lemma for d[s] - t[s] - 1, whose
// sum is negative). So each slot is looked up within its radius, and of what is found there, all
// but some thousandths fall by the slot behind it, which is kept beside each row.
#include "kernels.h"
#include <string.h>

enum {
    VALUES = 1 << 16,
    SLOT_RADIUS_MAX = 4,
    MASK_COUNT_MAX = 1 + 16 + 120 + 560 + 1820, // of up to four bits
    PROBE_COUNT = 128,                          // looked up together, so that misses overlap
    WAITING_COUNT = 512,
};

typedef uint16_t lanes __attribute__((ext_vector_type(LANES)));
typedef _Bool lane_bits __attribute__((ext_vector_type(LANES)));

/// A value of a slot that is looked up, then the rows that have it.
struct probe {
    uint32_t slot, first, end;
    uint16_t value, limit; // the greatest distance of the slot behind
};

struct search {
    const struct kernel_index *index;
    const uint64_t *needle;
    uint32_t threshold;
    uint64_t cost, cost_max; // nanoseconds, about
    struct kernel_hit *hits;
    size_t hit_count, hit_max;
    const uint8_t *waiting[WAITING_COUNT]; // where their positions stand
    size_t waiting_count;
    int is_over; // costs more than allowed, there are more hits, or the index is damaged
};

INLINE uint16_t slot_of(const uint64_t *hash, uint32_t slot) {
    return (uint16_t)(hash[slot % KERNEL_SLOTS / 4] >> (16 * (slot % 4)));
}

/// The radius of each slot: they add up to `threshold - 15`, and those of -1 are not looked up.
INLINE void set_radii(uint32_t threshold, int32_t *radii) {
    const int32_t sum = (int32_t)threshold - (KERNEL_SLOTS - 1);
    const int32_t least = sum < 0 ? -1 : sum / KERNEL_SLOTS;
    const int32_t more = sum - least * KERNEL_SLOTS;
    for (int32_t s = 0; s < KERNEL_SLOTS; s++) {
        // Evenly, so that neighbours' sums stay low.
        radii[s] = least + ((s + 1) * more / KERNEL_SLOTS > s * more / KERNEL_SLOTS);
    }
}

/// All numbers of 16 bits of which at most `radius` are set, those of fewer bits first.
INLINE size_t set_masks(int32_t radius, uint16_t *masks, size_t *counts) {
    size_t count = 0;
    masks[count++] = 0;
    counts[0] = 1;
    for (int32_t bits = 1; bits <= radius; bits++) {
        for (uint32_t mask = (1u << bits) - 1; mask < VALUES;) {
            masks[count++] = (uint16_t)mask;
            // The next higher number with as many bits (Gosper).
            uint32_t low = mask & -mask, carried = mask + low;
            mask = (((carried ^ mask) >> 2) >> __builtin_ctz(low)) | carried;
        }
        counts[bits] = count;
    }
    return count;
}

INLINE uint32_t row_at(const uint8_t *bytes, size_t byte_count) {
    uint32_t row = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16;
    return byte_count == 4 ? row | (uint32_t)bytes[3] << 24 : row;
}

INLINE uint32_t distance_of(const uint64_t *a, const uint64_t *b) {
    return (uint32_t)(__builtin_popcountll(a[0] ^ b[0]) + __builtin_popcountll(a[1] ^ b[1])
        + __builtin_popcountll(a[2] ^ b[2]) + __builtin_popcountll(a[3] ^ b[3]));
}

/// Compares the hashes of the rows that wait.
INLINE void compare_waiting(struct search *search) {
    const struct kernel_index *index = search->index;
    uint32_t rows[WAITING_COUNT];
    for (size_t i = 0; i < search->waiting_count; i++) {
        rows[i] = row_at(search->waiting[i], index->row_bytes);
        if (rows[i] >= index->count) {
            rows[i] = 0;
            search->is_over = 1;
        }
        __builtin_prefetch(index->hashes + 4 * (size_t)rows[i]);
    }
    for (size_t i = 0; i < search->waiting_count; i++) {
        const size_t row = rows[i];
        uint32_t distance = distance_of(search->needle, index->hashes + 4 * row);
        if (distance > search->threshold) continue;
        if (search->hit_count == search->hit_max) {
            search->is_over = 1;
            break;
        }
        search->hits[search->hit_count++] = (struct kernel_hit){0, distance, row};
    }
    search->cost += search->waiting_count * KERNEL_COST_COMPARED;
    search->waiting_count = 0;
}

/// Gathers the rows of a probe whose next slot is near.
INLINE void filter(struct search *search, const struct probe *probe) {
    const struct kernel_index *index = search->index;
    const uint8_t *slot = index->slots + probe->slot * index->slot_bytes;
    const uint16_t *nexts = (const uint16_t *)(slot + index->nexts_offset);
    const uint8_t *rows = slot + index->rows_offset;
    const lanes next = slot_of(search->needle, probe->slot + 1);
    const lanes limit = probe->limit;
    // As wide as an address: the last step may pass 32 bits.
    for (size_t i = probe->first; i < probe->end; i += LANES) {
        lanes found;
        // Up to a vector behind the last: `nexts` has that much more.
        memcpy(&found, nexts + i, sizeof found);
        lane_bits near = __builtin_convertvector(
            __builtin_elementwise_popcount(found ^ next) <= limit, lane_bits);
        uint32_t bits = 0;
        memcpy(&bits, &near, sizeof near);
        if (probe->end - i < LANES) bits &= (1u << (probe->end - i)) - 1;
        for (; bits != 0; bits &= bits - 1) {
            const size_t position = i + (uint32_t)__builtin_ctz(bits);
            const uint8_t *row = rows + position * index->row_bytes;
            __builtin_prefetch(row);
            search->waiting[search->waiting_count++] = row;
        }
        if (search->waiting_count > WAITING_COUNT - LANES) {
            compare_waiting(search);
            if (search->is_over || search->cost > search->cost_max) break;
        }
    }
}

/// Looks up some probes; stops where it becomes too dear.
INLINE void look_up(struct search *search, struct probe *probes, size_t count) {
    const struct kernel_index *index = search->index;
    for (size_t i = 0; i < count; i++) {
        struct probe *probe = &probes[i];
        const uint8_t *slot = index->slots + probe->slot * index->slot_bytes;
        const uint32_t *starts = (const uint32_t *)slot + probe->value;
        probe->first = starts[0];
        probe->end = starts[1];
        if (probe->first > probe->end || probe->end > index->count) {
            search->is_over = 1;
            return;
        }
        const uint16_t *nexts = (const uint16_t *)(slot + index->nexts_offset);
        // What is longer, the processor fetches ahead by itself.
        for (uint32_t line = 0; line < 8 && probe->first + 32 * line < probe->end; line++) {
            __builtin_prefetch(nexts + probe->first + 32 * line);
        }
        search->cost += KERNEL_COST_PROBE + (probe->end - probe->first) / KERNEL_FILTERED_PER_COST;
    }
    for (size_t i = 0; i < count && search->cost <= search->cost_max && !search->is_over; i++) {
        filter(search, &probes[i]);
    }
    compare_waiting(search);
    if (search->cost > search->cost_max) search->is_over = 1;
}

static size_t SEARCH(search)(
    const struct kernel_index *index, const uint64_t *needle, uint32_t threshold,
    uint64_t cost_max, struct kernel_hit *hits, size_t hit_max) {
    int32_t radii[KERNEL_SLOTS];
    set_radii(threshold, radii);
    // The first slot has the least radius, the last the greatest.
    const int32_t greatest = radii[KERNEL_SLOTS - 1];
    if (greatest > SLOT_RADIUS_MAX) return SIZE_MAX;
    uint16_t masks[MASK_COUNT_MAX];
    size_t counts[SLOT_RADIUS_MAX + 1];
    set_masks(greatest, masks, counts);
    struct search search = {
        .index = index, .needle = needle, .threshold = threshold, .cost_max = cost_max,
        .hits = hits, .hit_max = hit_max};
    struct probe probes[PROBE_COUNT];
    size_t probe_count = 0;
    for (uint32_t s = 0; s < KERNEL_SLOTS; s++) {
        if (radii[s] < 0) continue;
        const int32_t bound = radii[s] + radii[(s + 1) % KERNEL_SLOTS] + 1;
        const uint16_t value = slot_of(needle, s);
        for (size_t m = 0; m < counts[radii[s]]; m++) {
            struct probe *probe = &probes[probe_count++];
            probe->slot = s;
            probe->value = value ^ masks[m];
            probe->limit = (uint16_t)(bound - __builtin_popcount(masks[m]));
            __builtin_prefetch(index->slots + s * index->slot_bytes + 4u * probe->value);
            if (probe_count < PROBE_COUNT) continue;
            look_up(&search, probes, probe_count);
            if (search.is_over) return SIZE_MAX;
            probe_count = 0;
        }
    }
    look_up(&search, probes, probe_count);
    return search.is_over ? SIZE_MAX : search.hit_count;
}
