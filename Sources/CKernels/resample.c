// The kernels of screening for any processor, and the choice between them and those of AVX2.
#define STAGE(name) name##_baseline
#include "resample_stages.h"

static const struct kernel_resample baseline = {
    .add_luma = add_luma_baseline,
    .add_rgb = add_rgb_baseline,
    .reduce = reduce_baseline,
    .roughness = roughness_baseline,
};

#if defined(__x86_64__)
extern const struct kernel_resample kernel_resample_avx2;
#endif

const struct kernel_resample *kernel_resample(enum kernel_level level) {
#if defined(__x86_64__)
    if (level != KERNEL_BASELINE) return &kernel_resample_avx2;
#endif
    (void)level;
    return &baseline;
}
