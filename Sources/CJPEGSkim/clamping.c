// How much of a picture's luma only clamping makes: its file's Y is not the luma of its R, G and B
// where these would leave 0 to 255.
#include "jpeg_skim.h"

/// Blocks that are looked at together, and a level of light in the arithmetic here.
enum { LINE_MAX = 128, LEVEL = 16, LEVEL_MAX = 255 * LEVEL };

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

static inline int16_t clamped(int16_t value) {
    return value < 0 ? 0 : value > LEVEL_MAX ? LEVEL_MAX : value;
}

/// Sums of |luma - Y| of blocks, in sixteenths of a level.
static uint32_t line_sum(
    const int16_t *restrict y, const int16_t *restrict cb, const int16_t *restrict cr,
    size_t count) {
    uint32_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        // JFIF's 1.402; 0.344136 and 0.714136; 1.772.
        int16_t red = (int16_t)(y[i] + cr[i] + share(cr[i], 26345));
        int16_t green = (int16_t)(y[i] - share(cb[i], 22554) - cr[i] + share(cr[i], 18734));
        int16_t blue = (int16_t)(y[i] + 2 * cb[i] - share(cb[i], 14942));
        int16_t lost_red = (int16_t)(clamped(red) - red);
        int16_t lost_green = (int16_t)(clamped(green) - green);
        int16_t lost_blue = (int16_t)(clamped(blue) - blue);
        // 0.299, 0.587 and 0.114.
        int16_t lost = (int16_t)(share(lost_red, 19595) + lost_green - share(lost_green, 27066)
            + share(lost_blue, 7471));
        sum += (uint16_t)(lost < 0 ? -lost : lost);
    }
    return sum;
}

/// The levels of a component over luma's blocks, from 0 or around it. `past` luma's blocks are over
/// one of its own, 1 or 2, or any other ratio where it is 0. Returns bits that no level has that is
/// near any light.
static inline __attribute__((always_inline)) uint32_t levels_read_by(
    const struct skim_plane *plane, const struct skim_plane *luma, const struct line *line,
    const int16_t *means, const uint32_t past, int16_t zero, int16_t *restrict levels) {
    means += (size_t)(line->row * plane->down / luma->down) * plane->width;
    const int32_t quantizer = (int32_t)plane->quantizer;
    uint32_t outside = 0;
    if (past == 1) means += line->column;
    for (uint32_t i = 0; i < line->count; i++) {
        uint32_t place = past == 1 ? i
            : past == 2            ? (line->column + i) / 2
                                   : (line->column + i) * plane->across / luma->across;
        // Eight times the mean of 64 samples; what is past 0 to 255 comes out clamped.
        int32_t eighths = means[place] * quantizer;
        outside |= (uint32_t)(eighths + 4096);
        eighths = eighths < -1024 ? -1024 : eighths > 1016 ? 1016 : eighths;
        levels[i] = (int16_t)(2 * eighths + zero);
    }
    return outside & ~8191u;
}

static uint32_t levels_read(
    const struct skim_plane *plane, const struct skim_plane *luma, const struct line *line,
    const int16_t *means, int16_t zero, int16_t *levels) {
    if (plane->across == luma->across) {
        return levels_read_by(plane, luma, line, means, 1, zero, levels);
    }
    if (plane->across * 2 == luma->across) {
        return levels_read_by(plane, luma, line, means, 2, zero, levels);
    }
    return levels_read_by(plane, luma, line, means, 0, zero, levels);
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

int skim_clamping(const struct skim_plane *planes, int16_t *const *means, uint64_t *sums) {
    const struct skim_plane *luma = &planes[0];
    int16_t levels[SKIM_COMPONENT_MAX][LINE_MAX];
    uint32_t outside = 0;
    if (!is_plain(planes)) return 0;
    for (uint32_t part = 0; part < SKIM_PART_COUNT * SKIM_PART_COUNT; part++) {
        uint32_t across = part % SKIM_PART_COUNT, down = part / SKIM_PART_COUNT;
        uint32_t end = part_start(luma->width, across + 1);
        struct line line = {.row = part_start(luma->height, down)};
        sums[part] = 0;
        for (; line.row < part_start(luma->height, down + 1); line.row++) {
            line.column = part_start(luma->width, across);
            for (; line.column < end; line.column += line.count) {
                line.count = end - line.column < LINE_MAX ? end - line.column : LINE_MAX;
                for (uint32_t c = 0; c < SKIM_COMPONENT_MAX; c++) {
                    int16_t zero = c == 0 ? 128 * LEVEL : 0;
                    outside |= levels_read(&planes[c], luma, &line, means[c], zero, levels[c]);
                }
                sums[part] += line_sum(levels[0], levels[1], levels[2], line.count);
            }
        }
    }
    return outside == 0;
}
