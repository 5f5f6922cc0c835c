// POSIX threads in a form that Swift can hold: Swift's own locks have no condition variable.
#ifndef TURNSTONE_CLINUX_THREADS_H
#define TURNSTONE_CLINUX_THREADS_H
#include "shim.h"
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define LINUX_CONDITION_COUNT 4

/// A lock with some conditions; the first is meant where none is named.
struct linux_monitor {
    pthread_mutex_t mutex;
    pthread_cond_t changed[LINUX_CONDITION_COUNT];
};

/// A new monitor, or NULL if there is no memory.
static inline struct linux_monitor *linux_monitor_new(void) {
    struct linux_monitor *monitor = __builtin_malloc(sizeof *monitor);
    if (monitor != NULL) {
        pthread_mutex_init(&monitor->mutex, NULL);
        pthread_condattr_t attributes;
        pthread_condattr_init(&attributes);
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
        for (int i = 0; i < LINUX_CONDITION_COUNT; i++) {
            pthread_cond_init(&monitor->changed[i], &attributes);
        }
        pthread_condattr_destroy(&attributes);
    }
    return monitor;
}

static inline void linux_monitor_free(struct linux_monitor *monitor) {
    for (int i = 0; i < LINUX_CONDITION_COUNT; i++) pthread_cond_destroy(&monitor->changed[i]);
    pthread_mutex_destroy(&monitor->mutex);
    __builtin_free(monitor);
}

static inline void linux_monitor_lock(struct linux_monitor *monitor) {
    pthread_mutex_lock(&monitor->mutex);
}
static inline void linux_monitor_unlock(struct linux_monitor *monitor) {
    pthread_mutex_unlock(&monitor->mutex);
}
static inline void linux_monitor_wait(struct linux_monitor *monitor) {
    pthread_cond_wait(&monitor->changed[0], &monitor->mutex);
}
static inline void linux_monitor_wake_all(struct linux_monitor *monitor) {
    pthread_cond_broadcast(&monitor->changed[0]);
}

/// Waits for one of the conditions.
static inline void linux_monitor_wait_for(struct linux_monitor *monitor, unsigned condition) {
    pthread_cond_wait(&monitor->changed[condition], &monitor->mutex);
}
/// The same until a deadline of linux_monotonic_deadline; false if it has passed.
static inline bool linux_monitor_wait_until(struct linux_monitor *monitor, unsigned condition,
                                            int64_t deadline) {
    struct timespec time = {.tv_sec = deadline / 1000, .tv_nsec = deadline % 1000 * 1000000};
    return pthread_cond_timedwait(&monitor->changed[condition], &monitor->mutex, &time) == 0;
}
static inline void linux_monitor_wake_one(struct linux_monitor *monitor, unsigned condition) {
    pthread_cond_signal(&monitor->changed[condition]);
}
static inline void linux_monitor_wake_everyone(struct linux_monitor *monitor, unsigned condition) {
    pthread_cond_broadcast(&monitor->changed[condition]);
}

#define LINUX_TRIED_THREAD_COUNT 256

static inline void *linux_wait_for_lock(void *lock) {
    pthread_mutex_lock(lock);
    pthread_mutex_unlock(lock);
    return NULL;
}

/// Starts so many threads at once, and ends them; beside them maps so many bytes for a moment.
/// Returns how many could be started, or -1 where only the bytes could not be had.
static inline int linux_try_threads(int wanted, size_t byte_count) {
    pthread_t threads[LINUX_TRIED_THREAD_COUNT];
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    int count = 0;
    pthread_mutex_lock(&lock);
    while (count < wanted && count < LINUX_TRIED_THREAD_COUNT
           && pthread_create(&threads[count], NULL, linux_wait_for_lock, &lock) == 0) {
        count++;
    }
    void *room =
        mmap(NULL, byte_count, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (room != MAP_FAILED) munmap(room, byte_count);
    pthread_mutex_unlock(&lock);
    for (int i = 0; i < count; i++) pthread_join(threads[i], NULL);
    return count == wanted && room == MAP_FAILED ? -1 : count;
}

/// Says why the process ends, and ends it: where nothing else can be counted on.
static inline void linux_end_without(const char *what, int number) {
    char text[256];
    int length = snprintf(text, sizeof text,
                          "%s: no %s could be had (%s); raise the limits of open files, processes "
                          "and memory (ulimit -n, -u, -v)\n",
                          program_invocation_short_name, what, strerrordesc_np(number));
    if (length > 0) {
        ssize_t count = write(STDERR_FILENO, text, (size_t)length);
        (void)count;
    }
    _exit(4);
}

/// How often the calling thread has waited for something other than a processor.
static inline int64_t linux_thread_wait_count(void) {
    struct rusage usage;
    return getrusage(RUSAGE_THREAD, &usage) == 0 ? usage.ru_nvcsw : 0;
}

/// So many milliseconds from now, in milliseconds of the monotonic clock, rounded up.
static inline int64_t linux_monotonic_deadline(int64_t milliseconds) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + (now.tv_nsec + 999999) / 1000000 + milliseconds;
}
#endif
