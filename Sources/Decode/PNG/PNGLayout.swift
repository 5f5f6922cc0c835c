/// One of the seven passes of an interlaced picture, or all of another.
struct PNGPass: Equatable {
    /// Pixels a row, 1 or more.
    let width: Int
    /// Rows, 1 or more.
    let height: Int
    /// Where the pass's first pixel is in the picture.
    let (column, row): (Int, Int)
    /// How far its pixels are from one another in the picture.
    let (columnStep, rowStep): (Int, Int)
    /// Where the pass begins in the inflated data.
    let offset: Int
    /// Bytes of a row, without the one that names its filter.
    let rowByteCount: Int

    /// Bytes of the pass in the inflated data.
    var byteCount: Int { (rowByteCount + 1) * height }
}

/// How the pixels of a PNG file lie in its inflated data. Source: PNG specification, third edition,
/// sections 7 and 8.
struct PNGLayout: Equatable {
    /// What a sample means.
    enum Color: UInt8 {
        case grey = 0
        case rgb = 2
        case palette = 3
        case greyAlpha = 4
        case rgba = 6
    }

    let color: Color
    /// Bits of a sample: 1, 2, 4, 8 or 16.
    let depth: Int
    /// How far back a pixel's left neighbour is, in whole bytes: 1, 2, 3, 4, 6 or 8.
    let step: Int
    /// Those that have pixels, in their order.
    let passes: [PNGPass]
    /// What the data must inflate to, neither more nor less.
    let inflatedByteCount: Int

    /// First column, first row, columns apart and rows apart of the seven passes.
    private static let interlaced = [
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
        (0, 1, 1, 2),
    ]

    /// The layout that the header asks for; nil if there is no such kind of picture.
    init?(_ header: PNGHeader) {
        guard header.isKnown, let color = Color(rawValue: header.color) else { return nil }
        let (channels, depths): (Int, [Int]) =
            switch color {
            case .grey: (1, [1, 2, 4, 8, 16])
            case .rgb: (3, [8, 16])
            case .palette: (1, [1, 2, 4, 8])
            case .greyAlpha: (2, [8, 16])
            case .rgba: (4, [8, 16])
            }
        guard depths.contains(Int(header.depth)) else { return nil }
        self.color = color
        depth = Int(header.depth)
        let bitCount = channels * depth
        step = max(1, bitCount / 8)
        var passes: [PNGPass] = []
        var offset = 0
        for (column, row, columnStep, rowStep) in header.isInterlaced
            ? PNGLayout.interlaced : [(0, 0, 1, 1)]
        where column < header.width && row < header.height {
            let width = (header.width - column + columnStep - 1) / columnStep
            let pass = PNGPass(
                width: width,
                height: (header.height - row + rowStep - 1) / rowStep,
                column: column,
                row: row,
                columnStep: columnStep,
                rowStep: rowStep,
                offset: offset,
                rowByteCount: (width * bitCount + 7) / 8
            )
            offset += pass.byteCount
            passes.append(pass)
        }
        self.passes = passes
        inflatedByteCount = offset
    }
}
