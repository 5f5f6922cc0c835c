// The Hamming kernels for AVX-512 with VPOPCNTDQ: eight needles are one vector a word.
#if defined(__x86_64__)
#include "kernels.h"
#include <immintrin.h>
#pragma clang attribute push(                                                              \
    __attribute__((target("popcnt,bmi,avx512f,avx512bw,avx512vpopcntdq,avx512bitalg"))),       \
    apply_to = function)
#define SCAN(name) name##_single
#include "hamming_scan.h"
#define SEARCH(name) name##_avx512
#define LANES 32
#include "index_search.h"

static size_t scan_avx512(
    const uint64_t *needles, size_t needle_count, const uint64_t *hashes, size_t count,
    uint32_t threshold, struct kernel_hit *hits, size_t hit_max, size_t *scanned) {
    if (needle_count == 1) {
        return scan_single(
            needles, needle_count, hashes, count, threshold, hits, hit_max, scanned);
    }
    uint64_t words[4][8] = {{0}};
    for (size_t n = 0; n < needle_count; n++) {
        for (int w = 0; w < 4; w++) words[w][n] = needles[4 * n + w];
    }
    __m512i needle[4];
    for (int w = 0; w < 4; w++) needle[w] = _mm512_loadu_si512(words[w]);
    const __m512i limit = _mm512_set1_epi64(threshold);
    const __mmask8 used = (__mmask8)((1u << needle_count) - 1);
    size_t hit_count = 0, i = 0;
    for (; i < count && hit_count + 8 <= hit_max; i++) {
        __m512i sum = _mm512_setzero_si512();
        for (int w = 0; w < 4; w++) {
            __m512i word = _mm512_set1_epi64((long long)hashes[4 * i + w]);
            __m512i difference = _mm512_xor_si512(word, needle[w]);
            sum = _mm512_add_epi64(sum, _mm512_popcnt_epi64(difference));
        }
        __mmask8 within = _mm512_mask_cmple_epu64_mask(used, sum, limit);
        if (__builtin_expect(within == 0, 1)) continue;
        uint64_t distances[8];
        _mm512_storeu_si512(distances, sum);
        for (uint32_t n = 0; n < needle_count; n++) {
            if (within >> n & 1) {
                hits[hit_count++] = (struct kernel_hit){n, (uint32_t)distances[n], i};
            }
        }
    }
    *scanned = i;
    return hit_count;
}
#pragma clang attribute pop

extern const struct kernel_hamming kernel_hamming_avx512;
const struct kernel_hamming kernel_hamming_avx512 = {
    .distances = distances_single, .scan = scan_avx512, .search = search_avx512,
    .needle_cost = 1000, .block_cost = 1100};
#endif
