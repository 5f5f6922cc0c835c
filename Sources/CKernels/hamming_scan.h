// The Hamming kernels, compiled once for each level: define SCAN(name) and include this.
#include "kernels.h"

#define INLINE static inline __attribute__((always_inline))

INLINE uint32_t distance256(const uint64_t *a, const uint64_t *b) {
    return (uint32_t)(__builtin_popcountll(a[0] ^ b[0]) + __builtin_popcountll(a[1] ^ b[1])
        + __builtin_popcountll(a[2] ^ b[2]) + __builtin_popcountll(a[3] ^ b[3]));
}

static void SCAN(distances)(
    const uint64_t *needle, const uint64_t *hashes, size_t count, uint16_t *distances) {
    for (size_t i = 0; i < count; i++) {
        distances[i] = (uint16_t)distance256(needle, hashes + 4 * i);
    }
}

INLINE size_t scan_of(
    const uint64_t *needles, size_t needle_count, const uint64_t *hashes, size_t count,
    uint32_t threshold, struct kernel_hit *hits, size_t hit_max, size_t *scanned) {
    size_t hit_count = 0, i = 0;
    for (; i < count && hit_count + 8 <= hit_max; i++) {
        for (size_t n = 0; n < needle_count; n++) {
            uint32_t distance = distance256(needles + 4 * n, hashes + 4 * i);
            if (__builtin_expect(distance <= threshold, 0)) {
                hits[hit_count++] = (struct kernel_hit){(uint32_t)n, distance, i};
            }
        }
    }
    *scanned = i;
    return hit_count;
}

static size_t SCAN(scan)(
    const uint64_t *needles, size_t needle_count, const uint64_t *hashes, size_t count,
    uint32_t threshold, struct kernel_hit *hits, size_t hit_max, size_t *scanned) {
    if (needle_count == 8) {
        // A constant count is unrolled.
        return scan_of(needles, 8, hashes, count, threshold, hits, hit_max, scanned);
    }
    return scan_of(needles, needle_count, hashes, count, threshold, hits, hit_max, scanned);
}
