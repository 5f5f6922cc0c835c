/// How coarsely a JPEG file rounds its frequencies: the steps of its quantisation tables.
struct JPEGQuantisation: Equatable {
    /// Frequencies that count, by their number in the file, which begins with the low ones: those
    /// that a picture of a quarter of the size still shows.
    private static let frequencies = 1...14

    /// A step is uneven that is larger than so many times each of its neighbours', and by so much
    /// more. Encoders' tables are smooth, and one of a low quality grows by 2.5 at most from step
    /// to step; a damaged byte is mostly off by 32 or more.
    private static let unevenFactor = 3
    private static let unevenLeast = 16

    /// Where the steps of a table, in the order of the file, stand in a block: row times 8 and
    /// column. ITU-T T.81, figure 5: along diagonals, to and fro.
    private static let places = (0..<64).sorted { one, other in
        let (oneDiagonal, otherDiagonal) = (one / 8 + one % 8, other / 8 + other % 8)
        guard oneDiagonal == otherDiagonal else { return oneDiagonal < otherDiagonal }
        return oneDiagonal.isMultiple(of: 2) ? one > other : one < other
    }

    /// By table, the mean step of the frequencies that count; of several tables of one number the
    /// coarsest.
    private var steps: [UInt8: Int] = [:]

    /// Whether a step of any table stands out among its neighbours, as one damaged byte makes it:
    /// then one frequency is far stronger than it was meant to be.
    private(set) var isUneven = false

    /// Takes the tables of a segment; what is cut short is left to libjpeg.
    mutating func add(_ segment: JPEGSegment, in file: Span<UInt8>) {
        guard segment.marker == 0xDB else { return }
        var at = segment.range.lowerBound
        while at < segment.range.upperBound {
            let (number, isWide) = (file[at] & 15, file[at] >> 4 != 0)
            let start = at + 1
            at = start + (isWide ? 128 : 64)
            guard at <= segment.range.upperBound else { return }
            let table = InlineArray<64, Int> { index in
                isWide ? file.word(at: start + 2 * index) : Int(file[start + index])
            }
            let sum = JPEGQuantisation.frequencies.reduce(0) { $0 + table[$1] }
            let mean = sum / JPEGQuantisation.frequencies.count
            steps[number] = max(steps[number] ?? 0, mean)
            isUneven = isUneven || JPEGQuantisation.isUneven(table)
        }
    }

    private static func isUneven(_ table: InlineArray<64, Int>) -> Bool {
        var block = InlineArray<64, Int>(repeating: 0)
        for (index, place) in places.enumerated() { block[place] = table[index] }
        // The mean's step is seen in the means.
        for place in 1..<64 {
            var around = 0
            if place % 8 > 0 { around = block[place - 1] }
            if place % 8 < 7 { around = max(around, block[place + 1]) }
            if place / 8 > 0 { around = max(around, block[place - 8]) }
            if place / 8 < 7 { around = max(around, block[place + 8]) }
            if block[place] > unevenFactor * around + unevenLeast { return true }
        }
        return false
    }

    /// The mean step of that table, in units of frequencies; `nil` if the file has none.
    func step(ofTable number: UInt8) -> Int? { steps[number] }
}
