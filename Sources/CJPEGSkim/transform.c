// The transforms for any processor, and the choice between them and those of AVX2 and AVX-512.
#define STAGE(name) name##_baseline
#define LANES 1
#include "transform_stages.h"

/// The largest dequantized coefficient: larger than any of pixels, and their sums fit 16 bits.
enum { LEVEL_MAX = 1600 };

const uint8_t zigzag_rows[128] = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,
    12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6,  7,  14, 21, 28,
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
    58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
    63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
    63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
    63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63,
};

int quantizers_read(struct quantizers *quantizers, const uint8_t *bytes) {
    for (size_t i = 0; i < 64; i++) {
        if (bytes[i] == 0) return 0;
        int16_t limit = (int16_t)(LEVEL_MAX / bytes[i]);
        quantizers->factors[zigzag_rows[i]] = bytes[i];
        quantizers->limits[zigzag_rows[i]] = limit;
        quantizers->spans[zigzag_rows[i]] = (uint16_t)(2 * limit);
    }
    return 1;
}

static const struct transforms transforms_baseline = {
    quarters_baseline, halves_baseline, wholes_baseline};

#if defined(__x86_64__)
extern const struct transforms transforms_avx2, transforms_avx512;
#endif

const struct transforms *transforms_of(uint32_t level) {
#if defined(__x86_64__)
    if (level > 1 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")) {
        return &transforms_avx512;
    }
    if (level > 0 && __builtin_cpu_supports("avx2")) return &transforms_avx2;
#endif
    (void)level;
    return &transforms_baseline;
}
