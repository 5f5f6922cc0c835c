// The Hamming kernels with AVX2 and the popcount instruction: four of them a comparison.
#if defined(__x86_64__)
#include "kernels.h"
#pragma clang attribute push(__attribute__((target("popcnt,avx2,bmi"))), apply_to = function)
#define SCAN(name) name##_popcount
#include "hamming_scan.h"
#define SEARCH(name) name##_popcount
#define LANES 16
#include "index_search.h"
#pragma clang attribute pop

extern const struct kernel_hamming kernel_hamming_popcount;
const struct kernel_hamming kernel_hamming_popcount = {
    .distances = distances_popcount, .scan = scan_popcount,
    .search = search_popcount,
    .needle_cost = 1300, .block_cost = 6000};
#endif
