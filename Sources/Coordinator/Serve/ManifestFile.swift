internal import Core
internal import Digests
internal import Glibc

/// The manifest of a planned sweep, open for reading.
final class ManifestFile: Sendable {
    private let descriptor: Int32
    private let path: String

    /// Opens the manifest.
    init(path: String) throws(ManifestFileError) {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        self.path = path
        guard descriptor >= 0 else { throw ManifestFileError(path: path, code: errno) }
    }

    deinit { close(descriptor) }

    /// Bytes of the file.
    func byteCount() throws(ManifestFileError) -> Int64 {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw ManifestFileError(path: path, code: errno)
        }
        return Int64(status.st_size)
    }

    /// The lines of a shard: those that were planned, or none.
    func lines(of planned: PlannedShard) throws -> ShardLines {
        let bytes = try bytes(of: planned.shard)
        guard try Digest.sha256(of: bytes.span) == planned.linesDigest else {
            throw SweepError.manifestChanged(path)
        }
        return ShardLines(shard: planned.shard, bytes: bytes)
    }

    /// The lines of a shard, as they stand in the file.
    private func bytes(of shard: Shard) throws(ManifestFileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: shard.manifestLength)
        var filled = 0
        while filled < bytes.count {
            let start = Int(shard.manifestOffset) + filled
            let count = unsafe bytes.withUnsafeMutableBytes {
                unsafe pread(
                    descriptor,
                    $0.baseAddress.map { unsafe $0 + filled },
                    $0.count - filled,
                    start
                )
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                throw ManifestFileError(path: path, code: count == 0 ? 0 : errno)
            }
            filled += count
        }
        return bytes
    }
}

/// A manifest that cannot be read.
struct ManifestFileError: Error, Equatable, CustomStringConvertible {
    let path: String
    /// The errno; 0 for a file that is too short.
    let code: Int32

    var description: String {
        code == 0
            ? "the manifest \(path) is shorter than when it was made; restore it from a backup"
            : "the manifest \(path): \(unsafe String(cString: strerror(code)))"
    }
}
