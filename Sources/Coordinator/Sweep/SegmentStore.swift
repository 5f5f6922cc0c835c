package import Core
internal import Digests
internal import Foundation
internal import Glibc
internal import Synchronization

/// The segments of a sweep: one file a shard, on disk before the ledger says so.
package struct SegmentStore: Sendable {
    private let folder: String
    private let known = KnownFolders()
    private let synchronize: @Sendable (String) throws(SegmentStoreError) -> Void

    /// Segments a folder: large folders are slow to list and to copy.
    private static let fileCountMax = 1000

    /// Larger than the segment of the largest shard.
    private static let byteCountMax = 64 << 20

    /// The segments below a folder.
    package init(folder: String) {
        self.init(folder: folder, synchronize: SegmentStore.synchronize)
    }

    /// The same, with what makes the names in a folder durable.
    init(
        folder: String,
        synchronize: @escaping @Sendable (String) throws(SegmentStoreError) -> Void
    ) {
        self.folder = folder
        self.synchronize = synchronize
    }

    /// Writes segments and makes them durable, folders included.
    package func write(_ segments: [(shard: ShardID, epoch: Epoch, bytes: [UInt8])])
        throws(SegmentStoreError)
    {
        var parents: Set<String> = []
        var files: [SegmentFile] = []
        for segment in segments {
            let parent = self.parent(of: segment.shard)
            guard unsafe mkdir(parent, 0o700) == 0 || errno == EEXIST else {
                throw SegmentStoreError(path: parent, code: errno)
            }
            // Whoever made it may not have come to this: an earlier try, or a run that crashed.
            if !known.contains(parent) { parents.insert(folder) }
            let file = try SegmentFile(path: path(of: segment.shard, segment.epoch))
            try file.write(segment.bytes)
            files.append(file)
            parents.insert(parent)
        }
        // All are on their way to the disk by now: waiting for the first is waiting for most.
        for file in files { try file.synchronize() }
        for parent in parents { try synchronize(parent) }
        known.insert(parents)
    }

    /// The bytes of a segment as they are on disk.
    package func read(_ shard: ShardID, _ epoch: Epoch) throws(SegmentStoreError) -> [UInt8] {
        let path = path(of: shard, epoch)
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw SegmentStoreError(path: path, code: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw SegmentStoreError(path: path, code: errno)
        }
        guard status.st_size <= SegmentStore.byteCountMax else {
            throw SegmentStoreError(path: path, code: EFBIG)
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = unsafe bytes.withUnsafeMutableBytes {
                unsafe pread(
                    descriptor,
                    $0.baseAddress.map { unsafe $0 + filled },
                    $0.count - filled,
                    filled
                )
            }
            if count < 0 && errno == EINTR { continue }
            // It is shorter than it was a moment ago.
            guard count > 0 else {
                throw SegmentStoreError(path: path, code: count == 0 ? EIO : errno)
            }
            filled += count
        }
        return bytes
    }

    /// Where a segment is.
    package func path(of shard: ShardID, _ epoch: Epoch) -> String {
        "\(parent(of: shard))/\(shard.value)-\(epoch.value).segment"
    }

    private func parent(of shard: ShardID) -> String {
        "\(folder)/\(shard.value / SegmentStore.fileCountMax)"
    }

    private static func synchronize(_ folder: String) throws(SegmentStoreError) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            let code = errno
            if descriptor >= 0 { close(descriptor) }
            throw SegmentStoreError(path: folder, code: code)
        }
        close(descriptor)
    }
}

/// The folders whose own names are known to be on disk.
private final class KnownFolders: Sendable {
    private let paths = Mutex<Set<String>>([])

    func contains(_ path: String) -> Bool { paths.withLock { $0.contains(path) } }
    func insert(_ more: Set<String>) { paths.withLock { $0.formUnion(more) } }
}

/// A segment that could not be written or read.
package struct SegmentStoreError: Error, Equatable, CustomStringConvertible {
    package let path: String
    /// The errno.
    package let code: Int32

    package var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }

    package var description: String {
        if isDiskFull { return "the disk of \(path) is full; make room, then run turnstone resume" }
        if code == ENOENT {
            return "segment \(path) is missing; restore it from a backup, or start a new sweep"
        }
        let cause = unsafe String(cString: strerror(code))
        return "segment \(path) cannot be read or written (\(cause)); "
            + "restore it from a backup, or start a new sweep"
    }
}
