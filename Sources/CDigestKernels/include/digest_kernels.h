#ifndef TURNSTONE_DIGEST_KERNELS_H
#define TURNSTONE_DIGEST_KERNELS_H
#include <stddef.h>
#include <stdint.h>

/// 1 if this processor can run the kernel below: x86-64 with the SHA extensions.
int digest_kernel_is_supported(void);

/// Takes blocks of 64 bytes into MD5, SHA-1 and SHA-256. `words` is where the three are between
/// two blocks: a to d of MD5 (RFC 1321), then a to e of SHA-1, then a to h of SHA-256 (FIPS 180-4).
/// MD5 may read the blocks elsewhere than the two others do, since the length that ends a file is
/// written differently. Needs a supported processor.
void digest_kernel_blocks(
    uint32_t words[17], const uint8_t *md5_bytes, const uint8_t *sha_bytes, size_t block_count);

/// What taking several files at once needs of the processor, beside the SHA extensions.
enum digest_level {
    DIGEST_AVX2 = 0,
    DIGEST_AVX512 = 1, // AVX-512 with VL
};

/// 1 if this processor can take several files at once so.
int digest_level_is_supported(enum digest_level level);

/// The digests of one of several files between two blocks, and the blocks to take next.
struct digest_stream {
    uint32_t *words; // 17, as above
    const uint8_t *blocks;
};

/// The most files at once.
#define DIGEST_STREAM_COUNT_MAX 8

/// The most files at once that are fast on this processor: 8, or 4. The SHA extensions have no form
/// that leaves the upper halves of vectors alone. AMD's processors do not mind; Intel's since Ice
/// Lake save and restore these halves at every change from one kind of instruction to the other,
/// and eight files at once took 150 times as long as four, whose vectors have no upper halves.
size_t digest_stream_count_fast(void);

/// Takes as many blocks of each of 1 to 8 files into their digests. It takes as long for one file
/// as for four, and for five as for eight. The level must be supported.
void digest_kernel_streams(
    enum digest_level level, const struct digest_stream *files, size_t file_count,
    size_t block_count);

#endif
