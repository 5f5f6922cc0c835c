// The PDQ kernels for AVX2. Fused multiply-add is not among the features asked for, so no compiler
// can use it here.
#if defined(__x86_64__)
#include "kernels.h"
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define STAGE(name) name##_avx2
#include "pdq_stages.h"
#pragma clang attribute pop

extern const struct kernel_pdq kernel_pdq_avx2;
const struct kernel_pdq kernel_pdq_avx2 = {
    .luma = luma_avx2,
    .box_rows = box_rows_avx2,
    .sample_rows = sample_rows_avx2,
    .columns = columns_avx2,
    .steps = steps_avx2,
    .dct = dct_avx2,
    .hash = hash_avx2,
};
#endif
