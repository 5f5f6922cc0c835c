// What Swift's Glibc module leaves out.
#ifndef TURNSTONE_CLINUX_H
#define TURNSTONE_CLINUX_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

/// memfd_create(2): an anonymous file for memory that two processes share.
static inline int linux_memfd_create(const char *name, unsigned int flags) {
    return (int)syscall(SYS_memfd_create, name, flags);
}

/// openat2(2): open with a say in how the path is resolved.
static inline int linux_openat2(int directory, const char *path, uint64_t flags, uint64_t resolve) {
    struct open_how how = {.flags = flags, .mode = 0, .resolve = resolve};
    return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

/// Names the calling thread, for `top -H` and core dumps; at most 15 characters.
static inline int linux_set_thread_name(const char *name) {
    return prctl(PR_SET_NAME, name, 0, 0, 0);
}

/// prctl(2): the calling thread's sleeps may last so many nanoseconds longer, so that one interrupt
/// ends several.
static inline int linux_set_timer_slack(unsigned long nanoseconds) {
    return prctl(PR_SET_TIMERSLACK, nanoseconds, 0, 0, 0);
}

/// fcntl's command to seal a memfd.
static const int turnstone_add_seals = F_ADD_SEALS;

/// prctl(2): no program that this process starts can have more rights than it has.
static inline int prctl_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

/// prctl(2): SIGKILL for this process when the thread that started it ends, however it ends.
static inline int prctl_die_with_parent(void) {
    return prctl(PR_SET_PDEATHSIG, 9 /* SIGKILL */, 0, 0, 0);
}
#endif
