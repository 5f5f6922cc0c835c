internal import CCrypto
internal import Core

/// One running digest of libcrypto.
// SAFETY: the struct alone owns its context, from making it to freeing it.
@safe struct DigestContext: ~Copyable {
    let kind: DigestKind
    private let context: OpaquePointer

    /// Throws ``DigestError`` if libcrypto does not offer the algorithm.
    init(_ kind: DigestKind) throws(DigestError) {
        let algorithm =
            switch kind {
            case .md5: unsafe EVP_md5()
            case .sha1: unsafe EVP_sha1()
            case .sha256: unsafe EVP_sha256()
            }
        guard let context = unsafe EVP_MD_CTX_new() else { throw .unavailable(kind) }
        guard unsafe EVP_DigestInit_ex(context, algorithm, nil) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            throw .unavailable(kind)
        }
        self.kind = kind
        unsafe self.context = unsafe context
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Takes the next bytes.
    mutating func update(_ bytes: UnsafeBufferPointer<UInt8>) {
        let status = unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        precondition(status == 1, "a digest that was begun takes any bytes")
    }

    /// The digest of all the bytes.
    consuming func finish() -> Digest {
        // SAFETY: 32 bytes, as many as the longest of the digests has.
        var bytes = SIMD32<UInt8>()
        unsafe withUnsafeMutableBytes(of: &bytes) { bytes in
            let start = unsafe bytes.bindMemory(to: UInt8.self).baseAddress
            let status = unsafe EVP_DigestFinal_ex(context, start, nil)
            precondition(status == 1, "a digest that was begun can be ended")
        }
        return Digest(kind, padded: bytes)
    }
}
