// The PDQ kernels for any processor, and the choice between them and those of AVX2.
#define STAGE(name) name##_baseline
#include "pdq_stages.h"

static const struct kernel_pdq baseline = {
    .luma = luma_baseline,
    .box_rows = box_rows_baseline,
    .sample_rows = sample_rows_baseline,
    .columns = columns_baseline,
    .steps = steps_baseline,
    .dct = dct_baseline,
    .hash = hash_baseline,
};

#if defined(__x86_64__)
extern const struct kernel_pdq kernel_pdq_avx2;
#endif

int kernel_is_supported(enum kernel_level level) {
    switch (level) {
    case KERNEL_BASELINE:
        return 1;
#if defined(__x86_64__)
    case KERNEL_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt")
            && __builtin_cpu_supports("bmi");
    case KERNEL_AVX512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vpopcntdq")
            && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512bitalg")
            && kernel_is_supported(KERNEL_AVX2);
#endif
    default:
        return 0;
    }
}

const struct kernel_pdq *kernel_pdq(enum kernel_level level) {
#if defined(__x86_64__)
    if (level != KERNEL_BASELINE) return &kernel_pdq_avx2;
#endif
    (void)level;
    return &baseline;
}
