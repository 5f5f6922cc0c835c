internal import CLinux
internal import Glibc

/// A held sweep. The kernel lets go of it when the process ends, however it ends.
package final class SweepLock: Sendable {
    private let descriptor: Int32

    /// Holds the sweep whose lock is the file at `path`.
    init(_ path: String) throws(SweepFolderError) {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .unusable(path, errno) }
        var request = SweepLock.request
        guard unsafe fcntl(descriptor, F_OFD_SETLK, &request) == 0 else {
            let code = errno
            close(descriptor)
            throw code == EAGAIN || code == EACCES ? .inUse(path) : .unusable(path, code)
        }
    }

    deinit { close(descriptor) }

    /// Whether somebody holds it. Only asks: a look must never refuse a run its lock.
    static func isHeld(_ path: String) -> Bool {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var request = SweepLock.request
        return unsafe fcntl(descriptor, F_OFD_GETLK, &request) == 0
            && request.l_type != Int16(F_UNLCK)
    }

    /// An exclusive lock on the whole file, of the open file and not of the process.
    private static var request: flock {
        var request = flock()
        request.l_type = Int16(F_WRLCK)
        request.l_whence = Int16(SEEK_SET)
        return request
    }
}
