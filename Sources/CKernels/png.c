// The kernels of PNG rows for any processor, and the choice between them and those of AVX2.
#define STAGE(name) name##_baseline
#include "png_stages.h"

static const struct kernel_png baseline = {
    .unfilter = unfilter_baseline,
    .truecolor = truecolor_baseline,
    .table = table_baseline,
};

#if defined(__x86_64__)
extern const struct kernel_png kernel_png_avx2;
#endif

const struct kernel_png *kernel_png(enum kernel_level level) {
#if defined(__x86_64__)
    if (level != KERNEL_BASELINE) return &kernel_png_avx2;
#endif
    (void)level;
    return &baseline;
}
