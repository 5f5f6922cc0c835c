internal import CLinux
package import Core
package import Digests
internal import Glibc

/// The bytes of a file, mapped read-only as long as this lives.
///
/// Whoever maps a file answers for it staying as it is: one that is cut short under the mapping
/// ends the process, with a sentence that names it and code 4. Turnstone's own files are written
/// elsewhere and renamed.
package final class MappedFile: MappedBytes {
    /// Bytes of the file when it was mapped.
    package let count: Int
    /// What the kernel said of the file when it was mapped.
    package let statusWhenMapped: FileStatus
    private let mapping: Mapping
    /// Kept open, so that the file can be asked for after its name is gone.
    private let file: Descriptor

    /// Maps a regular file; an empty one has no bytes.
    package init(path: String) throws(SystemError) {
        let path = EntryPath(path)
        file = try Descriptor(reading: path)
        statusWhenMapped = try file.status()
        // `Descriptor` takes anything that opens; only a regular file has bytes that stay.
        guard statusWhenMapped.kind == .regular, let count = Int(exactly: statusWhenMapped.size)
        else { throw SystemError(operation: "mmap", path: path, errno: EINVAL) }
        mapping = try Mapping(file, byteCount: count)
        self.count = count
    }

    /// What the kernel says of the file now, whatever has its name. Who writes into the mapped file
    /// moves its times, and who puts another in its place takes a link from it.
    package func status() throws(SystemError) -> FileStatus { try file.status() }

    /// Whether somebody wrote into the file since it was mapped, or nobody can tell.
    package var isWritten: Bool {
        guard let now = try? status() else { return true }
        return now.size != statusWhenMapped.size
            || now.mtimeNanoseconds != statusWhenMapped.mtimeNanoseconds
    }

    package func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // SAFETY: the mapping lives as long as `self`, which lives through the call.
        let bytes = unsafe UnsafeBufferPointer(start: mapping.start, count: count)
        return try unsafe body(bytes.span)
    }

    /// The SHA-256 of all its bytes.
    package func sha256() throws(DigestError) -> Digest {
        try withBytes { bytes throws(DigestError) in try Digest.sha256(of: bytes) }
    }
}

/// Memory that the kernel fills from a file; given back at the end.
// SAFETY: the address is set once, and no one writes to what is behind it.
@safe private final class Mapping: @unchecked Sendable {
    /// `nil` if there are no bytes.
    let start: UnsafePointer<UInt8>?
    private let byteCount: Int
    /// Where it stands among those whose loss is told.
    private let number: Int32

    init(_ file: borrowing Descriptor, byteCount: Int) throws(SystemError) {
        self.byteCount = byteCount
        guard byteCount > 0 else {
            unsafe start = nil
            number = -1
            return
        }
        let address = unsafe mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, file.number, 0)
        guard let address = unsafe address, unsafe address != MAP_FAILED else {
            throw SystemError(operation: "mmap", path: file.path, errno: errno)
        }
        unsafe start = UnsafePointer(address.assumingMemoryBound(to: UInt8.self))
        number = unsafe linux_mapping_add(address, byteCount, file.path.escaped)
    }

    deinit {
        guard let start = unsafe start else { return }
        linux_mapping_remove(number)
        unsafe _ = munmap(UnsafeMutableRawPointer(mutating: start), byteCount)
    }
}
