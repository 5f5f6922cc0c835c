/// A hash's bytes as big-endian numbers, then zeros: their order is the order of the bytes.
///
/// Four plain numbers, where a vector's alignment would make each row of a list 64 bytes.
struct HashKey: Comparable, Sendable {
    let first: UInt64
    let second: UInt64
    let third: UInt64
    let fourth: UInt64

    init(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
        self.first = first
        self.second = second
        self.third = third
        self.fourth = fourth
    }

    init(_ hash: ListHash) {
        first = hash.words[0].byteSwapped
        second = hash.words[1].byteSwapped
        third = hash.words[2].byteSwapped
        fourth = hash.words[3].byteSwapped
    }

    /// Reads the kind's bytes at that offset.
    init(_ kind: MatchKind, _ bytes: RawSpan, at offset: Int) {
        first = bytes.littleUInt64(at: offset).byteSwapped
        second = bytes.littleUInt64(at: offset + 8).byteSwapped
        switch kind {
        case .md5:
            third = 0
            fourth = 0
        case .sha1:
            third = UInt64(bytes.littleUInt32(at: offset + 16).byteSwapped) << 32
            fourth = 0
        case .sha256, .pdq:
            third = bytes.littleUInt64(at: offset + 16).byteSwapped
            fourth = bytes.littleUInt64(at: offset + 24).byteSwapped
        }
    }

    static func < (left: HashKey, right: HashKey) -> Bool {
        if left.first != right.first { return left.first < right.first }
        if left.second != right.second { return left.second < right.second }
        if left.third != right.third { return left.third < right.third }
        return left.fourth < right.fourth
    }
}
