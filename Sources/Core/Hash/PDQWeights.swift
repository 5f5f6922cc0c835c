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
        spans.reserveCapacity(PDQGeometry.sampleCount)
        lasts.reserveCapacity(PDQGeometry.sampleCount)
        // Two windows a sample, hardly more than the side, and zeros.
        weights.reserveCapacity(2 * n / scale + 2 * Self.vectorCount * PDQGeometry.sampleCount)
        var row = PDQWeightRow(n, scale: scale, isReversed: isReversed)
        for index in 0..<PDQGeometry.sampleCount {
            let k = isReversed ? PDQGeometry.sampleCount - 1 - index : index
            let start = weights.count
            let range = row.append(PDQGeometry.sample(k, of: n), to: &weights)
            while (weights.count - start) % Self.vectorCount != 0 { weights.append(0) }
            lasts.append(range.upperBound)
            spans.append(
                kernel_span(
                    first: UInt32(range.lowerBound),
                    count: UInt32(weights.count - start),
                    weights: UInt32(start)
                )
            )
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
}

/// Makes the weights of one sample after the other.
private struct PDQWeightRow {
    private let n: Int
    private let scale: Int
    private let isReversed: Bool
    /// How much the weight changes from pixel to pixel; kept, since a row a sample is allocated
    /// otherwise.
    private var steps: [Double] = []

    init(_ n: Int, scale: Int, isReversed: Bool) {
        self.n = n
        self.scale = scale
        self.isReversed = isReversed
        steps.reserveCapacity(4 * PDQGeometry.window(n) + 2)
    }

    /// Appends a weight for each pixel, or block of pixels, that counts in the sample taken at a
    /// pixel.
    ///
    /// - Returns: Which pixels or blocks they are.
    mutating func append(_ sample: Int, to weights: inout [Float]) -> ClosedRange<Int> {
        let outer = window(sample)
        let first = window(outer.lowerBound).lowerBound
        let last = window(outer.upperBound).upperBound
        // A mean of means: each inner window adds the same to a range of pixels, so its ends do.
        steps.removeAll(keepingCapacity: true)
        for _ in first...last + 1 { steps.append(0) }
        for i in outer {
            let inner = window(i)
            let share = 1 / Double(outer.count * inner.count)
            steps[inner.lowerBound - first] += share
            steps[inner.upperBound - first + 1] -= share
        }
        let range =
            isReversed ? block(last)...block(first) : block(first)...block(last)
        let start = weights.count
        for _ in range { weights.append(0) }
        var weight = 0.0
        var sum = 0.0
        for pixel in first...last {
            weight += steps[pixel - first]
            sum += weight
            if pixel == last || block(pixel + 1) != block(pixel) {
                weights[start + block(pixel) - range.lowerBound] = Float(sum)
                sum = 0
            }
        }
        return range
    }

    /// The window's pixels around `i`: clipped at both ends, as the reference does.
    private func window(_ i: Int) -> ClosedRange<Int> {
        let window = PDQGeometry.window(n)
        return max(0, i - (window - 1) / 2)...min(n - 1, i + window / 2)
    }

    private func block(_ pixel: Int) -> Int { (isReversed ? n - 1 - pixel : pixel) / scale }
}
