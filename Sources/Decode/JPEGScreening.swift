internal import Core

/// How little of a JPEG file has to be decoded for a screened hash.
struct JPEGScreening: Equatable {
    /// Which scans are decoded.
    enum Scans: Equatable {
        case all
        /// The means of blocks: a progressive picture at an eighth of its size.
        case means
        /// Of the luma alone.
        case luma(UInt8)
    }

    /// Pixels along each side of which one is the mean: 1, 2, 4 or 8.
    let scale: Int
    let scans: Scans
    /// Pixels a row that are decoded.
    let width: Int
    /// Rows that are decoded.
    let height: Int
    let profile: FingerprintProfile

    /// `nil` for what is not screened: ink instead of light, files that end early, and more parts
    /// than an encoder writes.
    init?(_ header: JPEGHeader) {
        guard header.hasEnd, header.componentCount != 4, header.outline.isWhole else { return nil }
        let side = min(header.width, header.height)
        let scale =
            [8, 4, 2].first { (side + $0 - 1) / $0 >= Screening.sideFine } ?? 1
        if header.isProgressive, (side + 7) / 8 >= Screening.sideMin {
            self.scale = 8
            scans = .means
        } else {
            self.scale = scale
            scans = .all
        }
        guard let profile = FingerprintProfile(screenedScale: self.scale) else { return nil }
        self.profile = profile
        width = (header.width + self.scale - 1) / self.scale
        height = (header.height + self.scale - 1) / self.scale
    }

    /// Whether a scan is decoded.
    func keeps(_ scan: JPEGScan) -> Bool {
        switch scans {
        case .all: true
        case .means: scan.isMeans
        case .luma(let component): scan.isMeans || scan.components == [component]
        }
    }
}
