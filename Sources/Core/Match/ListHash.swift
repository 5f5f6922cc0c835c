/// One hash of a hash list: a digest or a PDQ hash.
package struct ListHash: Hashable, Sendable {
    package let kind: MatchKind
    /// The hash's bytes, then zeros, laid out as in ``PDQHash/words``.
    package let words: SIMD4<UInt64>

    /// Makes a hash of its words, as ``words`` describes them.
    package init(kind: MatchKind, words: SIMD4<UInt64>) {
        self.kind = kind
        self.words = words
    }

    /// Reads the kind's number of hex digits in either case; `nil` for anything else.
    package init?(kind: MatchKind, hex: ArraySlice<UInt8>) {
        guard hex.count == 2 * kind.byteCount else { return nil }
        let digits = hex.span
        // SAFETY: bytes have no padding.
        let bytes = unsafe digits.bytes
        var words = SIMD4<UInt64>()
        // Four bytes at a time: every kind has a multiple of them.
        for quarter in 0..<kind.byteCount / 4 {
            let value = Hex.value(ofEight: bytes.littleUInt64(at: 8 * quarter))
            guard let value else { return nil }
            words[quarter / 2] |= UInt64(value) << UInt64(32 * (quarter % 2))
        }
        self.init(kind: kind, words: words)
    }

    /// The digest as a list has it.
    package init(_ digest: Digest) {
        var words = SIMD4<UInt64>()
        for (index, byte) in digest.bytes.enumerated() {
            words[index / 8] |= UInt64(byte) << UInt64(8 * (index % 8))
        }
        self.init(kind: digest.kind.matchKind, words: words)
    }

    /// The PDQ hash as a list has it.
    package init(_ hash: PDQHash) { self.init(kind: .pdq, words: hash.words) }
}

extension ListHash {
    /// Whether it is the digest of no bytes at all: it would match every empty file.
    package var isOfEmptyFile: Bool {
        switch kind {
        case .md5: self == ListHash.emptyMD5
        case .sha1: self == ListHash.emptySHA1
        case .sha256: self == ListHash.emptySHA256
        case .pdq: false
        }
    }

    private static let emptyMD5 = known(.md5, "d41d8cd98f00b204e9800998ecf8427e")
    private static let emptySHA1 = known(.sha1, "da39a3ee5e6b4b0d3255bfef95601890afd80709")
    private static let emptySHA256 = known(
        .sha256,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )

    private static func known(_ kind: MatchKind, _ hex: String) -> ListHash {
        guard let hash = ListHash(kind: kind, hex: Array(hex.utf8)[...]) else {
            preconditionFailure("a digest written in this file has the wrong number of digits")
        }
        return hash
    }
}

extension MatchKind {
    /// Its position among all kinds.
    var index: Int { Int(rawValue) - 1 }

    /// The number of bytes of such a hash: 16, 20 or 32.
    package var byteCount: Int {
        switch self {
        case .md5: DigestKind.md5.byteCount
        case .sha1: DigestKind.sha1.byteCount
        case .sha256: DigestKind.sha256.byteCount
        case .pdq: PDQHash.byteCount
        }
    }

    /// Reads a kind's name in either case; `nil` for another word.
    package init?(listed name: ArraySlice<UInt8>) {
        guard name.count <= MemoryLayout<UInt64>.size else { return nil }
        let packed = MatchKind.packed(name)
        guard let known = MatchKind.listedNames.first(where: { $0.packed == packed }) else {
            return nil
        }
        self = known.kind
    }

    /// The letters of a short name in one number, those in capitals as small ones; the bit 0x20 of
    /// digits and of `-` is set as well.
    private static func packed(_ name: some Collection<UInt8>) -> UInt64 {
        name.reduce(0) { $0 << 8 | UInt64($1 | 0x20) }
    }

    private static let listedNames: [(packed: UInt64, kind: MatchKind)] = [
        (packed("pdq".utf8), .pdq), (packed("md5".utf8), .md5), (packed("sha1".utf8), .sha1),
        (packed("sha256".utf8), .sha256), (packed("sha-1".utf8), .sha1),
        (packed("sha-256".utf8), .sha256),
    ]
}

extension MatchKind {
    /// The digest that is compared; `nil` for PDQ hashes.
    package var digestKind: DigestKind? {
        switch self {
        case .md5: .md5
        case .sha1: .sha1
        case .sha256: .sha256
        case .pdq: nil
        }
    }
}

extension DigestKind {
    /// What a match by such a digest is called.
    package var matchKind: MatchKind {
        switch self {
        case .md5: .md5
        case .sha1: .sha1
        case .sha256: .sha256
        }
    }
}

extension ArraySlice<UInt8> {
    /// The bytes without ASCII blanks and tabs at their ends.
    package var trimmingBlanks: ArraySlice<UInt8> {
        guard let first, let last, first.isBlank || last.isBlank else { return self }
        var slice = self
        while let first = slice.first, first.isBlank { slice.removeFirst() }
        while let last = slice.last, last.isBlank { slice.removeLast() }
        return slice
    }
}

extension UInt8 {
    /// Whether it is an ASCII blank or tab.
    package var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
}
