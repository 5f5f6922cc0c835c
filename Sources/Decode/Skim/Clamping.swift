/// How much of a picture's luma only clamping makes.
///
/// Screening hashes a file's Y, the exact hash the luma of its R, G and B. They are one as long as
/// R, G and B are within 0 to 255. Where they are not, clamping turns colour into light: a file
/// whose Y is flat may be a picture for all who look at it.
struct Clamping: Equatable {
    /// |luma − Y| of the means of blocks, in levels of 0 to 255: over the whole picture.
    let mean: Double
    /// The same in the one of 8 × 8 parts that has the most.
    let partMax: Double

    /// Of pictures without colours.
    static let none = Clamping(mean: 0, partMax: 0)

    /// What the margins of screening allow for. Photographs have 0.02, at the worst qualities and
    /// with colours twice as strong mostly 0.4; pictures that clamping alone makes had 1.8 and
    /// more. Even a flat Y does not come to a quality of 50 by so little: that takes steps of 2.55
    /// levels between samples.
    private static let meanMax = 0.5
    /// The same for a part. Photographs have 0.1, at the worst qualities mostly 0.7.
    private static let partMeanMax = 2.0

    /// Whether a hash of Y may be far from the exact one.
    var isMuch: Bool { mean > Clamping.meanMax || partMax > Clamping.partMeanMax }

    init(mean: Double, partMax: Double) {
        self.mean = mean
        self.partMax = partMax
    }

    /// Of the sums that the kernel makes, in sixteenths, of 8 × 8 parts of so many blocks of luma.
    init(sums: [UInt64], blocksAcross: Int, blocksDown: Int) {
        let count = 8
        precondition(sums.count == count * count, "8 by 8 parts")
        var partMax = 0.0
        for (part, sum) in sums.enumerated() {
            let (column, row) = (part % count, part / count)
            let across = blocksAcross * (column + 1) / count - blocksAcross * column / count
            let down = blocksDown * (row + 1) / count - blocksDown * row / count
            guard across * down > 0 else { continue }
            partMax = max(partMax, Double(sum) / Double(16 * across * down))
        }
        self.partMax = partMax
        mean = Double(sums.reduce(0, +)) / Double(16 * blocksAcross * blocksDown)
    }
}
