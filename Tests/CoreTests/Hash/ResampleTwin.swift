@testable import Core

/// Screening in plain Swift, a whole picture at a time: what the kernels must equal, bit by bit.
enum ResampleTwin {
    /// The 64 × 64 samples of rows of luma, one value a pixel.
    static func samples(_ luma: [Float], across: PDQWeights, down: PDQWeights) -> [Float] {
        let height = (down.lasts.max() ?? 0) + 1
        let width = luma.count / height
        return (0..<64).flatMap { row in
            var sums = [Float](repeating: 0, count: width + 8)
            for y in down.first(row)...down.lasts[row] {
                let weight = down.weight(row, at: y)
                for x in 0..<width { sums[x] += weight * luma[y * width + x] }
            }
            return (0..<64).map { sample(of: sums, across, $0) }
        }
    }

    /// Eight partial sums, and then the sum of those in the kernel's order.
    private static func sample(of sums: [Float], _ across: PDQWeights, _ column: Int) -> Float {
        let span = across.spans[column]
        var parts = [Float](repeating: 0, count: 8)
        for index in 0..<Int(span.count) {
            parts[index % 8] +=
                across.weights[Int(span.weights) + index] * sums[Int(span.first) + index]
        }
        let pairs = (0..<4).map { parts[$0] + parts[$0 + 4] }
        return (pairs[0] + pairs[2]) + (pairs[1] + pairs[3])
    }
}
