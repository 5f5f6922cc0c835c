// How much of a picture's luma only clamping makes: its file's Y is not the luma of its R, G and B
// where these would leave 0 to 255.
#include "jpeg_skim.h"
#include <string.h>

/// Blocks that are looked at together, and a level of light in the arithmetic here.
enum { LINE_MAX = 256, LEVEL = 16, LEVEL_MAX = 255 * LEVEL };

/// Lanes of 16 bits that any processor has: left alone, compilers take half as many, of 32 bits.
/// Lines are as long as whole vectors, the last with whatever was there before.
enum { LANES = 8 };
#define VECTORS _Pragma("clang loop vectorize_width(8) interleave_count(1)")

/// Blocks of luma, side by side.
struct line {
    uint32_t column;
    uint32_t row;
    uint32_t count;
};

/// A part of a level, as 65536ths: what is cut off is less than a sixteenth of one.
static inline int16_t share(int16_t value, int16_t part) {
    return (int16_t)((int32_t)value * part >> 16);
}

static inline int16_t clamped(int16_t value, int16_t least, int16_t most) {
    return value < least ? least : value > most ? most : value;
}

/// |luma - Y| of each block of a line, in sixteenths of a level. Returns 0 if there is none.
static int16_t line_lost(
    const int16_t *restrict y, const int16_t *restrict cb, const int16_t *restrict cr,
    size_t count, int16_t *restrict lost) {
    int16_t any = 0;
    VECTORS
    for (size_t i = 0; i < (count + LANES - 1) / LANES * LANES; i++) {
        // JFIF's 1.402; 0.344136 and 0.714136; 1.772.
        int16_t red = (int16_t)(y[i] + cr[i] + share(cr[i], 26345));
        int16_t green = (int16_t)(y[i] - share(cb[i], 22554) - cr[i] + share(cr[i], 18734));
        int16_t blue = (int16_t)(y[i] + 2 * cb[i] - share(cb[i], 14942));
        int16_t lost_red = (int16_t)(clamped(red, 0, LEVEL_MAX) - red);
        int16_t lost_green = (int16_t)(clamped(green, 0, LEVEL_MAX) - green);
        int16_t lost_blue = (int16_t)(clamped(blue, 0, LEVEL_MAX) - blue);
        // 0.299, 0.587 and 0.114.
        int16_t all = (int16_t)(share(lost_red, 19595) + lost_green - share(lost_green, 27066)
            + share(lost_blue, 7471));
        lost[i] = (int16_t)(all < 0 ? -all : all);
        any |= lost[i];
    }
    return any;
}

/// Levels of means, from 0 or around it. Returns 0 unless all of them are near some light.
static int levels_make(
    const int16_t *restrict means, size_t count, uint32_t quantizer, int16_t zero,
    int16_t *restrict levels) {
    // Eight times the mean of 64 samples, held to -128 to 127: first so that products have 16 bits.
    int16_t most = (int16_t)(1024 / quantizer + 1);
    int16_t factor = (int16_t)(quantizer < 16384 ? quantizer : 16384);
    int16_t far = (int16_t)(4096 / quantizer), is_far = 0;
    VECTORS
    for (size_t i = 0; i < count; i++) {
        is_far |= (int16_t)((means[i] < -far) | (means[i] > far));
        int16_t eighths = (int16_t)(clamped(means[i], (int16_t)-most, most) * factor);
        levels[i] = (int16_t)(2 * clamped(eighths, -1024, 1016) + zero);
    }
    return !is_far;
}

/// The levels of a component over a line of luma's blocks; `levels` has room for a line twice.
/// Where they begin in it, or null unless all of them are near some light.
static const int16_t *levels_read(
    const struct skim_plane *plane, const struct skim_plane *luma, const struct line *line,
    const int16_t *means, int16_t zero, int16_t *levels) {
    uint32_t first = line->column * plane->across / luma->across;
    uint32_t last = (line->column + line->count - 1) * plane->across / luma->across;
    size_t row = line->row * plane->down / luma->down, count = last - first + 1;
    means += row * plane->width + first;
    if (plane->across == luma->across) {
        return levels_make(means, count, plane->quantizer, zero, levels) ? levels : NULL;
    }
    int16_t own[LINE_MAX + 1];
    if (!levels_make(means, count, plane->quantizer, zero, own)) return NULL;
    if (plane->across * 2 == luma->across) {
        for (size_t i = 0; i < count; i++) levels[2 * i] = levels[2 * i + 1] = own[i];
        return levels + line->column % 2;
    }
    for (uint32_t i = 0; i < line->count; i++) {
        levels[i] = own[(line->column + i) * plane->across / luma->across - first];
    }
    return levels;
}

/// Whether each has means for all of luma's blocks, none coarser than it may be.
static int is_plain(const struct skim_plane *planes) {
    const struct skim_plane *luma = &planes[0];
    if (luma->across > 4 || luma->down > 4) return 0;
    if (luma->width > 65536 || luma->height > 65536) return 0;
    for (uint32_t c = 0; c < SKIM_COMPONENT_MAX; c++) {
        const struct skim_plane *plane = &planes[c];
        if (plane->quantizer < 1 || plane->quantizer > 65535) return 0;
        if (plane->across < 1 || plane->across > luma->across) return 0;
        if (plane->down < 1 || plane->down > luma->down) return 0;
        // The last block of luma has one over it.
        uint32_t column = (luma->width - 1) * plane->across / luma->across;
        uint32_t row = (luma->height - 1) * plane->down / luma->down;
        if (luma->width < 1 || luma->height < 1) return 0;
        if (column >= plane->width || row >= plane->height) return 0;
    }
    return 1;
}

/// Where a part of that many begins.
static uint32_t part_start(uint32_t count, uint32_t part) {
    return (uint32_t)((uint64_t)count * part / SKIM_PART_COUNT);
}

/// Adds what a line has lost to the parts of the picture that it goes through.
static void parts_add(
    const int16_t *lost, const struct line *line, uint32_t width, uint64_t *parts) {
    for (uint32_t part = 0; part < SKIM_PART_COUNT; part++) {
        uint32_t start = part_start(width, part), end = part_start(width, part + 1);
        uint32_t sum = 0;
        if (start < line->column) start = line->column;
        if (end > line->column + line->count) end = line->column + line->count;
        for (uint32_t i = start; i < end; i++) sum += (uint32_t)lost[i - line->column];
        parts[part] += sum;
    }
}

int skim_clamping(const struct skim_plane *planes, int16_t *const *means, uint64_t *sums) {
    const struct skim_plane *luma = &planes[0];
    int16_t levels[SKIM_COMPONENT_MAX][2 * LINE_MAX + LANES] = {0}, lost[LINE_MAX];
    if (!is_plain(planes)) return 0;
    memset(sums, 0, SKIM_PART_COUNT * SKIM_PART_COUNT * sizeof *sums);
    struct line line = {0};
    for (uint32_t part = 0; line.row < luma->height; line.row++) {
        while (line.row >= part_start(luma->height, part + 1)) part++;
        for (line.column = 0; line.column < luma->width; line.column += line.count) {
            line.count = luma->width - line.column;
            if (line.count > LINE_MAX) line.count = LINE_MAX;
            const int16_t *read[SKIM_COMPONENT_MAX];
            for (uint32_t c = 0; c < SKIM_COMPONENT_MAX; c++) {
                int16_t zero = c == 0 ? 128 * LEVEL : 0;
                read[c] = levels_read(&planes[c], luma, &line, means[c], zero, levels[c]);
                if (!read[c]) return 0;
            }
            if (line_lost(read[0], read[1], read[2], line.count, lost)) {
                parts_add(lost, &line, luma->width, sums + (size_t)part * SKIM_PART_COUNT);
            }
        }
    }
    return 1;
}
