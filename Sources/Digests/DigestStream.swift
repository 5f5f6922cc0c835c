package import Core

/// Makes the MD5, SHA-1 and SHA-256 digests of a file in one pass over its bytes.
package struct DigestStream: ~Copyable {
    /// Bytes that go through all three digests before the next ones do: they stay in the
    /// first-level cache, which has 32 KiB or more.
    private static let blockByteCount = 16 << 10

    private var md5: DigestContext
    private var sha1: DigestContext
    private var sha256: DigestContext

    /// Begins; throws if libcrypto does not offer one of the algorithms.
    package init() throws(DigestError) {
        let md5 = try DigestContext(.md5)
        let sha1 = try DigestContext(.sha1)
        let sha256 = try DigestContext(.sha256)
        self.md5 = md5
        self.sha1 = sha1
        self.sha256 = sha256
    }

    /// Takes the next bytes, any number of them.
    package mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            while start < bytes.count {
                let end = min(start + DigestStream.blockByteCount, bytes.count)
                let block = unsafe UnsafeBufferPointer(rebasing: bytes[start..<end])
                unsafe md5.update(block)
                unsafe sha1.update(block)
                unsafe sha256.update(block)
                start = end
            }
        }
    }

    /// The digests of all the bytes.
    package consuming func finish() -> DigestSet {
        DigestSet(md5: md5.finish(), sha1: sha1.finish(), sha256: sha256.finish())
    }
}
