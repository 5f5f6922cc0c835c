/// Which screened pictures are decoded again, in full: those that may match, and those whose exact
/// quality decides whether they are matched at all.
///
/// The figures are measured: docs/performance.md has the table and the worst cases.
package enum Screening {
    /// Bits that a hash may be from the exact one where the picture that was hashed has 256 pixels
    /// or more along its shorter side.
    package static let marginFine = 8

    /// The same where it has fewer, 128 at least.
    package static let marginCoarse = 12

    /// The same of pictures that are not scaled: the luma of a file is not quite that of its R, G
    /// and B, which cannot leave 0 to 255.
    package static let marginWhole = 16

    /// The same of a progressive picture that was not refined.
    package static let marginDraft = 16

    /// From so many pixels on, along the shorter side, ``marginFine`` is enough.
    package static let sideFine = 256

    /// Under so many pixels along the shorter side nothing is screened: the exact hash of so small
    /// a picture costs next to nothing, and single pixels decide bits.
    package static let sideMin = 128

    /// How far under a list's quality floor a screened quality may be, and the exact one reach it.
    package static let qualityMarginBelow = 15

    /// How far above a list's floor a screened quality may be for the exact one to miss it.
    package static let qualityMarginAbove = 10

    /// Up to this quality a hash is mostly rounding, and no margin holds: the exact one is made of
    /// whatever may be matched.
    package static let qualityTrusted = 60

    /// Which hashes the margins hold for: those of which few bits hang by a thread.
    package struct Steadiness: Sendable {
        /// How far a screened frequency is from the exact one, hardly ever more, in units of luma:
        /// the scale of ``PDQSamples/frequencies(level:)``.
        let frequencyError: Float
        /// Bits that such an error may turn over.
        let unsteadyCountMax: Int
        /// Bits that the error of a rough picture may turn over; `nil` where every pixel was seen.
        let roughCountMax: Int?
    }

    /// The error of a frequency, as a share of a scaled picture's roughness: the root of the mean
    /// square of its steps between neighbours, right and down. What a block holds beside its mean
    /// is lost; of 1,500 pictures, dithered, noisy and written ones among them, it made an error
    /// of a fiftieth to a fifth of that.
    static let errorOfRoughness: Float = 0.2

    /// What is asked of the hash of a picture whose pixels are means of `scale` by `scale`.
    static func steadiness(scale: Int, side: Int) -> Steadiness {
        let isCoarse = scale > 1 && side < sideFine
        return Steadiness(
            // What single blocks hold decides more where they are few.
            frequencyError: isCoarse ? 2 : 0.5,
            unsteadyCountMax: isCoarse ? 32 : 24,
            roughCountMax: scale == 1 ? nil : scale == 8 ? 32 : 34
        )
    }

    /// Bits, 0 to 256, that a picture's hash may be from the exact one.
    package static func margin(of picture: Picture) -> Int {
        guard let scale = picture.profile.screenedScale else { return 0 }
        let side = (min(picture.width, picture.height) + scale - 1) / scale
        return switch picture.profile {
        case .draftHalf, .draftQuarter: marginDraft
        case .screenedWhole: marginWhole
        default: side >= sideFine ? marginFine : marginCoarse
        }
    }

    /// Whether a list of that quality floor needs the exact quality of a screened picture.
    package static func isUncertain(_ picture: Picture, floor: Int) -> Bool {
        picture.quality >= floor - qualityMarginBelow
            && picture.quality <= max(floor + qualityMarginAbove, qualityTrusted)
    }
}
