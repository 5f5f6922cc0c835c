// The choice between the ways of taking several files at once.
#include "digest_streams.h"

#if defined(__x86_64__)
int digest_level_is_supported(enum digest_level level) {
    if (!digest_kernel_is_supported() || !__builtin_cpu_supports("avx2")) return 0;
    return level == DIGEST_AVX2 || __builtin_cpu_supports("avx512vl");
}

size_t digest_stream_count_fast(void) {
    return __builtin_cpu_is("amd") ? 8 : 4;
}

void digest_kernel_streams(
    enum digest_level level, const struct digest_stream *files, size_t file_count,
    size_t block_count) {
    // Where there are fewer files the first one's bytes are taken again, for nothing.
    uint32_t unused[17] = {0};
    struct digest_stream all[DIGEST_STREAM_COUNT_MAX];
    for (size_t f = 0; f < DIGEST_STREAM_COUNT_MAX; f++) {
        all[f] = f < file_count ? files[f] : (struct digest_stream){unused, files[0].blocks};
    }
    const struct digest_widths *widths =
        level == DIGEST_AVX512 ? &digest_widths_avx512 : &digest_widths_avx2;
    (file_count <= 4 ? widths->four : widths->eight)(all, block_count);
}

#else

int digest_level_is_supported(enum digest_level level) {
    (void)level;
    return 0;
}

size_t digest_stream_count_fast(void) {
    return 4;
}

void digest_kernel_streams(
    enum digest_level level, const struct digest_stream *files, size_t file_count,
    size_t block_count) {
    // No caller gets here on a processor that is not supported.
    (void)level, (void)files, (void)file_count, (void)block_count;
    __builtin_trap();
}

#endif
