package import Core
internal import CLinux

/// A system call that failed, on what, and why.
package struct SystemError: Error, Hashable, Sendable {
    /// The call, as its manual page names it.
    package let operation: String
    package let path: EntryPath
    package let errno: Int32

    /// Makes an error.
    package init(operation: String, path: EntryPath, errno: Int32) {
        self.operation = operation
        self.path = path
        self.errno = errno
    }

    /// What the C library says of an errno, such as "No space left on device".
    package static func text(of errno: Int32) -> String {
        // SAFETY: strerrordesc_np gives a constant string of the C library, or NULL.
        unsafe strerrordesc_np(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
    }
}

extension SystemError: CustomStringConvertible {
    /// One sentence: what is wrong, where, and what to do.
    package var description: String {
        let advice =
            switch errno {
            case ENOSPC, EDQUOT: "make room there and try again"
            case EACCES, EPERM, EROFS: "check who may write and read there"
            case ENOENT, ENOTDIR, EISDIR, ELOOP, ENAMETOOLONG: "check the path"
            case EMFILE, ENFILE: "raise the limit of open files (ulimit -n)"
            default: "check the disk and try again"
            }
        return "\(operation) of \(path.escaped) failed: \(SystemError.text(of: errno)); \(advice)"
    }
}
