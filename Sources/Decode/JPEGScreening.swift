internal import Core

/// How little of a JPEG file has to be decoded for a screened hash.
struct JPEGScreening: Equatable {
    /// Which scans are decoded.
    enum Scans: Equatable {
        case all
        /// The means of blocks: all that a picture at an eighth of its size shows.
        case means
        /// Means and first bits of the frequencies. Their last bits are most of the bytes of a
        /// progressive picture, and a box filter over many pixels hardly shows them.
        case draft
    }

    /// Pixels along each side of which one is the mean: 1, 2, 4 or 8.
    let scale: Int
    let scans: Scans
    /// Pixels a row that are decoded.
    let width: Int
    /// Rows that are decoded.
    let height: Int
    let profile: FingerprintProfile
    /// The component whose scans are decoded; `nil` for all.
    private let luma: UInt8?

    /// `nil` for what is not screened: small pictures, ink instead of light, files that end early,
    /// and more parts than an encoder writes.
    init?(_ header: JPEGHeader) {
        let side = min(header.width, header.height)
        guard header.hasEnd, header.componentCount != 4, header.outline.isWhole,
            side >= Screening.sideMin
        else { return nil }
        let scale = [8, 4, 2].first { (side + $0 - 1) / $0 >= Screening.sideFine } ?? 1
        switch (header.isProgressive, scale) {
        case (true, _) where (side + 7) / 8 >= Screening.sideMin:
            (self.scale, scans, profile) = (8, .means, .screenedEighth)
        case (true, 2): (self.scale, scans, profile) = (2, .draft, .draftHalf)
        case (_, 8): (self.scale, scans, profile) = (8, .all, .screenedEighth)
        case (_, 4): (self.scale, scans, profile) = (4, .all, .screenedQuarter)
        case (_, 2): (self.scale, scans, profile) = (2, .all, .screenedHalf)
        default: (self.scale, scans, profile) = (1, .all, .screenedWhole)
        }
        // JFIF's first component is luma. Other files may hold R, G and B.
        luma = header.outline.isJFIF ? header.components.first : nil
        width = (header.width + self.scale - 1) / self.scale
        height = (header.height + self.scale - 1) / self.scale
    }

    /// Whether a scan is decoded.
    func keeps(_ scan: JPEGScan) -> Bool {
        switch scans {
        case .all: true
        case .means: scan.isMeans
        case .draft:
            scan.isMeans
                || !scan.isRefinement && (luma == nil || luma.map(scan.components.contains) == true)
        }
    }
}
