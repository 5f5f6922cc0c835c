// The floor of screening: turbojpeg decodes each JPEG file to luma at the scale that keeps 256
// pixels along its shorter side; of progressive files only the scans of block means, where an
// eighth keeps 128.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

static unsigned char *read_file(const char *path, size_t *count) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    fseek(file, 0, SEEK_END);
    *count = (size_t)ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(*count + 2);
    if (fread(bytes, 1, *count, file) != *count) *count = 0;
    fclose(file);
    return bytes;
}

// Drops the scans of frequencies in place. Returns whether the file is progressive.
static int keep_means(const unsigned char *from, size_t count, unsigned char *to, size_t *kept) {
    size_t at = 2, end = 2;
    int progressive = 0;
    memcpy(to, from, 2);
    while (at + 4 <= count) {
        const unsigned char *marker = memchr(from + at, 0xFF, count - at);
        if (!marker) break;
        size_t start = (size_t)(marker - from);
        unsigned char kind = from[start + 1];
        if (kind == 0 || kind == 0xFF || (kind >= 0xD0 && kind <= 0xD7)) {
            at = start + (kind == 0xFF ? 1 : 2);
            continue;
        }
        if (kind == 0xD9) break;
        if (kind == 0xC2) progressive = 1;
        size_t length = 2 + ((size_t)from[start + 2] << 8 | from[start + 3]);
        size_t next = start + length;
        int keep = 1;
        if (kind == 0xDA) {
            keep = from[start + 5 + 2 * from[start + 4]] == 0;
            while (next + 1 < count) {
                const unsigned char *after = memchr(from + next, 0xFF, count - 1 - next);
                if (!after) { next = count; break; }
                next = (size_t)(after - from);
                if (after[1] != 0 && !(after[1] >= 0xD0 && after[1] <= 0xD7)) break;
                next += 2;
            }
        }
        if (next > count) next = count;
        if (keep) {
            memcpy(to + end, from + start, next - start);
            end += next - start;
        }
        at = next;
    }
    to[end] = 0xFF;
    to[end + 1] = 0xD9;
    *kept = end + 2;
    return progressive;
}

int main(int count, char **names) {
    tjhandle handle = tjInitDecompress();
    for (int i = 1; i < count; i++) {
        size_t size;
        unsigned char *bytes = read_file(names[i], &size);
        int width, height, sampling, space;
        if (!bytes || tjDecompressHeader3(
                handle, bytes, size, &width, &height, &sampling, &space) != 0) {
            fprintf(stderr, "%s: cannot be read\n", names[i]);
            return 1;
        }
        int side = width < height ? width : height, scale = 8;
        unsigned char *means = malloc(size + 4);
        size_t kept;
        const unsigned char *file = bytes;
        if ((side + 7) / 8 >= 128 && keep_means(bytes, size, means, &kept)) {
            file = means;
            size = kept;
        } else {
            while (scale > 1 && (side + scale - 1) / scale < 256) scale /= 2;
        }
        int across = (width + scale - 1) / scale, down = (height + scale - 1) / scale;
        unsigned char *luma = malloc((size_t)across * down);
        if (tjDecompress2(handle, file, size, luma, across, 0, down, TJPF_GRAY,
                          TJFLAG_ACCURATEDCT) != 0) {
            fprintf(stderr, "%s: %s\n", names[i], tjGetErrorStr2(handle));
        }
        free(luma);
        free(means);
        free(bytes);
    }
    return 0;
}
