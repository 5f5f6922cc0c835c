// Numbers from a seed, and checksums of what comes of them.
#ifndef TURNSTONE_BITS_H
#define TURNSTONE_BITS_H
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// The next number of a seed (SplitMix64).
static inline uint64_t next(void) {
    static uint64_t state = 1;
    state += 0x9E3779B97F4A7C15;
    uint64_t mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    return mixed ^ (mixed >> 31);
}

/// Bytes that are zero, until the process ends: it is over in a moment.
static inline void *room(size_t count) {
    void *made = aligned_alloc(64, (count + 63) / 64 * 64);
    if (made == NULL) abort();
    return memset(made, 0, (count + 63) / 64 * 64);
}

/// Bytes by chance.
static inline uint8_t *bytes(size_t count) {
    uint8_t *made = room(count);
    for (size_t i = 0; i < count; i++) made[i] = (uint8_t)next();
    return made;
}

/// Prints a name and the FNV-1a of some bytes.
static inline void say(const char *name, const void *made, size_t count) {
    uint64_t sum = 0xCBF29CE484222325;
    for (size_t i = 0; i < count; i++) sum = (sum ^ ((const uint8_t *)made)[i]) * 0x100000001B3;
    printf("%s %zu %016llx\n", name, count, (unsigned long long)sum);
}
#endif
