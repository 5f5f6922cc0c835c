// POSIX threads in a form that Swift can hold: Swift's own locks have no condition variable.
#ifndef TURNSTONE_CLINUX_THREADS_H
#define TURNSTONE_CLINUX_THREADS_H
#include "shim.h"

/// A lock with one condition.
struct linux_monitor {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
};

/// A new monitor, or NULL if there is no memory.
static inline struct linux_monitor *linux_monitor_new(void) {
    struct linux_monitor *monitor = __builtin_malloc(sizeof *monitor);
    if (monitor != NULL) {
        pthread_mutex_init(&monitor->mutex, NULL);
        pthread_cond_init(&monitor->changed, NULL);
    }
    return monitor;
}

static inline void linux_monitor_free(struct linux_monitor *monitor) {
    pthread_cond_destroy(&monitor->changed);
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
    pthread_cond_wait(&monitor->changed, &monitor->mutex);
}
static inline void linux_monitor_wake_all(struct linux_monitor *monitor) {
    pthread_cond_broadcast(&monitor->changed);
}
#endif
