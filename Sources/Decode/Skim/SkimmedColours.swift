/// What was seen of a picture's colours while its luma was skimmed: whether they make light that a
/// hash of Y alone knows nothing of.
struct SkimmedColours: Equatable {
    /// What clamping makes of the means of blocks.
    let clamping: Clamping
    /// What it may make of what is within them.
    let spread: ColourSpread

    /// Of a picture in grey.
    static let none = SkimmedColours(clamping: .none, spread: ColourSpread())

    /// Whether a hash of Y may be far from the exact one.
    var areMuch: Bool { clamping.isMuch || spread.isMuch }
}
