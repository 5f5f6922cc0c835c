internal import Core

/// How little of a JPEG file has to be decoded for a screened hash.
struct JPEGScreening: Equatable {
    /// The coarsest quantisation of which a draft is made: without its last bits a frequency is
    /// off by up to three steps. Of files of coarser ones, quality 37 of libjpeg's and less,
    /// drafts were up to 38 bits off.
    static let draftStepMax = 20

    /// A picture up to this screened quality is as good as flat: fine colours over a flat Y had 0
    /// to 4, and 1 % of 2,677 ordinary JPEG files no more than this.
    static let flatQualityMax = 9

    /// The file of a flat picture has so many pixels a byte, or more: a block without a frequency
    /// takes four or six bits, and 64 to 256 pixels have two to six blocks.
    static let flatPixelsPerByte = 50

    /// Pixels along each side of which one is the mean: 1, 2, 4 or 8.
    let scale: Int
    /// Whether the last bits of frequencies are left out: most of the bytes of a progressive
    /// picture, and a box filter over many pixels hardly shows them.
    let isDraft: Bool
    /// Pixels a row that are decoded.
    let width: Int
    /// Rows that are decoded.
    let height: Int
    let profile: FingerprintProfile
    /// The component whose scans a draft keeps; `nil` for all.
    private let luma: UInt8?

    /// How a picture is skimmed: block means without anything else, or half of what is too small to
    /// be scaled otherwise. `nil` where they are too few, and for all that ``init(_:)`` does not
    /// screen.
    init?(skimmed header: JPEGHeader) {
        guard JPEGScreening.isScreened(header) else { return nil }
        let side = min(header.width, header.height)
        if (side + 7) / 8 >= Screening.sideMin {
            self.init(header, scale: 8, isDraft: false, profile: .screenedEighth)
        } else if !header.isProgressive, (side + 1) / 2 < Screening.sideFine,
            (side + 1) / 2 >= Screening.sideMin
        {
            self.init(header, scale: 2, isDraft: false, profile: .screenedHalf)
        } else {
            return nil
        }
    }

    /// How libjpeg decodes it. `nil` for what is not screened: small pictures, ink instead of
    /// light, files that end early, tables with a step that stands out, and more parts than an
    /// encoder writes.
    init?(_ header: JPEGHeader) {
        guard JPEGScreening.isScreened(header) else { return nil }
        let side = min(header.width, header.height)
        let scale = [8, 4, 2].first { (side + $0 - 1) / $0 >= Screening.sideFine } ?? 1
        let isFine = header.step.map { $0 <= JPEGScreening.draftStepMax } ?? false
        switch (header.isProgressive && isFine, scale) {
        case (true, 2): self.init(header, scale: 2, isDraft: true, profile: .draftHalf)
        case (true, 4): self.init(header, scale: 4, isDraft: true, profile: .draftQuarter)
        case (_, 8): self.init(header, scale: 8, isDraft: false, profile: .screenedEighth)
        case (_, 4): self.init(header, scale: 4, isDraft: false, profile: .screenedQuarter)
        case (_, 2): self.init(header, scale: 2, isDraft: false, profile: .screenedHalf)
        default: self.init(header, scale: 1, isDraft: false, profile: .screenedWhole)
        }
    }

    private init(_ header: JPEGHeader, scale: Int, isDraft: Bool, profile: FingerprintProfile) {
        self.scale = scale
        self.isDraft = isDraft
        self.profile = profile
        width = (header.width + scale - 1) / scale
        height = (header.height + scale - 1) / scale
        // JFIF's first component is luma. Other files may hold R, G and B.
        luma = header.outline.isJFIF ? header.components.first : nil
    }

    private static func isScreened(_ header: JPEGHeader) -> Bool {
        header.hasEnd && header.componentCount != 4 && header.outline.isWhole
            && !header.hasUnevenSteps && min(header.width, header.height) >= Screening.sideMin
    }

    /// Whether a draft needs a scan.
    func keeps(_ scan: JPEGScan) -> Bool {
        let hasLuma = luma.map(scan.components.contains) ?? true
        return scan.isMeans || !scan.isRefinement && hasLuma
    }
}
