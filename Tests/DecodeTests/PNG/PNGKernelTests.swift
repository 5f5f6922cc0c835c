import CKernels
import Core
import TestSupport
import Testing

/// The kernels of each level beside their twin, bit by bit, and within their bounds.
struct PNGKernelTests {
    static let levels = KernelLevel.allCases.filter(\.isSupported)

    /// Bytes behind what a kernel may write, which it must leave alone.
    private static let fence = [UInt8](repeating: 0xA5, count: 64)

    @Test(arguments: levels)
    func `rows of all filters and steps are the twin's`(level: KernelLevel) throws {
        let kernels = try #require(kernel_png(kernel_level(level.rawValue))).pointee
        var generator = SeededGenerator(seed: 21)
        for step in [1, 2, 3, 4, 6, 8] {
            for _ in 0..<300 {
                let width = Int.random(
                    in: 1...(Bool.random(using: &generator) ? 9 : 70),
                    using: &generator
                )
                let rowByteCount = width * step
                let rowCount = Int.random(in: 1...13, using: &generator)
                // Small differences, where Paeth's choices are close, and those of all sizes.
                let range: ClosedRange<UInt8> = Bool.random(using: &generator) ? 0...3 : 0...255
                var filtered: [UInt8] = []
                for _ in 0..<rowCount {
                    filtered.append(
                        Bool.random(using: &generator) ? 4 : .random(in: 0...4, using: &generator)
                    )
                    filtered += (0..<rowByteCount).map { _ in .random(in: range, using: &generator)
                    }
                }
                let above = (0..<rowByteCount).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
                let count = rowByteCount * rowCount
                var rows = [UInt8](repeating: 0, count: count) + Self.fence
                kernels.unfilter(filtered, rowByteCount, step, rowCount, above, &rows)
                let twin = PNGTwin.unfiltered(
                    filtered,
                    rowByteCount: rowByteCount,
                    step: step,
                    above: above
                )
                #expect(rows == twin + Self.fence, "step \(step), \(width) x \(rowCount)")
            }
        }
    }

    @Test(arguments: levels)
    func `colours are the twin's`(level: KernelLevel) throws {
        let kernels = try #require(kernel_png(kernel_level(level.rawValue))).pointee
        var generator = SeededGenerator(seed: 22)
        for (step, sample) in [(3, 1), (4, 1), (6, 2), (8, 2)] {
            for count in 1...40 {
                let pixels = (0..<(count * step)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
                var rgb = [UInt8](repeating: 0, count: 3 * count) + Self.fence
                kernels.truecolor(pixels, count, step, sample, &rgb)
                #expect(rgb == PNGTwin.truecolor(pixels, step: step, sample: sample) + Self.fence)
            }
        }
    }

    @Test(arguments: levels)
    func `values that are looked up are the twin's`(level: KernelLevel) throws {
        let kernels = try #require(kernel_png(kernel_level(level.rawValue))).pointee
        var generator = SeededGenerator(seed: 23)
        let table = (0..<256).map { _ in UInt32.random(in: 0..<(1 << 24), using: &generator) }
        for (depth, step) in [(1, 1), (2, 1), (4, 1), (8, 1), (8, 2), (8, 4)] {
            for (count, channels) in (1...40).flatMap({ [($0, 1), ($0, 3)] }) {
                let byteCount = depth == 8 ? count * step : (count * depth + 7) / 8
                let pixels = (0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &generator)
                }
                var output = [UInt8](repeating: 0, count: channels * count) + Self.fence
                kernels.table(pixels, count, step, depth, table, channels, &output)
                let twin = PNGTwin.table(
                    pixels,
                    count: count,
                    step: step,
                    depth: depth,
                    table: table,
                    channels: channels
                )
                #expect(output == twin + Self.fence)
            }
        }
    }
}
