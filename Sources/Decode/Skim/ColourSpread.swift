internal import Core

/// How strongly a picture's colours change within blocks, of which their means show nothing.
///
/// Out of colours that leave 0 to 255 clamping makes light: of noise in them, or of fine stripes.
struct ColourSpread: Equatable {
    /// What the margins of screening allow for. Of 2,475 photographs one of 320 pixels had 32, all
    /// others 30 at most; noise in colours alone that made more than 8 bits 46 and more.
    static let levelMax = 34.0

    /// What a picture of low quality may have: colours that change more may make all that there is
    /// to see. 304 photographs of quality 60 and less had 14 at most.
    static let poorLevelMax = 15.0

    /// Bits that a frequency takes in a scan, about: its code, how many zeros come before it, sign.
    private static let bitsOfFrequency = 5.0

    /// Squares of frequencies a block of both colours together, in the units of a block's 64
    /// samples: by Parseval's theorem 64 times the variance.
    private var energy = 0.0

    /// The root of the variance within blocks of both colours together, in levels of 0 to 255.
    var level: Double { (energy / 64).squareRoot() }

    /// Whether a hash of Y may be far from the exact one.
    var isMuch: Bool { level > ColourSpread.levelMax }

    /// The same of a hash of that screened quality.
    func isMuch(quality: Int) -> Bool {
        isMuch || quality <= Screening.qualityTrusted && level > ColourSpread.poorLevelMax
    }

    /// Takes squares of frequencies, added up over so many blocks of either colour.
    mutating func add(squares: UInt64, blockCount: UInt64) {
        guard blockCount > 0 else { return }
        energy += 2 * Double(squares) / Double(blockCount)
    }

    /// Takes a progressive scan of one colour's frequencies by its length alone: as if all of them
    /// were as small as can be.
    ///
    /// - Parameters:
    ///   - step: the mean step of frequencies, the bits that the scan leaves out among it.
    mutating func add(scanOf byteCount: Int, blockCount: Int, step: Double) {
        guard blockCount > 0 else { return }
        let count = 8 * Double(byteCount) / ColourSpread.bitsOfFrequency / Double(blockCount)
        energy += count * step * step
    }
}
