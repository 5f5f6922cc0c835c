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

    /// From so many pixels on, along the shorter side, ``marginFine`` is enough.
    package static let sideFine = 256

    /// Under so many pixels along the shorter side nothing is screened at a scale.
    package static let sideMin = 128

    /// How far under a list's quality floor a screened quality may be for the exact one to reach it.
    package static let qualityMarginBelow = 15

    /// How far above a list's floor a screened quality may be for the exact one to miss it.
    package static let qualityMarginAbove = 10

    /// Under this quality a hash is mostly rounding, and no margin holds: the exact one is made of
    /// whatever may be matched.
    package static let qualityTrusted = 60

    /// Bits, 0 to 256, that a picture's hash may be from the exact one.
    package static func margin(of picture: Picture) -> Int {
        guard let scale = picture.profile.screenedScale else { return 0 }
        let side = (min(picture.width, picture.height) + scale - 1) / scale
        return scale == 1 || side >= sideFine ? marginFine : marginCoarse
    }

    /// Whether a list of that quality floor needs the exact quality of such a picture, 0 to 100.
    package static func isUncertain(quality: Int, floor: Int) -> Bool {
        quality >= floor - qualityMarginBelow
            && quality <= max(floor + qualityMarginAbove, qualityTrusted)
    }
}
