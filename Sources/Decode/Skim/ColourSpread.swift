internal import Core

/// How strongly a picture's colours change within blocks, of which their means show nothing.
///
/// Out of colours that leave 0 to 255 clamping makes light: of noise in them, or of fine stripes.
struct ColourSpread: Equatable {
    /// What the margins of screening allow for. Of 2,475 photographs one of 320 pixels had 32, all
    /// others 30 at most; noise in colours alone that made more than 8 bits 46 and more.
    static let levelMax = 34.0

    /// What a picture that shows less than most may have: of colours that change more enough may
    /// come through to be seen. Of 390 photographs of quality below 90 sixteen have more; patterns
    /// in colours alone that made more than 16 bits had 10 and more.
    static let poorLevelMax = 8.0

    /// The highest quality of such a picture.
    static let poorQualityMax = 89

    /// Squares of frequencies a block of both colours together, in the units of a block's 64
    /// samples: by Parseval's theorem 64 times the variance.
    private var energy = 0.0

    /// The root of the variance within blocks of both colours together, in levels of 0 to 255.
    var level: Double { (energy / 64).squareRoot() }

    /// Whether a hash of Y may be far from the exact one.
    var isMuch: Bool { level > ColourSpread.levelMax }

    /// The same of a hash of that screened quality.
    func isMuch(quality: Int) -> Bool {
        isMuch || quality <= ColourSpread.poorQualityMax && level > ColourSpread.poorLevelMax
    }

    /// Takes squares of frequencies, added up over so many blocks of either colour.
    mutating func add(squares: UInt64, blockCount: UInt64) {
        guard blockCount > 0 else { return }
        energy += 2 * Double(squares) / Double(blockCount)
    }

    /// Takes the squares of a progressive scan of one colour's frequencies, as its length and its
    /// table tell them. Bits that it adds to those of earlier scans are few beside what is new.
    mutating func add(squaresOfOneColour squares: Double, blockCount: Int) {
        guard blockCount > 0 else { return }
        energy += squares / Double(blockCount)
    }
}
