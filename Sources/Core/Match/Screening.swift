/// Which screened pictures are decoded again, in full: those that may match, and those whose exact
/// quality decides whether they are matched at all.
///
/// The figures are measured: docs/performance.md has the table and the worst cases.
package enum Screening {
    /// Bits that a hash may be from the exact one where the picture that was hashed has 256 pixels
    /// or more along its shorter side.
    package static let marginFine = 8

    /// The same where it has fewer, 128 at least, but not of block means.
    package static let marginCoarse = 12

    /// The same of block means, which see nothing of what clamping does within a block: a dithered
    /// scan of quality 30 was 14 bits off.
    package static let marginMeans = 16

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
        /// The error of a frequency as a share of the picture's roughness: the root of the mean
        /// square of its steps between neighbours, right and down.
        let errorOfRoughness: Float
        /// Bits that the error of a rough picture may turn over.
        let roughCountMax: Int
    }

    /// The error of a frequency for each level of light that only clamping makes, on average of
    /// the picture: it has the size of a part of the picture, and so is in few frequencies. Of
    /// colours two and three times as strong it was ten times that once, mostly three or four.
    static let errorOfClamping: Float = 6

    /// Rougher pictures of low quality, in units of luma, are not taken for poor ones: steps too
    /// small for the quality are many, and their error decides. Patterns had 32 for 58; the
    /// roughest of 219 ordinary pictures of low quality had 5.
    static let roughnessPoorMax: Float = 12

    /// What is asked of the hash of a picture whose pixels are means of `scale` by `scale`.
    static func steadiness(scale: Int, side: Int) -> Steadiness {
        let isCoarse = scale > 1 && side < sideFine
        return Steadiness(
            // What single blocks hold decides more where they are few.
            frequencyError: isCoarse ? 2 : 0.5,
            unsteadyCountMax: isCoarse ? 32 : 24,
            // What a block holds beside its mean is lost; of 1,500 pictures, dithered, noisy and
            // written ones among them, it made an error of a fiftieth to a fifth of the roughness.
            // Where every pixel was seen it is only what clamping makes of each: up to a
            // thirtieth, and 22 bits, between stripes of colour. Of 1,694 photographs seen so 15
            // bits were in reach at most.
            errorOfRoughness: scale == 1 ? 0.04 : 0.2,
            roughCountMax: scale == 1 ? 24 : scale == 8 ? 32 : 34
        )
    }

    /// Bits, 0 to 256, that a picture's hash may be from the exact one.
    package static func margin(of picture: Picture) -> Int {
        guard let scale = picture.profile.screenedScale else { return 0 }
        let side = (min(picture.width, picture.height) + scale - 1) / scale
        return switch picture.profile {
        case .draftHalf, .draftQuarter: marginDraft
        case .screenedWhole: marginWhole
        case .screenedEighth: side >= sideFine ? marginFine : marginMeans
        default: side >= sideFine ? marginFine : marginCoarse
        }
    }

    /// Whether a list of that quality floor needs the exact quality of a screened picture.
    package static func isUncertain(_ picture: Picture, floor: Int) -> Bool {
        picture.quality >= floor - qualityMarginBelow
            && picture.quality <= max(floor + qualityMarginAbove, qualityTrusted)
    }
}
