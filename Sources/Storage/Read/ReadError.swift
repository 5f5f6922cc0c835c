internal import CLinux
package import Core

/// Why a file of the manifest could not be read.
package enum ReadError: Error, Hashable, Sendable {
    /// It is not there any more.
    case vanished
    /// The kernel refused, for this reason.
    case unreadable(errno: Int32)
    /// There is a folder, link, pipe, socket or device in its place, or a link on the way; it was
    /// not read.
    case notRegular

    /// Sorts a failed call by its errno.
    package init(errno: Int32) {
        switch errno {
        case ENOENT, ENOTDIR: self = .vanished
        // No link was there when it was planned: links are never followed, nor passed through.
        case ELOOP: self = .notRegular
        default: self = .unreadable(errno: errno)
        }
    }

    /// What becomes of the file.
    package var outcome: Outcome {
        switch self {
        case .vanished: .vanished
        case .unreadable(let errno): .unreadable(errno: errno)
        // It was a file when it was planned: no rule passes over it, so it is a gap.
        case .notRegular: .changed
        }
    }
}

extension ReadError: CustomStringConvertible {
    /// One sentence: what is wrong.
    package var description: String {
        switch self {
        case .vanished: "the file is gone"
        case .unreadable(let errno): "the file cannot be read: \(SystemError.text(of: errno))"
        case .notRegular: "a folder, link, pipe, socket or device is in the file's place"
        }
    }
}
