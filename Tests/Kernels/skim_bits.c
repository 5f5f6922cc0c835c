// Prints a checksum of what the skim makes of JPEG files, at each scale that it reads: a processor
// that computes one bit otherwise prints another line.
//
//     skim_bits FILE…
#include "bits.h"
#include "jpeg_skim.h"

/// The parts of a JPEG that a scan is read with: where tables stand, and the frame. The files are
/// this project's own fixtures, and what goes wrong is a wrong checksum.
struct picture {
    size_t means[4], frequencies[4], quantizers[4];
    uint32_t width, height, interval, component_count;
    struct {
        uint32_t id, across, down, quantizer;
    } components[4];
    int is_progressive;
};

static uint32_t two(const uint8_t *at) { return (uint32_t)at[0] << 8 | at[1]; }

static void take_tables(
    struct picture *picture, const uint8_t *file, size_t from, size_t end, int is_huffman) {
    while (from + 16 < end) {
        const uint8_t kind = file[from] & 0x13;
        size_t length = 64;
        if (is_huffman) {
            (kind & 0x10 ? picture->frequencies : picture->means)[kind & 3] = from + 1;
            length = 16;
            for (size_t i = 0; i < 16; i++) length += file[from + 1 + i];
        } else {
            picture->quantizers[kind & 3] = from + 1;
        }
        from += 1 + length;
    }
}

static void take_frame(struct picture *picture, const uint8_t *at, int is_progressive) {
    picture->is_progressive = is_progressive;
    picture->height = two(at + 1);
    picture->width = two(at + 3);
    picture->component_count = at[5] > 3 ? 0 : at[5];
    for (uint32_t i = 0; i < picture->component_count; i++) {
        const uint8_t *component = at + 6 + 3 * i;
        picture->components[i].id = component[0];
        picture->components[i].across = component[1] >> 4;
        picture->components[i].down = component[1] & 15;
        picture->components[i].quantizer = component[2] & 3;
    }
}

static uint32_t parts(uint32_t whole, uint32_t part) { return (whole + part - 1) / part; }

/// 0 for scans without luma's means.
static int scan_of(
    const struct picture *picture, const uint8_t *at, size_t data, struct skim_scan *scan) {
    const uint8_t *last = at + 1 + 2 * at[0];
    *scan = (struct skim_scan){.data = data, .restart_interval = picture->interval};
    scan->component_count = at[0];
    if (picture->component_count == 0 || at[1] != picture->components[0].id || last[0] != 0) {
        return 0;
    }
    scan->kind = !picture->is_progressive ? SKIM_SEQUENTIAL
        : last[2] >> 4                    ? SKIM_MEANS_BIT
                                          : SKIM_MEANS;
    scan->shift = last[2] & 15;
    uint32_t across = picture->components[0].across, down = picture->components[0].down;
    const int is_alone = scan->component_count == 1;
    scan->units_across = parts(picture->width, is_alone ? 8 : 8 * across);
    scan->units_down = parts(picture->height, is_alone ? 8 : 8 * down);
    for (uint32_t i = 0; i < scan->component_count; i++) {
        scan->components[i] = (struct skim_component){
            .mean_table = picture->means[at[2 + 2 * i] >> 4 & 3],
            .frequency_table = picture->frequencies[at[2 + 2 * i] & 3],
            .steps = picture->quantizers[picture->components[i].quantizer],
            .across = is_alone ? 1 : picture->components[i].across,
            .down = is_alone ? 1 : picture->components[i].down,
            .width = parts(picture->width * picture->components[i].across, 8 * across),
            .height = parts(picture->height * picture->components[i].down, 8 * down)};
    }
    return 1;
}

static void read_scan(
    const struct picture *picture, struct skim_state *state, const uint8_t *file, size_t count,
    const struct skim_scan *scan, int16_t *const *means, uint8_t *pixels) {
    const size_t blocks = (size_t)scan->components[0].width * scan->components[0].height;
    const size_t quantizers = picture->quantizers[picture->components[0].quantizer];
    size_t end = skim_read(state, file, count, scan, means);
    say("means end", &end, sizeof end);
    for (uint32_t i = 0; end != 0 && i < scan->component_count; i++) {
        const struct skim_component *own = &scan->components[i];
        say("means", means[i], (size_t)own->width * own->height * sizeof **means);
    }
    if (end != 0 && scan->kind == SKIM_SEQUENTIAL) {
        uint64_t spread[2];
        spread[0] = skim_spread(state, &spread[1]);
        say("spread", spread, sizeof spread);
    }
    if (end != 0 && scan->component_count == SKIM_COMPONENT_MAX) {
        struct skim_plane planes[SKIM_COMPONENT_MAX];
        uint64_t sums[SKIM_PART_COUNT * SKIM_PART_COUNT];
        for (uint32_t i = 0; i < SKIM_COMPONENT_MAX; i++) {
            const struct skim_component *own = &scan->components[i];
            planes[i] = (struct skim_plane){
                own->width, own->height, own->across, own->down,
                file[picture->quantizers[picture->components[i].quantizer]]};
        }
        if (skim_clamping(planes, means, sums)) say("clamping", sums, sizeof sums);
    }
    if (end != 0 && skim_pixels(means[0], blocks, file[quantizers], pixels)) {
        say("1/8", pixels, blocks);
    }
    static const char *const names[] = {"1/1", "1/2", "", "1/4"};
    for (uint32_t scale = 4; scan->kind == SKIM_SEQUENTIAL && scale >= 1; scale /= 2) {
        for (uint32_t level = 0; level <= 2; level++) {
            end = skim_read_scaled(
                state, file, count, scan, means, quantizers, scale, picture->width,
                picture->height, level, pixels);
            say("end", &end, sizeof end);
            if (end == 0) continue;
            const size_t area = (size_t)parts(picture->width, scale)
                * parts(picture->height, scale);
            say(names[scale - 1], pixels, area);
        }
    }
}

static void skim(struct skim_state *state, const uint8_t *file, size_t count) {
    struct picture picture = {0};
    int16_t *means[SKIM_COMPONENT_MAX] = {NULL};
    uint8_t *pixels = NULL;
    for (size_t at = 2; at + 4 < count && file[at] == 0xFF;) {
        const uint8_t marker = file[at + 1];
        const size_t body = at + 4, end = at + 2 + two(file + at + 2);
        if (marker == 0xD9 || end > count) break;
        at = end;
        if (marker == 0xC4) take_tables(&picture, file, body, end, 1);
        if (marker == 0xDB) take_tables(&picture, file, body, end, 0);
        if (marker == 0xDD) picture.interval = two(file + body);
        if (marker >= 0xC0 && marker <= 0xC2) take_frame(&picture, file + body, marker == 0xC2);
        if (marker != 0xDA) continue;
        struct skim_scan scan;
        if (scan_of(&picture, file + body, end, &scan)) {
            if (pixels == NULL) {
                const size_t blocks
                    = (size_t)parts(picture.width, 8) * parts(picture.height, 8) + 64;
                for (int i = 0; i < SKIM_COMPONENT_MAX; i++) {
                    means[i] = room(blocks * sizeof **means);
                }
                pixels = room((size_t)picture.width * picture.height + 64);
            }
            read_scan(&picture, state, file, count, &scan, means, pixels);
        }
        at = skim_marker(file, count, end);
    }
}

int main(int count, char **names) {
    struct skim_state *state = room(skim_state_size());
    for (int i = 1; i < count; i++) {
        FILE *file = fopen(names[i], "rb");
        if (file == NULL) return perror(names[i]), 1;
        fseek(file, 0, SEEK_END);
        const size_t size = (size_t)ftell(file);
        uint8_t *content = room(size + 64);
        rewind(file);
        if (fread(content, 1, size, file) != size) return perror(names[i]), 1;
        fclose(file);
        printf("%s\n", names[i]);
        skim(state, content, size);
    }
    return 0;
}
