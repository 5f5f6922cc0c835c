// The transforms of four blocks side by side.
#if defined(__x86_64__)
#include "transform.h"
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw"))), apply_to = function)
#define STAGE(name) name##_avx512
#define LANES 4
#include "transform_stages.h"
#pragma clang attribute pop

extern const struct transforms transforms_avx512;
const struct transforms transforms_avx512 = {quarters_avx512, halves_avx512, wholes_avx512};
#endif
