/// How a PDQ hash was made. Sources disagree by design, so every fingerprint says which it is.
///
/// A screened hash costs a fraction of an exact one and is a few bits away from it: good enough to
/// say which pictures are worth decoding in full, and never what a finding rests on.
package enum FingerprintProfile: UInt8, CaseIterable, Sendable {
    /// There is no PDQ hash.
    case none = 0
    /// Full resolution, in the arithmetic of the reference: bit-exact with `pdqhash`.
    case exact = 1
    /// Screened, from every pixel.
    case screenedWhole = 2
    /// Screened, from the means of 2 × 2 pixels.
    case screenedHalf = 3
    /// Screened, from the means of 4 × 4 pixels.
    case screenedQuarter = 4
    /// Screened, from the means of 8 × 8 pixels.
    case screenedEighth = 5
    /// Screened, from the means of 2 × 2 pixels of a progressive picture that was not refined.
    case draftHalf = 6
    /// Screened, from the means of 4 × 4 pixels of a progressive picture that was not refined.
    case draftQuarter = 7

    /// The profile's name in reports.
    package var name: String {
        switch self {
        case .none: "none"
        case .exact: "exact"
        case .screenedWhole: "screened_whole"
        case .screenedHalf: "screened_half"
        case .screenedQuarter: "screened_quarter"
        case .screenedEighth: "screened_eighth"
        case .draftHalf: "draft_half"
        case .draftQuarter: "draft_quarter"
        }
    }

    /// Pixels of the picture, along each side, in one of those that were hashed: 1, 2, 4 or 8;
    /// `nil` unless it was screened.
    package var screenedScale: Int? {
        switch self {
        case .none, .exact: nil
        case .screenedWhole: 1
        case .screenedHalf, .draftHalf: 2
        case .screenedQuarter, .draftQuarter: 4
        case .screenedEighth: 8
        }
    }
}

/// A picture as it was decoded and hashed.
package struct Picture: Hashable, Sendable {
    /// Pixels, 1 or more.
    package let width: Int
    /// Pixels, 1 or more.
    package let height: Int
    package let hash: PDQHash
    /// 0 (flat) to 100.
    package let quality: Int
    package let profile: FingerprintProfile
    /// The decoder repaired or passed over something: the picture is what it could make of it.
    package let hasWarnings: Bool

    /// Makes a picture of what its decoder and the PDQ found.
    package init(
        width: Int,
        height: Int,
        hash: PDQHash,
        quality: Int,
        profile: FingerprintProfile,
        hasWarnings: Bool
    ) {
        self.width = width
        self.height = height
        self.hash = hash
        self.quality = quality
        self.profile = profile
        self.hasWarnings = hasWarnings
    }
}

/// What is compared with the hash lists: the digests of a file and, of a picture, its PDQ hash.
package struct Fingerprint: Hashable, Sendable {
    /// Those that the sweep makes.
    package let digests: DigestSet
    package let picture: Picture?

    /// Makes a fingerprint; `picture` is `nil` for what is no picture or cannot be decoded.
    package init(digests: DigestSet, picture: Picture?) {
        self.digests = digests
        self.picture = picture
    }
}
