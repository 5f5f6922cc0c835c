/// How coarsely a JPEG file rounds its frequencies: the steps of its quantisation tables.
struct JPEGQuantisation: Equatable {
    /// Frequencies that count, by their number in the file, which begins with the low ones: those
    /// that a picture of a quarter of the size still shows.
    private static let frequencies = 1...14

    /// By table, the mean step of the frequencies that count; of several tables of one number the
    /// coarsest.
    private var steps: [UInt8: Int] = [:]

    /// Takes the tables of a segment; what is cut short is left to libjpeg.
    mutating func add(_ segment: JPEGSegment, in file: Span<UInt8>) {
        guard segment.marker == 0xDB else { return }
        var at = segment.range.lowerBound
        while at < segment.range.upperBound {
            let (number, isWide) = (file[at] & 15, file[at] >> 4 != 0)
            let start = at + 1
            at = start + (isWide ? 128 : 64)
            guard at <= segment.range.upperBound else { return }
            let sum = JPEGQuantisation.frequencies.reduce(0) { sum, frequency in
                isWide
                    ? sum + Int(file[start + 2 * frequency]) << 8
                        + Int(file[start + 2 * frequency + 1])
                    : sum + Int(file[start + frequency])
            }
            let mean = sum / JPEGQuantisation.frequencies.count
            steps[number] = max(steps[number] ?? 0, mean)
        }
    }

    /// The mean step of that table, in units of frequencies; `nil` if the file has none.
    func step(ofTable number: UInt8) -> Int? { steps[number] }
}
