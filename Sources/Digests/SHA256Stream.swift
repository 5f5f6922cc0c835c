package import Core

/// Makes one SHA-256 digest of bytes that come in pieces: of a manifest, a segment, a list.
package struct SHA256Stream: ~Copyable {
    private var context: DigestContext

    /// Begins; throws if libcrypto does not offer SHA-256.
    package init() throws(DigestError) { context = try DigestContext(.sha256) }

    /// Takes the next bytes, any number of them.
    package mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe context.update($0) }
    }

    /// The digest of all the bytes.
    package consuming func finish() -> Digest { context.finish() }
}

extension Digest {
    /// The SHA-256 digest of the bytes; throws if libcrypto does not offer it.
    package static func sha256(of bytes: Span<UInt8>) throws(DigestError) -> Digest {
        var stream = try SHA256Stream()
        stream.update(bytes)
        return stream.finish()
    }
}
