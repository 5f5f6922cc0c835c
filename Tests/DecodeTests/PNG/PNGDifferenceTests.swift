import Core
import TestSupport
import Testing

@testable import Decode

/// Our own reading of PNG files beside libpng's: what libpng accepts, both read alike; and what we
/// read, libpng accepts.
struct PNGDifferenceTests {
    /// What came of a file.
    private enum Reading: Equatable {
        case pixels([UInt8], hasWarnings: Bool)
        case damaged
        /// Not read by us: libpng decides.
        case left
    }

    @Test func `made pictures of all kinds are read by us, and as libpng reads them`() throws {
        var generator = SeededGenerator(seed: 31)
        for number in 0..<600 {
            let bytes = MadePNG(using: &generator).bytes
            let ours = try Self.ours(bytes)
            #expect(ours != .left, "\(number)")
            #expect(try ours == Self.libpngs(bytes), "\(number)")
        }
    }

    @Test func `the made fixtures are read by us, and as libpng reads them`() throws {
        for fixture in try Fixture.all() where fixture.file.hasSuffix("png") {
            let bytes = try Fixture.bytes(fixture.file)
            let ours = try Self.ours(bytes)
            #expect(ours != .left, "\(fixture.file)")
            #expect(try ours == Self.libpngs(bytes), "\(fixture.file)")
        }
    }

    @Test(arguments: MadePNG.Spoiling.allCases)
    func `a spoilt picture is left to libpng, or read as libpng reads it`(
        spoiling: MadePNG.Spoiling
    ) throws {
        var generator = SeededGenerator(seed: 32)
        var readCount = 0
        for number in 0..<300 {
            let bytes = MadePNG(using: &generator).spoilt(spoiling, using: &generator)
            let ours = try Self.ours(bytes)
            guard ours != .left else { continue }
            readCount += 1
            #expect(try ours == Self.libpngs(bytes), "\(spoiling) \(number)")
        }
        // What spoils header or stream is never ours to read; of all else some must be, or nothing
        // would be compared.
        let isAlwaysLeft = [
            .headerByte, .moreAfterStream, .streamCut, .streamSum, .tooMuch, .tooLittle,
        ].contains(spoiling)
        #expect((readCount == 0) == isAlwaysLeft, "\(readCount)")
    }

    @Test func `a picture over the limit of inflating is libpng's, and is the same`() throws {
        var generator = SeededGenerator(seed: 33)
        var limits = DecodeLimits()
        limits.inflatedByteCountMax = 0
        var ours = PictureDecoder()
        var libpngs = PictureDecoder(limits: limits)
        for number in 0..<100 {
            let bytes = MadePNG(using: &generator).bytes
            let variants = number % 4 == 0
            #expect(
                try ours.decode(bytes, variants: variants)
                    == libpngs.decode(bytes, variants: variants),
                "\(number)"
            )
        }
    }

    @Test func `data of another size than the header asks for is left, however little of it`()
        throws
    {
        var generator = SeededGenerator(seed: 34)
        for difference in [-40_000, -2, -1, 1, 2, 40_000] {
            var made = MadePNG(try Fixture.bytes("size-128x128.png"))
            let data = MadePNG.resized(made.data, by: difference, using: &generator)
            made.setData(data, using: &generator)
            #expect(try Self.ours(made.bytes) == .left, "\(difference)")
        }
    }

    private static func ours(_ bytes: [UInt8]) throws -> Reading {
        var decoder = PNGDecoder()
        guard let header = try? PNGHeader(bytes.span), header.width * header.height < 1 << 20 else {
            return .left
        }
        return try bytes.withUnsafeBufferPointer { file in
            do {
                let limits = DecodeLimits()
                guard var rows = try decoder.inflatedRows(file, header, limits, variants: false)
                else { return .left }
                let hasWarnings = rows.hasWarnings
                return .pixels(try pixels(&rows, header), hasWarnings: hasWarnings)
            } catch let error as DecodeError {
                #expect(error.cause == .damaged)
                return .damaged
            }
        }
    }

    private static func libpngs(_ bytes: [UInt8]) throws -> Reading {
        guard let header = try? PNGHeader(bytes.span) else { return .damaged }
        return try bytes.withUnsafeBufferPointer { file in
            do {
                var reader = try PNGReader(file, header: header)
                try reader.begin()
                let pixels = try pixels(&reader, header)
                return .pixels(pixels, hasWarnings: reader.hasWarnings)
            } catch let error as DecodeError {
                #expect(error.cause == .damaged)
                return .damaged
            }
        }
    }

    private static func pixels(
        _ source: inout some PNGRowSource & ~Copyable,
        _ header: PNGHeader
    ) throws -> [UInt8] {
        var rgb = [UInt8](repeating: 0, count: header.width * header.height * 3)
        try rgb.withUnsafeMutableBufferPointer { try source.rows(header.height, as: .rgb, to: $0) }
        return rgb
    }
}
