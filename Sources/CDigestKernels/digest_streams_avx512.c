// Several files at once by AVX-512, which has rotations and any function of three bits: the steps
// of MD5 are shorter. Vectors of 16 and 32 bytes do, so that the clock stays as it is.
#include "digest_streams.h"

#if defined(__x86_64__)
#pragma clang attribute push(                                                       \
    __attribute__((target("sha,avx2,avx512f,avx512vl"))), apply_to = function)
#include "digest_widths.h"
#pragma clang attribute pop

const struct digest_widths digest_widths_avx512 = {.four = streams_4, .eight = streams_8};
#endif
