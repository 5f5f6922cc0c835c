internal import CCrypto
package import Core

/// A digest that libcrypto would not make.
package enum DigestError: Error, Equatable, Sendable {
    /// libcrypto has no memory or no such digest, as under a FIPS policy.
    case unavailable(DigestKind)
}

/// The SHA-256 of bytes that come in pieces.
package struct SHA256Stream: ~Copyable {
    private let context: OpaquePointer

    /// Begins with no bytes.
    package init() throws(DigestError) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw .unavailable(.sha256) }
        guard unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            throw .unavailable(.sha256)
        }
        unsafe self.context = context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Takes the next piece.
    package mutating func update(_ bytes: Span<UInt8>) {
        let status = unsafe bytes.withUnsafeBufferPointer {
            unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count)
        }
        precondition(status == 1, "libcrypto takes any bytes once it has begun")
    }

    /// Ends and gives the digest.
    package consuming func finish() -> Digest {
        var bytes = [UInt8](repeating: 0, count: DigestKind.sha256.byteCount)
        let status = unsafe EVP_DigestFinal_ex(context, &bytes, nil)
        guard status == 1, let digest = Digest(.sha256, bytes: bytes) else {
            preconditionFailure("libcrypto ends whatever it has begun")
        }
        return digest
    }
}
