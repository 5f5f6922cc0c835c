internal import Glibc

/// Room on a disk, as its file system grants it.
enum DiskRoom {
    /// What must fit: about what one commit writes.
    private static let byteCount = 1 << 20

    /// Whether a file in that folder cannot grow.
    ///
    /// Tried and not only asked: `statvfs` knows nothing of a user's quota.
    static func isFull(_ folder: String) -> Bool {
        let path = folder + "/room"
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { return isFull(errno) }
        defer { close(descriptor) }
        unsafe unlink(path)
        return isFull(posix_fallocate(descriptor, 0, byteCount))
    }

    private static func isFull(_ code: Int32) -> Bool { code == ENOSPC || code == EDQUOT }
}
