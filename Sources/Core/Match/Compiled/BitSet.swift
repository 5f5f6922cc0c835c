/// Positions, one bit each, and how many of them are below a position.
struct BitSet: Sendable {
    private var words: [UInt64]
    /// How many there are before each word; made by ``rank()``.
    private var ranks: [UInt32] = []
    /// How many there are.
    private(set) var count = 0

    /// Makes an empty set of positions below `count`.
    init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

    mutating func insert(_ position: Int) {
        let bit: UInt64 = 1 << UInt64(position % 64)
        if words[position / 64] & bit == 0 { count += 1 }
        words[position / 64] |= bit
    }

    func contains(_ position: Int) -> Bool {
        words[position / 64] >> UInt64(position % 64) & 1 == 1
    }

    /// Makes ``position(_:)`` answer for what is in the set now.
    mutating func rank() {
        var sum: UInt32 = 0
        ranks = words.map { word in
            defer { sum += UInt32(word.nonzeroBitCount) }
            return sum
        }
    }

    /// How many positions of the set are below that one.
    func position(_ position: Int) -> Int {
        let below = words[position / 64] & (1 << UInt64(position % 64) - 1)
        return Int(ranks[position / 64]) + below.nonzeroBitCount
    }
}
