internal import Glibc
internal import Storage

/// A segment's file while it is written; closed when this goes.
final class SegmentFile {
    private let path: String
    private let descriptor: Int32

    /// Makes the file, empty; what an earlier try left is gone.
    init(path: String) throws(SegmentStoreError) {
        self.path = path
        descriptor = unsafe open(
            path,
            O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
            0o600
        )
        guard descriptor >= 0 else { throw SegmentStoreError(path: path, code: errno) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Writes the whole file, and has the kernel begin to bring it to the disk.
    func write(_ bytes: [UInt8]) throws(SegmentStoreError) {
        let code = WholeWrite.write(bytes, to: descriptor)
        guard code == 0 else { throw SegmentStoreError(path: path, code: code) }
        // Only a hint: file systems that cannot take it lose time, and what is durable says fsync.
        _ = sync_file_range(descriptor, 0, 0, UInt32(SYNC_FILE_RANGE_WRITE))
    }

    /// Waits until the file is on the disk.
    func synchronize() throws(SegmentStoreError) {
        guard fsync(descriptor) == 0 else { throw SegmentStoreError(path: path, code: errno) }
    }
}
