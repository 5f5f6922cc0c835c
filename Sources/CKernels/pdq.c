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

const struct kernel_pdq *kernel_pdq(enum kernel_level level) {
#if defined(__x86_64__)
    if (level != KERNEL_BASELINE) return &kernel_pdq_avx2;
#endif
    (void)level;
    return &baseline;
}
