internal import CCrypto
package import Core

/// Why a digest could not be made.
package enum DigestError: Error, Equatable, Sendable {
    /// libcrypto has no such digest, or no memory for it.
    case unavailable
}

/// The SHA-256 of bytes that come in pieces.
@safe package struct SHA256Stream: ~Copyable {
    private let context: OpaquePointer

    /// Begins a digest.
    package init() throws(DigestError) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw .unavailable }
        guard unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            throw .unavailable
        }
        unsafe self.context = context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Adds bytes.
    package mutating func update(_ bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { buffer in
            let result = unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
            precondition(result == 1, "libcrypto takes any bytes after a digest was begun")
        }
    }

    /// The digest of all that was added.
    package consuming func finish() -> Digest {
        var bytes = [UInt8](repeating: 0, count: DigestKind.sha256.byteCount)
        let result = unsafe EVP_DigestFinal_ex(context, &bytes, nil)
        guard result == 1, let digest = Digest(.sha256, bytes: bytes) else {
            preconditionFailure("libcrypto ends a digest that was begun")
        }
        return digest
    }
}
