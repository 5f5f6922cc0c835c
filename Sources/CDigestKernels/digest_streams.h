#ifndef TURNSTONE_DIGEST_STREAMS_H
#define TURNSTONE_DIGEST_STREAMS_H
#include "digest_kernels.h"

#if defined(__x86_64__)
#include "sha_steps.h"

/// Takes blocks of four or of eight files, no fewer.
struct digest_widths {
    void (*four)(const struct digest_stream files[4], size_t block_count);
    void (*eight)(const struct digest_stream files[8], size_t block_count);
};

extern const struct digest_widths digest_widths_avx2;
extern const struct digest_widths digest_widths_avx512;
#endif

#endif
