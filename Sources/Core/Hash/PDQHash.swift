/// A PDQ hash: 256 bits that similar pictures nearly share.
///
/// The 32 bytes stand in the order in which the 64 hex digits are written, as `pdqhash`, `tx` and
/// ThreatExchange write them.
package struct PDQHash: Hashable, Sendable {
    /// Bytes 8·i to 8·i + 7 in word i, the first byte lowest: what a copy of the bytes gives here.
    package let words: SIMD4<UInt64>

    /// The number of bytes of a hash.
    package static let byteCount = 32

    /// Makes a hash of its four words.
    package init(words: SIMD4<UInt64>) { self.words = words }

    /// The number of bits, 0 to 256, in which two hashes differ.
    package func distance(to other: PDQHash) -> Int {
        let difference = words ^ other.words
        return difference[0].nonzeroBitCount + difference[1].nonzeroBitCount
            + difference[2].nonzeroBitCount + difference[3].nonzeroBitCount
    }
}

extension PDQHash {
    /// Makes a hash of 32 bytes, or `nil` if there are not 32.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == PDQHash.byteCount else { return nil }
        var words = SIMD4<UInt64>()
        for (index, byte) in Array(bytes).enumerated() {
            words[index / 8] |= UInt64(byte) << UInt64(8 * (index % 8))
        }
        self.init(words: words)
    }

    /// Makes a hash of 64 hex digits in either case, or `nil` if it is anything else.
    package init?(hex: some StringProtocol) {
        guard let bytes = Hex.bytes(hex.utf8) else { return nil }
        self.init(bytes: bytes)
    }

    /// The 32 bytes, in the order in which the hex digits are written.
    package var bytes: [UInt8] {
        (0..<PDQHash.byteCount).map {
            UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(8 * ($0 % 8)))
        }
    }

    /// The 64 lowercase hex digits.
    package var hex: String { Hex.string(bytes) }
}
