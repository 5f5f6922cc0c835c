// Several files at once by AVX2.
#include "digest_streams.h"

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("sha,avx2"))), apply_to = function)
#include "digest_widths.h"
#pragma clang attribute pop

const struct digest_widths digest_widths_avx2 = {.four = streams_4, .eight = streams_8};
#endif
