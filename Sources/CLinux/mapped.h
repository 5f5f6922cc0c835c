// Files that are mapped, and the last words of a process that finds one cut short: the kernel then
// sends SIGBUS, which ends it without a sentence.
#ifndef TURNSTONE_CLINUX_MAPPED_H
#define TURNSTONE_CLINUX_MAPPED_H
#include "shim.h"
#include <limits.h>
#include <signal.h>
#include <string.h>

/// More than any process maps; those beyond end it without a word.
#define LINUX_MAPPING_COUNT 64

/// What a handler may read at any moment: `length` is not 0 only while the rest is set.
struct linux_mapping {
    _Atomic uintptr_t length;
    uintptr_t start;
    char path[1024];
};

/// What the process keeps of its mappings: one of each Swift file that uses it, which is Storage's
/// MappedFile alone. Inside a function, for of those outside Swift makes none.
struct linux_mapping_table {
    struct linux_mapping rows[LINUX_MAPPING_COUNT];
    pthread_mutex_t lock;
    struct sigaction before;
    int is_heard;
};

static inline struct linux_mapping_table *linux_mapping_table(void) {
    static struct linux_mapping_table table = {.lock = PTHREAD_MUTEX_INITIALIZER};
    return &table;
}

static inline void linux_say(const char *text) {
    // Nobody may be there to read it, and the process ends all the same.
    ssize_t count = write(STDERR_FILENO, text, strlen(text));
    (void)count;
}

/// Names the file and ends the process with code 4. Only calls that are safe in a handler; any
/// other SIGBUS goes where it would have gone.
static inline void linux_bus(int number, siginfo_t *info, void *context) {
    (void)context;
    struct linux_mapping_table *table = linux_mapping_table();
    // Of one that a process sent there is no address.
    uintptr_t place = info->si_code > 0 ? (uintptr_t)info->si_addr : 0;
    for (int i = 0; i < LINUX_MAPPING_COUNT; i++) {
        struct linux_mapping *mapping = &table->rows[i];
        uintptr_t length = __c11_atomic_load(&mapping->length, __ATOMIC_ACQUIRE);
        if (length == 0 || place < mapping->start || place - mapping->start >= length) continue;
        linux_say(program_invocation_short_name);
        linux_say(": ");
        linux_say(mapping->path);
        linux_say(" was cut short while it was in use, or its disk fails; ");
        linux_say("a compiled list is to be restored from a backup, a worker's copy to be removed; "
                  "then start again\n");
        _exit(4);
    }
    sigaction(number, &table->before, NULL);
    raise(number);
}

/// Keeps a mapping in mind; its number, or -1 if there is no room for it.
static inline int linux_mapping_add(const void *start, size_t length, const char *path) {
    int found = -1;
    struct linux_mapping_table *table = linux_mapping_table();
    pthread_mutex_lock(&table->lock);
    if (!table->is_heard) {
        struct sigaction action;
        memset(&action, 0, sizeof action);
        action.sa_sigaction = linux_bus;
        action.sa_flags = SA_SIGINFO;
        sigaction(SIGBUS, &action, &table->before);
        table->is_heard = 1;
    }
    for (int i = 0; i < LINUX_MAPPING_COUNT && found < 0; i++) {
        struct linux_mapping *mapping = &table->rows[i];
        if (__c11_atomic_load(&mapping->length, __ATOMIC_RELAXED) != 0) continue;
        mapping->start = (uintptr_t)start;
        strncpy(mapping->path, path, sizeof mapping->path - 1);
        __c11_atomic_store(&mapping->length, length, __ATOMIC_RELEASE);
        found = i;
    }
    pthread_mutex_unlock(&table->lock);
    return found;
}

static inline void linux_mapping_remove(int number) {
    if (number < 0) return;
    struct linux_mapping_table *table = linux_mapping_table();
    pthread_mutex_lock(&table->lock);
    __c11_atomic_store(&table->rows[number].length, 0, __ATOMIC_RELEASE);
    pthread_mutex_unlock(&table->lock);
}
#endif
