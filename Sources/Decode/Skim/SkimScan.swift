/// The header of a scan of a JPEG that can be skimmed.
struct SkimScan: Equatable {
    /// A component of the scan.
    struct Component: Equatable {
        /// Its place in the frame; 0 is luma.
        let index: Int
        /// Its Huffman tables, 0 to 15.
        let meanTable: Int
        let frequencyTable: Int
    }

    let components: [Component]
    /// Of the 64 coefficients in zig-zag order, 0 being the mean.
    let band: ClosedRange<Int>
    /// The lowest bit that earlier scans held, and that this one holds.
    let bitBefore: Int
    let bit: Int

    /// Whether it holds means.
    var hasMeans: Bool { band.lowerBound == 0 }

    /// `nil` for anything unusual.
    init?(_ file: Span<UInt8>, _ segment: JPEGSegment, _ frame: SkimFrame) {
        let start = segment.range.lowerBound
        guard segment.range.count >= 1 else { return nil }
        let count = Int(file[start])
        guard (1...frame.components.count).contains(count),
            segment.range.count == 4 + 2 * count
        else { return nil }
        var components: [Component] = []
        for place in 0..<count {
            let identifier = file[start + 1 + 2 * place]
            let tables = file[start + 2 + 2 * place]
            // In the frame's order.
            guard
                let index = frame.components.firstIndex(where: { $0.identifier == identifier }),
                index > components.last?.index ?? -1
            else { return nil }
            components.append(
                Component(
                    index: index,
                    meanTable: Int(tables >> 4),
                    frequencyTable: Int(tables & 15)
                )
            )
        }
        self.components = components
        let parameters = start + 1 + 2 * count
        let (first, last) = (Int(file[parameters]), Int(file[parameters + 1]))
        guard first <= last, last < 64 else { return nil }
        band = first...last
        bitBefore = Int(file[parameters + 2] >> 4)
        bit = Int(file[parameters + 2] & 15)
    }
}
