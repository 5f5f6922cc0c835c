internal import Core

/// The digests by libcrypto, one after the other over bytes that stay in the cache.
struct SeparateDigests: ~Copyable {
    /// Bytes that go through all digests before the next ones do: they stay in the first-level
    /// cache, which has 32 KiB or more.
    private static let pieceByteCount = 16 << 10

    // `nil` for those that were not asked for.
    private var md5: DigestContext?
    private var sha1: DigestContext?
    private var sha256: DigestContext?

    /// Begins; throws if libcrypto does not offer one of the algorithms.
    init(_ kinds: DigestKinds = .all) throws(DigestError) {
        let md5 = try SeparateDigests.context(.md5, of: kinds)
        let sha1 = try SeparateDigests.context(.sha1, of: kinds)
        let sha256 = try SeparateDigests.context(.sha256, of: kinds)
        self.md5 = md5
        self.sha1 = sha1
        self.sha256 = sha256
    }

    private static func context(
        _ kind: DigestKind,
        of kinds: DigestKinds
    ) throws(DigestError) -> DigestContext? {
        kinds.contains(kind) ? try DigestContext(kind) : nil
    }

    /// Takes the next bytes, any number of them.
    mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let end = min(start + SeparateDigests.pieceByteCount, bytes.count)
                let piece = unsafe UnsafeBufferPointer(rebasing: bytes[start..<end])
                unsafe md5?.update(piece)
                unsafe sha1?.update(piece)
                unsafe sha256?.update(piece)
                start = end
            }
        }
    }

    /// The digests of all the bytes.
    consuming func finish() -> DigestSet {
        DigestSet(
            md5: md5.take()?.finish(),
            sha1: sha1.take()?.finish(),
            sha256: sha256.take()?.finish()
        )
    }
}
