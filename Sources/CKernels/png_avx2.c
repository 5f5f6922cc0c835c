// The kernels of PNG rows for AVX2: vectors of 32 bytes too, its shuffles and blends.
#if defined(__x86_64__)
#include "kernels.h"
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define STAGE(name) name##_avx2
#define WIDE
#include "png_stages.h"
#pragma clang attribute pop

extern const struct kernel_png kernel_png_avx2;
const struct kernel_png kernel_png_avx2 = {
    .unfilter = unfilter_avx2,
    .truecolor = truecolor_avx2,
    .table = table_avx2,
};
#endif
