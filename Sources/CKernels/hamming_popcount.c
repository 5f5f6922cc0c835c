// The Hamming kernels with the popcount instruction: four of them a comparison.
#if defined(__x86_64__)
#include "kernels.h"
#pragma clang attribute push(__attribute__((target("popcnt"))), apply_to = function)
#define SCAN(name) name##_popcount
#include "hamming_scan.h"
#pragma clang attribute pop

extern const struct kernel_hamming kernel_hamming_popcount;
const struct kernel_hamming kernel_hamming_popcount = {
    .distances = distances_popcount, .scan = scan_popcount};
#endif
