/// What the Huffman table of a scan of frequencies tells of them without a look at the data.
///
/// Encoders of progressive files make a table for each scan, of what is in it: a code of so many
/// bits is of a symbol that is one of two to the power of so many (D. A. Huffman, 1952).
struct FrequencyTable {
    /// Squares of the frequencies that a bit of the scan holds.
    let squaresABit: Double

    /// Reads the counts of codes of 1 to 16 bits and the symbols after them, as a file that was
    /// checked has them from that place on.
    ///
    /// - Parameter stepSquares: The square of a step after a run of 0 to 15 frequencies that are
    ///   none: the longer it is, the higher is the frequency, and the larger its step.
    init(at place: Int, in file: Span<UInt8>, stepSquares: [Double]) {
        var (squares, bits) = (0.0, 0.0)
        var position = place + 16
        for length in 1...16 {
            let share = 1 / Double(1 << length)
            for _ in 0..<file[place + length - 1] {
                let symbol = file[position]
                position += 1
                let mean = FrequencyTable.meanSquares[Int(symbol & 15)]
                squares += share * mean * stepSquares[Int(symbol >> 4)]
                bits += share * Double(length + FrequencyTable.bitCount(after: symbol))
            }
        }
        squaresABit = bits > 0 ? squares / bits : 0
    }

    /// The mean of the squares of the numbers of so many bits, 1, 2 and 3, 4 to 7 and so on: of the
    /// same size small ones are more frequent, here as the reciprocals of their squares.
    private static let meanSquares: [Double] = (0..<16).map { bitCount in
        guard bitCount > 0 else { return 0 }
        let numbers = (1 << (bitCount - 1))..<(1 << bitCount)
        return Double(numbers.count) / numbers.reduce(0) { $0 + 1 / Double($1 * $1) }
    }

    /// Bits that follow a symbol's code (ITU T.81, G.1.2.2): a number's, or how many blocks end.
    private static func bitCount(after symbol: UInt8) -> Int {
        let (run, size) = (Int(symbol >> 4), Int(symbol & 15))
        if size > 0 { return size }
        return run < 15 ? run : 0
    }
}
