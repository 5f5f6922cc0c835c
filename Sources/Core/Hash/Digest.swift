/// The digests that Turnstone makes of the bytes of a file.
package enum DigestKind: String, CaseIterable, Sendable {
    case md5, sha1, sha256

    /// The number of bytes of such a digest: 16, 20 or 32.
    package var byteCount: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha256: 32
        }
    }
}

/// One digest of the bytes of a file.
package struct Digest: Hashable, Sendable {
    package let kind: DigestKind
    /// The digest's bytes, then zeros.
    private let storage: SIMD32<UInt8>

    /// Makes a digest of its bytes, or `nil` if their number is not the kind's.
    package init?(_ kind: DigestKind, bytes: some Collection<UInt8>) {
        guard bytes.count == kind.byteCount else { return nil }
        var storage = SIMD32<UInt8>()
        // As an array, whose loop is no generic one: every file has three digests.
        for (index, byte) in Array(bytes).enumerated() { storage[index] = byte }
        self.kind = kind
        self.storage = storage
    }

    /// The same of an array, as ledgers have it: other modules call it without the cost of a
    /// generic function, which is most of reading a ledger of a hundred thousand shards.
    package init?(_ kind: DigestKind, bytes: [UInt8]) { self.init(kind, bytes: bytes[...]) }

    /// Makes a digest of its bytes and any others after them: without a loop over a collection of
    /// another module, which costs more than digesting a small file.
    package init(_ kind: DigestKind, padded bytes: SIMD32<UInt8>) {
        var storage = bytes
        for index in kind.byteCount..<32 { storage[index] = 0 }
        self.kind = kind
        self.storage = storage
    }

    /// The digest's bytes: 16, 20 or 32, as its kind says.
    package var bytes: [UInt8] { (0..<kind.byteCount).map { storage[$0] } }

    /// The digest in lowercase hex digits.
    package var hex: String { Hex.string(bytes) }
}

/// The digests of one file, made in one pass over its bytes; `nil` for those not asked for.
package struct DigestSet: Hashable, Sendable {
    package let md5: Digest?
    package let sha1: Digest?
    package let sha256: Digest?

    /// Makes a set of at most one digest of each kind.
    package init(md5: Digest? = nil, sha1: Digest? = nil, sha256: Digest? = nil) {
        precondition(
            md5.isNone(but: .md5) && sha1.isNone(but: .sha1) && sha256.isNone(but: .sha256),
            "a digest set holds at most one digest of each kind"
        )
        self.md5 = md5
        self.sha1 = sha1
        self.sha256 = sha256
    }

    /// The digest of that kind; `nil` if it was not asked for.
    package subscript(kind: DigestKind) -> Digest? {
        switch kind {
        case .md5: md5
        case .sha1: sha1
        case .sha256: sha256
        }
    }

    /// The kinds that were made.
    package var kinds: DigestKinds {
        var kinds = DigestKinds()
        if md5 != nil { kinds.insert(.md5) }
        if sha1 != nil { kinds.insert(.sha1) }
        if sha256 != nil { kinds.insert(.sha256) }
        return kinds
    }

    /// The digests of those kinds alone.
    package func only(_ kinds: DigestKinds) -> DigestSet {
        DigestSet(
            md5: kinds.contains(.md5) ? md5 : nil,
            sha1: kinds.contains(.sha1) ? sha1 : nil,
            sha256: kinds.contains(.sha256) ? sha256 : nil
        )
    }
}

extension Digest? {
    /// Whether there is no digest, or one of that kind.
    fileprivate func isNone(but kind: DigestKind) -> Bool { self.map { $0.kind == kind } ?? true }
}
