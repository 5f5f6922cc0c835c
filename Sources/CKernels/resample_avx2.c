// The kernels of screening for AVX2; fused multiply-add is not among the features asked for.
#if defined(__x86_64__)
#include "kernels.h"
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define STAGE(name) name##_avx2
#include "resample_stages.h"
#pragma clang attribute pop

extern const struct kernel_resample kernel_resample_avx2;
const struct kernel_resample kernel_resample_avx2 = {
    .add_luma = add_luma_avx2,
    .add_rgb = add_rgb_avx2,
    .reduce = reduce_avx2,
    .roughness = roughness_avx2,
};
#endif
