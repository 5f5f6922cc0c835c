internal import CLinux
package import Core
package import Digests
internal import Glibc

/// A file that could not be mapped.
package struct MappedFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was tried, such as `open`.
    package let operation: String
    package let path: String
    /// 0: it is no regular file.
    package let errno: Int32

    /// Whether there is no such file.
    package var isMissing: Bool { errno == ENOENT }

    /// What is wrong.
    package var description: String {
        let cause = unsafe errno == 0 ? "no regular file" : String(cString: strerror(errno))
        return "\(path): \(operation): \(cause)"
    }
}

/// The bytes of a file, mapped read-only as long as this lives.
///
/// Whoever maps a file answers for it staying as it is: one that is cut short under the mapping
/// kills the process with SIGBUS. Turnstone's own files are written elsewhere and renamed.
@safe package final class MappedFile: MappedBytes {
    /// Bytes of the file when it was mapped.
    package let count: Int
    // SAFETY: written once, in init; the bytes behind it are never written by this process.
    private nonisolated(unsafe) let start: UnsafeRawPointer?

    /// Maps a regular file; an empty one has no bytes.
    package init(path: String) throws(MappedFileError) {
        func failure(_ operation: String, _ code: Int32 = errno) -> MappedFileError {
            MappedFileError(operation: operation, path: path, errno: code)
        }
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure("open") }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure("stat") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw failure("open", 0) }
        count = Int(status.st_size)
        if count == 0 {
            unsafe start = nil
            return
        }
        let mapped = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
            throw failure("mmap")
        }
        unsafe start = UnsafeRawPointer(mapped)
    }

    deinit {
        if let start = unsafe start {
            unsafe munmap(UnsafeMutableRawPointer(mutating: start), count)
        }
    }

    package func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // SAFETY: the mapping lives as long as `self`, which lives through the call.
        let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
        return try unsafe body(bytes.bindMemory(to: UInt8.self).span)
    }

    /// The SHA-256 of all its bytes.
    package func sha256() throws(DigestError) -> Digest {
        var stream = try SHA256Stream()
        withBytes { stream.update($0) }
        return stream.finish()
    }
}
