// Files and folders as the kernel gives them. A negative result is a negated errno, since Swift
// cannot read errno safely after the call; EINTR is never returned.
#ifndef TURNSTONE_CLINUX_FILES_H
#define TURNSTONE_CLINUX_FILES_H
#include "shim.h"
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/vfs.h>

#define LINUX_RETRY(result, call)                                                                  \
    do {                                                                                           \
        (result) = (call);                                                                         \
    } while ((result) < 0 && errno == EINTR)

/// What fstatat(2) says of a file; times in nanoseconds since 1970, at the ends of the range where
/// they do not fit.
struct linux_file_status {
    int64_t size;
    int64_t mtime;
    int64_t ctime;
    uint64_t device;
    uint64_t inode;
    uint64_t link_count;
    uint32_t mode;
    uint32_t owner;
};

static inline int64_t linux_nanoseconds(struct timespec time) {
    int64_t result;
    if (__builtin_mul_overflow((int64_t)time.tv_sec, (int64_t)1000000000, &result) ||
        __builtin_add_overflow(result, (int64_t)time.tv_nsec, &result)) {
        return time.tv_sec < 0 ? INT64_MIN : INT64_MAX;
    }
    return result;
}

static inline void linux_copy_status(const struct stat *from, struct linux_file_status *to) {
    to->size = from->st_size;
    to->mtime = linux_nanoseconds(from->st_mtim);
    to->ctime = linux_nanoseconds(from->st_ctim);
    to->device = from->st_dev;
    to->inode = from->st_ino;
    to->link_count = from->st_nlink;
    to->mode = from->st_mode;
    to->owner = from->st_uid;
}

/// fstatat(2) without following a link or mounting anything.
static inline int linux_status_at(int directory, const char *name,
                                  struct linux_file_status *status) {
    struct stat found;
    int result;
    LINUX_RETRY(result, fstatat(directory, name, &found, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT));
    if (result < 0) return -errno;
    linux_copy_status(&found, status);
    return 0;
}

/// fstat(2).
static inline int linux_status(int descriptor, struct linux_file_status *status) {
    struct stat found;
    if (fstat(descriptor, &found) < 0) return -errno;
    linux_copy_status(&found, status);
    return 0;
}

/// openat(2).
static inline int linux_open_at(int directory, const char *path, int flags, unsigned int mode) {
    int result;
    LINUX_RETRY(result, openat(directory, path, flags, mode));
    return result < 0 ? -errno : result;
}

/// openat2(2), following no link anywhere in the path. EAGAIN is the kernel's word for a rename
/// that raced with the look-up.
static inline int linux_open_beneath_no_link(int directory, const char *path, int flags) {
    int result, tries = 0;
    do {
        result = linux_openat2(directory, path, (uint64_t)flags, RESOLVE_NO_SYMLINKS);
    } while (result < 0 && (errno == EINTR || (errno == EAGAIN && ++tries < 16)));
    return result < 0 ? -errno : result;
}

/// read(2).
static inline int64_t linux_read(int descriptor, void *buffer, size_t size) {
    int64_t result;
    LINUX_RETRY(result, read(descriptor, buffer, size));
    return result < 0 ? -errno : result;
}

/// pread(2).
static inline int64_t linux_read_at(int descriptor, void *buffer, size_t size, int64_t offset) {
    int64_t result;
    LINUX_RETRY(result, pread(descriptor, buffer, size, offset));
    return result < 0 ? -errno : result;
}

/// preadv2(2) of what is in the page cache and nothing else: -EAGAIN where nothing is.
static inline int64_t linux_read_cached(int descriptor, void *buffer, size_t size, int64_t offset) {
    struct iovec whole = {.iov_base = buffer, .iov_len = size};
    int64_t result;
    LINUX_RETRY(result, preadv2(descriptor, &whole, 1, offset, RWF_NOWAIT));
    return result < 0 ? -errno : result;
}

/// write(2).
static inline int64_t linux_write(int descriptor, const void *buffer, size_t size) {
    int64_t result;
    LINUX_RETRY(result, write(descriptor, buffer, size));
    return result < 0 ? -errno : result;
}

/// pwrite(2).
static inline int64_t linux_write_at(int descriptor, const void *buffer, size_t size,
                                     int64_t offset) {
    int64_t result;
    LINUX_RETRY(result, pwrite(descriptor, buffer, size, offset));
    return result < 0 ? -errno : result;
}

/// fsync(2).
static inline int linux_sync(int descriptor) {
    int result;
    LINUX_RETRY(result, fsync(descriptor));
    return result < 0 ? -errno : 0;
}

/// Sets when a file was last changed, to a whole second since 1970; not when it was read.
static inline int linux_set_mtime(int descriptor, int64_t seconds) {
    const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, {.tv_sec = (time_t)seconds}};
    return futimens(descriptor, times) < 0 ? -errno : 0;
}

/// mkdir(2).
static inline int linux_make_directory(const char *path, unsigned int mode) {
    return mkdir(path, mode) < 0 ? -errno : 0;
}

/// rename(2).
static inline int linux_rename(const char *from, const char *to) {
    return rename(from, to) < 0 ? -errno : 0;
}

/// unlink(2), or rmdir(2) for a directory.
static inline int linux_remove(const char *path) { return remove(path) < 0 ? -errno : 0; }

/// Declared here: stdlib.h brings an fd_set along that differs from the one in Swift's Glibc.
extern char *realpath(const char *path, char *resolved);

/// realpath(3) into `resolved`, which has PATH_MAX bytes.
static inline int linux_resolve(const char *path, char *resolved) {
    return realpath(path, resolved) == NULL ? -errno : 0;
}

/// getdents64(2): names of a directory, as many as fit; 0 at its end.
static inline int64_t linux_read_names(int directory, void *buffer, size_t size) {
    int64_t result;
    LINUX_RETRY(result, syscall(SYS_getdents64, directory, buffer, size));
    return result < 0 ? -errno : result;
}

/// One name in what linux_read_names read.
struct linux_name {
    const char *text;
    size_t length;
    /// DT_REG, DT_DIR and so on; DT_UNKNOWN where the file system does not say.
    uint8_t type;
};

/// Reads the name at `offset` and gives the offset of the next.
static inline size_t linux_next_name(const void *buffer, size_t offset, struct linux_name *name) {
    const struct dirent64 *record = (const struct dirent64 *)((const char *)buffer + offset);
    name->text = record->d_name;
    name->length = strlen(record->d_name);
    name->type = record->d_type;
    return offset + record->d_reclen;
}

/// The file system's magic number, by statfs(2).
static inline int linux_file_system_magic(const char *path, uint64_t *magic) {
    struct statfs found;
    int result;
    LINUX_RETRY(result, statfs(path, &found));
    if (result < 0) return -errno;
    *magic = (uint64_t)(unsigned long)found.f_type;
    return 0;
}

static inline unsigned int linux_device_major(uint64_t device) { return major(device); }
static inline unsigned int linux_device_minor(uint64_t device) { return minor(device); }
#endif
