internal import CKernels

/// What each of the 64 samples along one side of a picture is the sum of.
///
/// Two passes of the reference's box filter and its sampling are one matrix: row k holds how much
/// each pixel counts in sample k. Where the picture was decoded to the means of blocks of pixels,
/// its columns are summed over each block: the true geometry, whatever the last block's size.
struct PDQWeights {
    /// Sums that are read at once; each sample's weights are filled up with zeros to a multiple.
    static let vectorCount = 8

    /// Where the weights of each sample are. With zeros at the end `first + count` may go up to
    /// seven places past the side.
    let spans: [kernel_span]
    /// Those of one sample after those of the other.
    let weights: [Float]
    /// The last pixel or block that counts in each sample.
    let lasts: [Int]

    /// - Parameters:
    ///   - n: pixels along the side, 1 or more.
    ///   - scale: pixels a block: 1, 2, 4 or 8.
    ///   - isReversed: whether the pixels are read from the far end; the samples stand in the order
    ///     of the pixels all the same, the last one first.
    init(_ n: Int, scale: Int = 1, isReversed: Bool = false) {
        var spans: [kernel_span] = []
        var weights: [Float] = []
        var lasts: [Int] = []
        for index in 0..<PDQGeometry.sampleCount {
            let k = isReversed ? PDQGeometry.sampleCount - 1 - index : index
            let row = PDQWeights.row(PDQGeometry.sample(k, of: n), n, scale, isReversed)
            let zeros = -row.weights.count & (PDQWeights.vectorCount - 1)
            lasts.append(row.first + row.weights.count - 1)
            spans.append(
                kernel_span(
                    first: UInt32(row.first),
                    count: UInt32(row.weights.count + zeros),
                    weights: UInt32(weights.count)
                )
            )
            weights += row.weights
            weights += [Float](repeating: 0, count: zeros)
        }
        self.spans = spans
        self.weights = weights
        self.lasts = lasts
    }

    /// The first pixel or block that counts in each sample.
    func first(_ index: Int) -> Int { Int(spans[index].first) }

    /// How much a pixel or block counts in a sample that it counts in.
    func weight(_ index: Int, at position: Int) -> Float {
        weights[Int(spans[index].weights) + position - first(index)]
    }

    /// The window's pixels around `i`: clipped at both ends, as the reference does.
    private static func window(_ i: Int, _ n: Int) -> ClosedRange<Int> {
        let window = PDQGeometry.window(n)
        return max(0, i - (window - 1) / 2)...min(n - 1, i + window / 2)
    }

    private static func row(
        _ sample: Int,
        _ n: Int,
        _ scale: Int,
        _ isReversed: Bool
    ) -> (first: Int, weights: [Float]) {
        let outer = window(sample, n)
        let first = window(outer.lowerBound, n).lowerBound
        let last = window(outer.upperBound, n).upperBound
        // A mean of means: each inner window adds the same to a range of pixels, so its ends do.
        var steps = [Double](repeating: 0, count: last - first + 2)
        for i in outer {
            let inner = window(i, n)
            let share = 1 / Double(outer.count * inner.count)
            steps[inner.lowerBound - first] += share
            steps[inner.upperBound - first + 1] -= share
        }
        let block = { (pixel: Int) in (isReversed ? n - 1 - pixel : pixel) / scale }
        let (low, high) = isReversed ? (block(last), block(first)) : (block(first), block(last))
        var sums = [Double](repeating: 0, count: high - low + 1)
        var weight = 0.0
        for pixel in first...last {
            weight += steps[pixel - first]
            sums[block(pixel) - low] += weight
        }
        return (low, sums.map(Float.init))
    }
}
