internal import CLinux

/// A file's time of change, set to what its digest says: whoever writes into the file afterwards
/// breaks it. For files too long to be digested each time; no proof against who means harm.
package struct ContentSeal: Equatable, Sendable {
    /// 2000-01-01, from where on 24 bits of the digest are counted: some file systems keep no part
    /// of a second, and some nothing beyond 2038.
    private static let start: Int64 = 946_684_800

    /// Seconds since 1970 UTC.
    private let seconds: Int64

    /// What a file of that digest gets.
    package init(_ digest: some Sequence<UInt8>) {
        seconds = ContentSeal.start + digest.prefix(3).reduce(0) { $0 << 8 | Int64($1) }
    }

    /// Whether nobody wrote into a file since it was sealed.
    package func holds(_ status: FileStatus) -> Bool {
        status.mtimeNanoseconds == seconds * 1_000_000_000
    }

    /// Sets the time of a file that is written.
    package func set(on file: borrowing Descriptor) throws(SystemError) {
        let result = linux_set_mtime(file.number, seconds)
        guard result == 0 else {
            throw SystemError(operation: "futimens", path: file.path, errno: -result)
        }
    }
}
