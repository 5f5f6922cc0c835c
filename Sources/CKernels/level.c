// Which variants of the kernels this processor can run, and which one is asked for.
#include "kernels.h"
#include <stdlib.h>
#include <string.h>

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

int kernel_level_asked(void) {
    static const char *const names[] = {"baseline", "avx2", "avx512"};
    const char *asked = getenv(KERNEL_LEVEL_VARIABLE);
    if (asked == NULL) return KERNEL_LEVEL_ANY;
    for (int level = 0; level < (int)(sizeof names / sizeof *names); level++) {
        if (strcmp(asked, names[level]) == 0) return level;
    }
    return KERNEL_LEVEL_UNKNOWN;
}
