import CKernels
import Foundation
import TestSupport
import Testing

@testable import Core

struct PDQTests {
    static let levels = KernelLevel.allCases.filter(\.isSupported)

    /// One line of the file that Tests/Oracle/make_vectors.py makes.
    struct Vector: Codable {
        let kind: String
        let width: Int
        let height: Int
        let pdq: String
        let quality: Int
    }

    @Test(arguments: levels)
    func `made pictures have the hash and quality that pdqhash gives them`(
        level: KernelLevel
    ) throws {
        let data = try Data(contentsOf: Checkout.fixture("pdq/vectors.json"))
        let vectors = try JSONDecoder().decode([Vector].self, from: data)
        #expect(vectors.count == 96)
        for vector in vectors {
            let (width, height) = (vector.width, vector.height)
            let pixels = MadePixels.made(vector.kind, width: width, height: height)
            var accumulator = PDQAccumulator(width: width, height: height, level: level)
            accumulator.push(pixels.span, rowCount: height)
            let (hash, quality) = accumulator.finish()
            #expect(hash.hex == vector.pdq, "\(vector.kind) \(width)x\(height)")
            #expect(quality == vector.quality, "\(vector.kind) \(width)x\(height)")
        }
    }

    @Test(arguments: levels)
    func `samples and frequencies are the twin's, bit by bit, however the rows come`(
        level: KernelLevel
    ) {
        var generator = SeededGenerator(seed: 7)
        let matrix = PDQTests.matrix
        for _ in 0..<25 {
            let width = Int.random(in: 5...300, using: &generator)
            let height = Int.random(in: 5...300, using: &generator)
            let pixels = (0..<(width * height * 3)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            var accumulator = PDQAccumulator(width: width, height: height, level: level)
            var row = 0
            while row < height {
                let count = min(Int.random(in: 0...19, using: &generator), height - row)
                let rows = pixels[(row * width * 3)..<((row + count) * width * 3)]
                accumulator.push(Array(rows).span, rowCount: count)
                row += count
            }
            let samples = accumulator.finishSamples()
            let twin = PDQTwin.samples(pixels, width: width, height: height)
            #expect(samples.values.map(\.bitPattern) == twin.map(\.bitPattern))
            #expect(
                samples.frequencies(level: level).map(\.bitPattern)
                    == PDQTwin.frequencies(twin, matrix: matrix).map(\.bitPattern)
            )
            #expect(samples.quality(level: level) == PDQTwin.quality(twin))
        }
    }

    @Test func `luma of every colour is the sum in double, rounded to float`() throws {
        let kernels = try PDQTests.levels.map { level in
            try #require(kernel_pdq(kernel_level(level.rawValue))).pointee.luma
        }
        var lanes = [Float](repeating: 0, count: 8 * 256)
        for red in UInt8.min...UInt8.max {
            for greens in 0..<32 {
                // Row r has green 8 · greens + r, column x has blue x.
                var rgb = [UInt8](repeating: red, count: 8 * 256 * 3)
                for row in 0..<8 {
                    for blue in 0..<256 {
                        rgb[3 * (256 * row + blue) + 1] = UInt8(8 * greens + row)
                        rgb[3 * (256 * row + blue) + 2] = UInt8(blue)
                    }
                }
                let twin = (0..<(8 * 256)).map { index in
                    PDQTwin.luma(red, UInt8(8 * greens + index % 8), UInt8(index / 8))
                }
                for luma in kernels {
                    luma?(rgb, 8, 256, &lanes)
                    #expect(lanes == twin)
                }
            }
        }
    }

    @Test func `the written-out matrix is that of the formula`() {
        let scale = Float(2.0.squareRoot() / 8)
        for (index, value) in PDQTests.matrix.enumerated() {
            let angle =
                (Double.pi / 2 / 64) * Double(index / 64 + 1) * Double(2 * (index % 64) + 1)
            #expect(value == Float(Double(scale) * cos(angle)))
        }
    }

    @Test func `the baseline is always there and is never the only one on AVX2`() {
        #expect(KernelLevel.baseline.isSupported)
        #expect(KernelLevel.avx2.isSupported == (KernelLevel.best != .baseline))
    }

    static var matrix: [Float] {
        withUnsafeBytes(of: kernel_dct_matrix) { Array($0.bindMemory(to: Float.self)) }
    }
}

@Suite struct `The bits of a hash` {
    @Test(arguments: PDQTests.levels)
    func `are those above the lower median as sorting finds it, whatever is equal`(
        level: KernelLevel
    ) {
        var generator = SeededGenerator(seed: 21)
        for range in [0...0, -1...0, 0...1, 0...9, -9...9, -1000...1000] {
            for scale: Float in [1, -0.25, 1e-30, 3e30] {
                let values = (0..<256).map { _ in
                    Float(Int.random(in: range, using: &generator)) * scale
                }
                for values in [values, values.sorted(), values.sorted().reversed()] {
                    let error = 2.5 * abs(scale)
                    let twin = PDQTwin.hash(values, error: error)
                    let made = PDQSamples.hash(of: values, error: error, level: level)
                    #expect(made.hash.bytes == twin.bytes)
                    #expect(made.unsteadyCount == twin.near)
                }
            }
        }
    }
}
