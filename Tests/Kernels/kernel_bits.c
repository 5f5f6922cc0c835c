// Prints a checksum of what each kernel makes of numbers from a seed: a level or a processor that
// computes one bit otherwise prints another line.
//
//     kernel_bits baseline|avx2|avx512
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bits.h"
#include "kernels.h"

enum { ROUNDS = 40, SIDE_MAX = 700, HASHES = 3000, HITS = 65536 };

static float *floats(size_t count, float greatest) {
    float *made = room(count * sizeof *made);
    for (size_t i = 0; i < count; i++) made[i] = greatest * (float)(next() >> 40) / 16777216.0f;
    return made;
}

static size_t up_to(size_t greatest) { return 1 + next() % greatest; }

static void pdq(const struct kernel_pdq *kernels) {
    const size_t width = up_to(SIDE_MAX), padded = (width + 7) / 8 * 8, count = up_to(8);
    const size_t window = (width + 127) / 128;
    uint8_t *rgb = bytes(3 * width * count + 64);
    float *lanes = room(8 * padded * sizeof *lanes), *rows[8], *samples[8];
    for (size_t r = 0; r < 8; r++) {
        rows[r] = floats(padded, 255.0f);
        samples[r] = floats(64, 0.0f);
    }
    kernels->luma(rgb, count, width, lanes);
    say("luma", lanes, 8 * width * sizeof *lanes);
    kernels->box_rows(lanes, width, window, rows, count);
    for (size_t r = 0; r < count; r++) say("box_rows", rows[r], width * sizeof **rows);
    uint32_t columns[64];
    for (size_t k = 0; k < 64; k++) columns[k] = (uint32_t)((2 * k + 1) * width / 128);
    kernels->sample_rows(
        (const float *const *)rows, count, width, window, columns, lanes, samples);
    for (size_t r = 0; r < count; r++) say("sample_rows", samples[r], 64 * sizeof **samples);
    float *sums = floats(padded, 255.0f), *output = room(padded * sizeof *output);
    const struct kernel_column_step steps[] = {
        {rows[0], NULL, output, 3.0f}, {rows[1], rows[2], NULL, 1.0f},
        {NULL, rows[0], output, 7.0f},
    };
    kernels->columns(sums, padded, steps, 3);
    say("columns", sums, width * sizeof *sums);
    say("columns", output, width * sizeof *output);
    float *square = floats(64 * 64, 255.0f), frequencies[256];
    uint32_t gradient = kernels->steps(square);
    kernels->dct(square, frequencies);
    uint64_t words[4];
    uint32_t near = kernels->hash(frequencies, 0.5f, words);
    say("hash", words, sizeof words);
    say("near", &near, sizeof near);
    say("steps", &gradient, sizeof gradient);
    say("dct", frequencies, sizeof frequencies);
}

static void png(const struct kernel_png *kernels) {
    static const size_t steps[] = {1, 2, 3, 4, 6, 8};
    const size_t step = steps[next() % 6], pixels = up_to(SIDE_MAX), count = up_to(20);
    const size_t row_bytes = step * pixels;
    uint8_t *filtered = bytes((row_bytes + 1) * count + 64), *above = bytes(row_bytes + 64);
    uint8_t *rows = room(row_bytes * count + 64), *rgb = room(3 * pixels + 64);
    for (size_t r = 0; r < count; r++) filtered[r * (row_bytes + 1)] %= 5;
    kernels->unfilter(filtered, row_bytes, step, count, above, rows);
    say("unfilter", rows, row_bytes * count);
    const size_t sample = step < 6 ? 1 : 2;
    if (step >= 3) {
        kernels->truecolor(rows, pixels, step, sample, rgb);
        say("truecolor", rgb, 3 * pixels);
    }
    uint32_t table[256];
    for (size_t i = 0; i < 256; i++) table[i] = (uint32_t)next();
    const size_t depth = step == 1 ? 1u << next() % 4 : 8, channels = next() % 2 ? 1 : 3;
    kernels->table(rows, pixels, step, depth, table, channels, rgb);
    say("table", rgb, channels * pixels);
}

static void resample(const struct kernel_resample *kernels) {
    const size_t width = up_to(SIDE_MAX), padded = (width + 7) / 8 * 8, count = up_to(12);
    const size_t stride = 3 * width + next() % 5;
    uint8_t *rows = bytes(stride * count + 64);
    float *sums = floats(padded + 64, 255.0f), *weights = floats(count, 1.0f);
    kernels->add_luma(sums, rows, stride, weights, count, width);
    kernels->add_rgb(sums, rows, stride, weights, count, width);
    say("add", sums, width * sizeof *sums);
    struct kernel_span spans[64];
    float *factors = floats(64 * 16, 1.0f), samples[64];
    for (uint32_t k = 0; k < 64; k++) {
        spans[k] = (struct kernel_span){(uint32_t)(next() % (padded > 16 ? padded - 15 : 1)),
                                        padded < 16 ? 8 : 8 * (uint32_t)up_to(2), 16 * k};
    }
    kernels->reduce(sums, spans, factors, samples);
    say("reduce", samples, sizeof samples);
    uint64_t roughness = kernels->roughness(rows, stride, count, width);
    say("roughness", &roughness, sizeof roughness);
}

static int by_place(const void *a, const void *b) {
    const struct kernel_hit *first = a, *second = b;
    return (first->index > second->index) - (first->index < second->index);
}

static void search(
    const struct kernel_hamming *kernels, const uint64_t *hashes, const uint64_t *needle) {
    const size_t starts_bytes = 65537 * sizeof(uint32_t), nexts_bytes = 2 * HASHES + 64;
    struct kernel_index index = {
        .hashes = hashes, .count = HASHES, .row_bytes = 3,
        .nexts_offset = (starts_bytes + 63) / 64 * 64};
    index.rows_offset = index.nexts_offset + (nexts_bytes + 63) / 64 * 64;
    index.slot_bytes = (index.rows_offset + 3 * HASHES + 127) / 64 * 64;
    uint8_t *slots = room(KERNEL_SLOTS * index.slot_bytes);
    uint64_t *items = room(HASHES * sizeof *items);
    for (uint32_t s = 0; s < KERNEL_SLOTS; s++) {
        uint8_t *slot = slots + s * index.slot_bytes;
        kernel_index_slot(
            hashes, HASHES, s, items, (uint32_t *)slot, (uint16_t *)(slot + index.nexts_offset),
            slot + index.rows_offset, 3);
    }
    say("index_slot", slots, KERNEL_SLOTS * index.slot_bytes);
    index.slots = slots;
    struct kernel_hit *hits = room(HITS * sizeof *hits);
    for (uint32_t threshold = 0; threshold <= 63; threshold += 7) {
        size_t count = kernels->search(&index, needle, threshold, UINT64_MAX, hits, HITS);
        say("search", &count, sizeof count);
        if (count > HITS) continue;
        qsort(hits, count, sizeof *hits, by_place);
        for (size_t i = 0; i < count; i++) say("hit", &hits[i].index, sizeof hits[i].index);
    }
}

static void hamming(const struct kernel_hamming *kernels) {
    uint64_t *hashes = room(4 * HASHES * sizeof *hashes), needles[4 * 8];
    for (size_t i = 0; i < 4 * 8; i++) needles[i] = next();
    for (size_t i = 0; i < 4 * HASHES; i++) {
        // Near one of the needles: most bits of the two masks together are zero.
        hashes[i] = needles[4 * (i / 4 % 8) + i % 4] ^ (next() & next() & next());
    }
    uint16_t *distances = room(HASHES * sizeof *distances);
    kernels->distances(needles, hashes, HASHES, distances);
    say("distances", distances, HASHES * sizeof *distances);
    struct kernel_hit *hits = room(HITS * sizeof *hits);
    for (size_t count = 1; count <= 8; count++) {
        size_t scanned, found = kernels->scan(
            needles, count, hashes, HASHES, 34, hits, HITS, &scanned);
        say("scanned", &scanned, sizeof scanned);
        say("scan", hits, found * sizeof *hits);
    }
    search(kernels, hashes, needles);
}

int main(int count, char **words) {
    static const char *const names[] = {"baseline", "avx2", "avx512"};
    for (int level = 0; count == 2 && level < 3; level++) {
        if (strcmp(words[1], names[level]) != 0) continue;
        if (!kernel_is_supported((enum kernel_level)level)) return 3;
        for (int round = 0; round < ROUNDS; round++) {
            pdq(kernel_pdq((enum kernel_level)level));
            png(kernel_png((enum kernel_level)level));
            resample(kernel_resample((enum kernel_level)level));
        }
        for (int round = 0; round < 2; round++) hamming(kernel_hamming((enum kernel_level)level));
        return 0;
    }
    fprintf(stderr, "usage: %s baseline|avx2|avx512\n", words[0]);
    return 2;
}
