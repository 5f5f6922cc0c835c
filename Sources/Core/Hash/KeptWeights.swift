/// The weights of sides that came lately: small pictures often have the same ones, and making them
/// takes as long as adding up their pixels.
package struct KeptWeights {
    private struct Side: Equatable {
        let n: Int
        let scale: Int
        let isReversed: Bool
    }

    private var sides: [Side] = []
    private var weights: [PDQWeights] = []
    /// The one that goes next.
    private var oldest = 0

    /// A few sizes in eight variants.
    static let countMax = 16

    /// Pixels of a side: a longer one has more pixels to add up, and more weights to keep. Some 12
    /// bytes a pixel, so 1 MB in all.
    static let sideMax = 4096

    package init() {}

    /// What ``PDQWeights/init(_:scale:isReversed:)`` makes.
    mutating func weights(_ n: Int, scale: Int, isReversed: Bool = false) -> PDQWeights {
        let side = Side(n: n, scale: scale, isReversed: isReversed)
        if let place = sides.firstIndex(of: side) { return weights[place] }
        let made = PDQWeights(n, scale: scale, isReversed: isReversed)
        guard n <= KeptWeights.sideMax else { return made }
        if sides.count < KeptWeights.countMax {
            sides.append(side)
            weights.append(made)
        } else {
            sides[oldest] = side
            weights[oldest] = made
            oldest = (oldest + 1) % KeptWeights.countMax
        }
        return made
    }
}
