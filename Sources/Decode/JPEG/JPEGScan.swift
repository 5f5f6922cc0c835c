/// One scan of a JPEG file: some components' coefficients in a band of frequencies.
struct JPEGScan: Equatable {
    /// The identifiers of the components in it, 1 to 4.
    let components: [UInt8]
    /// The first frequency in zig-zag order; 0 is the mean of a block.
    let firstFrequency: Int
    /// The last frequency, 63 at most.
    let lastFrequency: Int
    /// Whether an earlier scan held the higher bits.
    let isRefinement: Bool

    /// Whether it holds the means of blocks and nothing else.
    var isMeans: Bool { firstFrequency == 0 && lastFrequency == 0 }

    /// Reads the header of a scan; `nil` where it is cut short.
    init?(_ file: Span<UInt8>, _ segment: JPEGSegment) {
        let start = segment.range.lowerBound
        guard segment.range.count > 0 else { return nil }
        let count = Int(file[start])
        guard segment.range.count >= 1 + 2 * count + 3 else { return nil }
        components = (0..<count).map { file[start + 1 + 2 * $0] }
        let parameters = start + 1 + 2 * count
        firstFrequency = Int(file[parameters])
        lastFrequency = Int(file[parameters + 1])
        isRefinement = file[parameters + 2] >> 4 != 0
    }
}
