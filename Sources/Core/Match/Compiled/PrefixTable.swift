/// The table behind which a digest is searched: where the digests of each prefix begin.
enum PrefixTable {
    /// Bits of a prefix for so many digests: about eight digests to a prefix, as far as bits go.
    static func bitCount(_ count: Int) -> Int {
        let bits = Int.bitWidth - count.leadingZeroBitCount - 3
        return min(max(bits, 0), CompiledListLayout.prefixBitCountMax)
    }

    /// Elements of the table for so many digests: one for every prefix and one more.
    static func count(for count: Int) -> Int { (1 << bitCount(count)) + 1 }

    /// The first bits of a digest.
    static func prefix(_ key: HashKey, bitCount: Int) -> Int {
        bitCount == 0 ? 0 : Int(key.first >> UInt64(64 - bitCount))
    }

    /// Appends the table of digests that are in their order.
    static func append<Failure: Error>(
        _ rows: HashRows,
        to piece: inout Piece,
        _ write: Piece.Write<Failure>
    ) throws(Failure) {
        let bits = bitCount(rows.count)
        var next = 0
        for position in 0..<rows.count {
            let prefix = Int(UInt64(rows.head(at: position)) >> UInt64(32 - bits))
            while next <= prefix {
                try piece.append(UInt32(position), write)
                next += 1
            }
        }
        while next < count(for: rows.count) {
            try piece.append(UInt32(rows.count), write)
            next += 1
        }
    }
}
