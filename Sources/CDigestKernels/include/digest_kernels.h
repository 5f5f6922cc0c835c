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

#endif
