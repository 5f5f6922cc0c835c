// The transforms of two blocks side by side.
#if defined(__x86_64__)
#include "transform.h"
#include <string.h>
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#define STAGE(name) name##_avx2
#define LANES 2
#include "transform_stages.h"
#pragma clang attribute pop

extern const struct transforms transforms_avx2;
const struct transforms transforms_avx2 = {quarters_avx2, halves_avx2, wholes_avx2};
#endif
