import Core
import TestSupport
import Testing

@testable import Decode

struct PNGRowsTests {
    private static let levels = KernelLevel.allCases.filter(\.isSupported)

    @Test(arguments: levels)
    func `every level reads the same rows, however many at a time`(level: KernelLevel) throws {
        var generator = SeededGenerator(seed: 41)
        for _ in 0..<200 {
            let made = MadePNG(using: &generator)
            let whole = try Self.read(made, as: .rgb, level: .baseline, atOnce: .max)
            let some = Int.random(in: 1...20, using: &generator)
            #expect(try Self.read(made, as: .rgb, level: level, atOnce: some) == whole)
        }
    }

    @Test(arguments: levels)
    func `the luma of a grey picture is each of its colours`(level: KernelLevel) throws {
        var generator = SeededGenerator(seed: 42)
        var greyCount = 0
        for _ in 0..<300 {
            let made = MadePNG(using: &generator)
            guard made.chunks[0].content[9] & 3 == 0 else { continue }
            greyCount += 1
            let rgb = try Self.read(made, as: .rgb, level: level, atOnce: 8)
            let luma = try Self.read(made, as: .luma, level: level, atOnce: 8)
            #expect(luma.flatMap { [$0, $0, $0] } == rgb)
        }
        #expect(greyCount > 50)
    }

    @Test func `a filter that there is not is damage, in a pass as in a picture`() throws {
        var generator = SeededGenerator(seed: 43)
        for _ in 0..<200 {
            var made = MadePNG(using: &generator)
            let file = made.bytes
            let layout = try #require(PNGLayout(PNGHeader(file.span)))
            let pass = try #require(layout.passes.randomElement(using: &generator))
            let row = Int.random(in: 0..<pass.height, using: &generator)
            var data = MadePNG.inflated(made.data)
            data[pass.offset + row * (pass.rowByteCount + 1)] = .random(
                in: 5...255,
                using: &generator
            )
            made.setData(MadePNG.compressed(data, using: &generator), using: &generator)
            let error = #expect(throws: DecodeError.self) {
                try Self.read(made, as: .rgb, level: .best, atOnce: 8)
            }
            #expect(error?.cause == .damaged)
        }
    }

    /// All rows of a picture, some at a time.
    private static func read(
        _ made: MadePNG,
        as format: RowFormat,
        level: KernelLevel,
        atOnce rowCount: Int
    ) throws -> [UInt8] {
        let file = made.bytes
        let header = try PNGHeader(file.span)
        let layout = try #require(PNGLayout(header))
        let contents = try #require(
            file.withUnsafeBufferPointer { PNGContents($0, header: header, layout: layout) }
        )
        var inflated = MadePNG.inflated(made.data)
        #expect(inflated.count == layout.inflatedByteCount)
        let rowByteCount = header.width * format.rawValue
        var pixels = [UInt8](repeating: 0, count: header.height * rowByteCount)
        try inflated.withUnsafeMutableBufferPointer { inflated in
            var rows = try PNGRows(
                inflated,
                header: header,
                layout: layout,
                contents: contents,
                level: level
            )
            try pixels.withUnsafeMutableBufferPointer { pixels in
                var row = 0
                while row < header.height {
                    let count = min(rowCount, header.height - row)
                    let target = pixels[(row * rowByteCount)..<((row + count) * rowByteCount)]
                    try rows.rows(count, as: format, to: .init(rebasing: target))
                    row += count
                }
            }
        }
        return pixels
    }
}
