/// The frame of a JPEG that can be skimmed: 8 bits, grey or luma with two colour components that
/// are sampled no finer.
struct SkimFrame: Equatable {
    /// A component as the frame says it.
    struct Component: Equatable {
        let identifier: UInt8
        /// Samples for the coarsest component's one, 1 to 4.
        let across: Int
        let down: Int
        /// Which quantizers it has, 0 to 3.
        let quantizer: Int
    }

    let isProgressive: Bool
    /// Pixels, 1 to 65,500.
    let width: Int
    let height: Int
    /// Luma, or luma, Cb and Cr.
    let components: [Component]

    /// libjpeg's limit for each side.
    private static let sideMax = 65_500

    /// Luma blocks a row.
    var blocksAcross: Int { (width + 7) / 8 }
    /// Rows of luma blocks.
    var blocksDown: Int { (height + 7) / 8 }

    /// Units of all components a row.
    var unitsAcross: Int { (blocksAcross + components[0].across - 1) / components[0].across }
    /// Rows of units.
    var unitsDown: Int { (blocksDown + components[0].down - 1) / components[0].down }

    /// Blocks a row of a component, and rows of them.
    func blocks(of index: Int) -> (across: Int, down: Int) {
        let (all, own) = (components[0], components[index])
        return (
            (width * own.across + 8 * all.across - 1) / (8 * all.across),
            (height * own.down + 8 * all.down - 1) / (8 * all.down)
        )
    }

    /// `nil` for anything unusual.
    init?(_ file: Span<UInt8>, _ segment: JPEGSegment) {
        let start = segment.range.lowerBound
        guard segment.range.count >= 6, file[start] == 8 else { return nil }
        isProgressive = segment.marker == 0xC2
        height = file.word(at: start + 1)
        width = file.word(at: start + 3)
        let count = Int(file[start + 5])
        guard (1...SkimFrame.sideMax).contains(width), (1...SkimFrame.sideMax).contains(height),
            count == 1 || count == 3, segment.range.count == 6 + 3 * count
        else { return nil }
        components = (0..<count).map { index in
            let place = start + 6 + 3 * index
            let factors = Int(file[place + 1])
            return Component(
                identifier: file[place],
                across: factors >> 4,
                down: factors & 15,
                quantizer: Int(file[place + 2])
            )
        }
        guard components.allSatisfy(isUsual), Set(components.map(\.identifier)).count == count
        else { return nil }
    }

    private func isUsual(_ component: Component) -> Bool {
        (1...4).contains(component.across) && (1...4).contains(component.down)
            && component.quantizer < 4
            && component.across <= components[0].across && component.down <= components[0].down
    }
}

extension Span<UInt8> {
    /// Two bytes, the higher one first.
    func word(at position: Int) -> Int { Int(self[position]) << 8 | Int(self[position + 1]) }
}
