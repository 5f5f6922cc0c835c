// MD5, SHA-1 and SHA-256 of several files at once; a template for one width.
//
// WIDTH: how many files, 4 or 8; WIDE(name): the name for it.
//
// The steps of MD5 are taken for all files by one instruction, each file in a column of a vector:
// the chain that bounds a file alone is as long for 8. It leaves room for SHA-1 and SHA-256 of one
// file after the other, by the SHA extensions: while MD5 goes through a block of each file, a
// WIDTH-th of it goes along with one block of each of the two others. As in digest_blocks.c they
// are cut into slices, so that the core sees the instructions of all three.

typedef uint32_t WIDE(columns) __attribute__((vector_size(4 * WIDTH)));
#if WIDTH == 4
#define OF_VECTORS(name) _mm_##name
typedef __m128i WIDE(vector);
#else
#define OF_VECTORS(name) _mm256_##name
typedef __m256i WIDE(vector);
#endif

/// 16 bytes of a file and, if there are eight, of the one four further on.
static inline __attribute__((always_inline)) WIDE(vector) WIDE(row)(
    const struct digest_stream *file, size_t at) {
#if WIDTH == 4
    return LOADED(file[0].blocks + at);
#else
    return _mm256_set_m128i(LOADED(file[4].blocks + at), LOADED(file[0].blocks + at));
#endif
}

/// A block of each file as vectors of one word of every file.
static inline __attribute__((always_inline)) void WIDE(transposed)(
    const struct digest_stream files[WIDTH], size_t at, WIDE(columns) words[16]) {
    for (size_t i = 0; i < 16; i += 4) {
        WIDE(vector) row[4];
        for (int f = 0; f < 4; f++) row[f] = WIDE(row)(files + f, at + 4 * i);
        const WIDE(vector) low01 = OF_VECTORS(unpacklo_epi32)(row[0], row[1]);
        const WIDE(vector) low23 = OF_VECTORS(unpacklo_epi32)(row[2], row[3]);
        const WIDE(vector) high01 = OF_VECTORS(unpackhi_epi32)(row[0], row[1]);
        const WIDE(vector) high23 = OF_VECTORS(unpackhi_epi32)(row[2], row[3]);
        words[i] = (WIDE(columns))OF_VECTORS(unpacklo_epi64)(low01, low23);
        words[i + 1] = (WIDE(columns))OF_VECTORS(unpackhi_epi64)(low01, low23);
        words[i + 2] = (WIDE(columns))OF_VECTORS(unpacklo_epi64)(high01, high23);
        words[i + 3] = (WIDE(columns))OF_VECTORS(unpackhi_epi64)(high01, high23);
    }
}

/// Step i of MD5. s: a to d; words: those of the block.
static inline __attribute__((always_inline)) void WIDE(md5_step)(
    WIDE(columns) s[4], const WIDE(columns) words[16], int i) {
    // RFC 1321, 3.4: how far is rotated, and which word is taken.
    static const int turns[4][4] = {
        {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    const int by = turns[i / 16][i % 4];
    const int word = (i < 16 ? i : i < 32 ? 5 * i + 1 : i < 48 ? 3 * i + 5 : 7 * i) & 15;
    const WIDE(columns) b = s[(65 - i) & 3], c = s[(66 - i) & 3], d = s[(67 - i) & 3];
    WIDE(columns) sum = s[(64 - i) & 3] + (words[word] + md5_sines[i]);
    // What waits for b, from the step before, comes last.
    __asm__("" : "+x"(sum));
    sum += i < 16 ? d ^ (b & (c ^ d)) : i < 32 ? c ^ (d & (b ^ c)) : i < 48 ? b ^ c ^ d
                                                                            : c ^ (b | ~d);
    s[(64 - i) & 3] = b + (sum << by | sum >> (32 - by));
}

// A quarter of SHA-1 and SHA-256 of a block, and as many steps of MD5. The compiler must not sort
// the three apart again.
#define SLICE(k)                                                                    \
    for (int i = 0; i < 16 / WIDTH; i++) {                                          \
        WIDE(md5_step)(md5, words, 64 / WIDTH * file + 16 / WIDTH * (k) + i);       \
    }                                                                               \
    SHA1_FOUR(5 * (k), block, v)                                                    \
    SHA256_FOUR(4 * (k), block, w)                                                  \
    SHA1_FOUR(5 * (k) + 1, block, v)                                                \
    SHA256_FOUR(4 * (k) + 1, block, w)                                              \
    SHA1_FOUR(5 * (k) + 2, block, v)                                                \
    SHA256_FOUR(4 * (k) + 2, block, w)                                              \
    SHA1_FOUR(5 * (k) + 3, block, v)                                                \
    SHA256_FOUR(4 * (k) + 3, block, w)                                              \
    SHA1_FOUR(5 * (k) + 4, block, v)                                                \
    __asm__ volatile("" : "+x"(md5[0]), "+x"(block.abcd), "+x"(block.abef));

/// A block of one file in SHA-1 and SHA-256, and its part of MD5.
static inline __attribute__((always_inline)) struct sha_pair WIDE(file)(
    WIDE(columns) md5[4], const WIDE(columns) words[16], struct sha_pair before,
    const uint8_t *bytes, int file) {
    struct sha_pair block = before;
    __m128i v[4], w[4];
    sha_words(bytes, v, w);
    SLICE(0)
    SLICE(1)
    SLICE(2)
    SLICE(3)
    return sha_pair_sum(block, before);
}
#undef SLICE

static void WIDE(streams)(const struct digest_stream files[WIDTH], size_t block_count) {
    struct sha_pair sha[WIDTH];
    WIDE(columns) md5[4];
    for (int f = 0; f < WIDTH; f++) {
        for (int i = 0; i < 4; i++) md5[i][f] = files[f].words[i];
        sha[f] = sha_pair_loaded(files[f].words + 4);
    }
    for (size_t at = 0; block_count > 0; block_count--, at += 64) {
        const WIDE(columns) a = md5[0], b = md5[1], c = md5[2], d = md5[3];
        WIDE(columns) words[16];
        WIDE(transposed)(files, at, words);
        // In memory: there are more than the core has registers for.
        __asm__ volatile("" : "+m"(words));
#pragma clang loop unroll(full)
        for (int f = 0; f < WIDTH; f++) {
            sha[f] = WIDE(file)(md5, words, sha[f], files[f].blocks + at, f);
        }
        md5[0] += a;
        md5[1] += b;
        md5[2] += c;
        md5[3] += d;
    }
    for (int f = 0; f < WIDTH; f++) {
        for (int i = 0; i < 4; i++) files[f].words[i] = md5[i][f];
        sha_pair_stored(files[f].words + 4, sha[f]);
    }
}
#undef OF_VECTORS
