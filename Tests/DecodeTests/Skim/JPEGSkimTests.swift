import CTurboJPEG
import Core
@testable import Decode
import Foundation
import TestSupport
import Testing

/// What reads a picture's means, beside libjpeg-turbo.
struct Skimmed {
    /// What libjpeg-turbo makes of the luma at that scale; `nil` for an error or a warning.
    static func byLibrary(_ bytes: [UInt8], _ header: JPEGHeader, scale: Int) -> [UInt8]? {
        let width = (header.width + scale - 1) / scale
        let height = (header.height + scale - 1) / scale
        var luma = [UInt8](repeating: 0, count: width * height)
        let hasWarnings = try? luma.withUnsafeMutableBufferPointer { buffer in
            try TurboJPEG.decode(
                bytes.span,
                width: width,
                height: height,
                format: TJPF_GRAY,
                to: buffer
            )
        }
        return hasWarnings == false ? luma : nil
    }

    /// What the skim makes of it; `nil` for anything unusual.
    static func bySkim(
        _ bytes: [UInt8],
        _ header: JPEGHeader,
        scale: Int,
        _ skim: inout JPEGSkim
    ) throws -> [UInt8]? {
        var luma = [UInt8](
            repeating: 0,
            count: ((header.width + scale - 1) / scale) * ((header.height + scale - 1) / scale)
        )
        let isWritten = try luma.withUnsafeMutableBufferPointer {
            try skim.read(bytes.span, header: header, scale: scale, to: $0) != nil
        }
        return isWritten ? luma : nil
    }

    /// What the skim sees of its colours; `nil` for anything unusual.
    static func colours(
        _ bytes: [UInt8],
        scale: Int,
        _ skim: inout JPEGSkim
    ) throws -> SkimmedColours? {
        let header = try JPEGHeader(bytes.span)
        var luma = [UInt8](repeating: 0, count: header.width * header.height)
        return try luma.withUnsafeMutableBufferPointer {
            try skim.read(bytes.span, header: header, scale: scale, to: $0)
        }
    }
}

@Suite struct JPEGSkimTests {
    /// What is left to libjpeg: other codes than Huffman's, other components than luma and two
    /// colours, scans of their own, files that do not end, and pictures too small to be scaled.
    private static let unusual: Set<String> = [
        "arithmetic-progressive.jpg", "arithmetic.jpg", "cmyk-progressive.jpg",
        "cmyk-without-adobe.jpg", "cmyk.jpg", "rgb.jpg", "separate-scans.jpg",
        "tiny-1x1.jpg", "tiny-5x5.jpg", "truncated-baseline.jpg",
        "truncated-progressive.jpg", "without-end.jpg", "ycck.jpg",
    ]

    @Test(arguments: [8, 4, 2, 1])
    func `small pictures of made files are those of libjpeg-turbo`(scale: Int) throws {
        var skim = JPEGSkim()
        for fixture in try Fixture.all() where fixture.file.hasSuffix("jpg") {
            let bytes = try Fixture.bytes(fixture.file)
            let header = try JPEGHeader(bytes.span)
            let skimmed = try Skimmed.bySkim(bytes, header, scale: scale, &skim)
            let isUnusual =
                Self.unusual.contains(fixture.file) || scale < 8 && header.isProgressive
            #expect((skimmed == nil) == isUnusual, "\(fixture.file)")
            guard let skimmed else { continue }
            let expected = Skimmed.byLibrary(bytes, header, scale: scale)
            #expect(skimmed == expected, "\(fixture.file)")
        }
    }

    @Test(arguments: MadeJPEG.Codes.allCases, [false, true])
    func `so are those of files that no encoder writes, as plain Swift reads them, too`(
        codes: MadeJPEG.Codes,
        isProgressive: Bool
    ) throws {
        var skim = JPEGSkim()
        let factors = [
            [(1, 1)], [(2, 2)], [(1, 1), (1, 1), (1, 1)], [(2, 2), (1, 1), (1, 1)],
            [(2, 1), (1, 1), (1, 1)], [(1, 2), (1, 1), (1, 1)], [(4, 1), (1, 1), (2, 1)],
            [(3, 2), (1, 1), (2, 1)], [(2, 2), (2, 1), (1, 2)],
        ]
        for seed in 0..<UInt64(factors.count * 6) {
            var made = MadeJPEG()
            made.codes = codes
            made.isProgressive = isProgressive
            made.factors = factors[Int(seed) % factors.count]
            made.width = 9 + Int(seed * 7 % 90)
            made.height = 9 + Int(seed * 13 % 80)
            made.restartInterval = [0, 0, 1, 3, 7][Int(seed % 5)]
            made.density = [0, 1, 4, 12, 50][Int(seed % 5)]
            made.levelMax = [20, 60, 200][Int(seed % 3)]
            made.meanBit = Int(seed % 4)
            // Which the skim reads for means alone.
            made.hasWideSteps = seed % 7 == 6
            made.seed = seed
            let bytes = made.bytes()
            let header = try JPEGHeader(bytes.span)
            let twin = try #require(SkimTwin(bytes))
            for scale in isProgressive || made.hasWideSteps ? [8] : [8, 4, 2, 1] {
                let expected = try #require(Skimmed.byLibrary(bytes, header, scale: scale))
                #expect(twin.pixels(scale: scale) == expected, "\(made), \(scale)")
                let skimmed = try Skimmed.bySkim(bytes, header, scale: scale, &skim)
                #expect(skimmed == expected, "\(made), \(scale)")
                let colours = try Skimmed.colours(bytes, scale: scale, &skim)
                #expect(colours == twin.colours(scale: scale), "\(made), \(scale)")
                for level in KernelLevel.allCases where level.isSupported {
                    var other = JPEGSkim(level: level)
                    let pixels = try Skimmed.bySkim(bytes, header, scale: scale, &other)
                    #expect(pixels == expected, "\(made), \(scale), \(level)")
                }
            }
        }
    }

    /// Tables that come again and again are made larger, and are not those of the next file.
    @Test func `a file is the same each time it comes, whatever came before`() throws {
        var skim = JPEGSkim()
        for file in ["420.jpg", "optimized.jpg", "444.jpg", "progressive.jpg", "420.jpg"] {
            let bytes = try Fixture.bytes(file)
            let header = try JPEGHeader(bytes.span)
            for scale in header.isProgressive ? [8] : [8, 1] {
                let expected = Skimmed.byLibrary(bytes, header, scale: scale)
                for time in 0..<7 {
                    let skimmed = try Skimmed.bySkim(bytes, header, scale: scale, &skim)
                    #expect(skimmed == expected, "\(file), \(scale), \(time)")
                }
            }
        }
    }

    @Test func `what is too large for any light is left to libjpeg, and nothing else`() throws {
        var skim = JPEGSkim()
        var unusualCount = 0
        for seed in 0..<UInt64(60) {
            var made = MadeJPEG()
            made.levelMax = 150 * Int(seed)
            made.density = 8
            made.seed = seed
            let bytes = made.bytes()
            let header = try JPEGHeader(bytes.span)
            for scale in [8, 4, 2, 1] {
                guard let skimmed = try Skimmed.bySkim(bytes, header, scale: scale, &skim) else {
                    unusualCount += 1
                    continue
                }
                #expect(skimmed == Skimmed.byLibrary(bytes, header, scale: scale))
            }
        }
        #expect((20...160).contains(unusualCount))
    }

    /// Damage in a progressive picture's frequencies is not seen; all the rest is.
    @Test(arguments: [
        "420.jpg", "444.jpg", "grey.jpg", "restart.jpg", "optimized.jpg", "progressive.jpg",
        "sixty-four.jpg",
    ])
    func `flipped bytes are unusual or change nothing that libjpeg sees otherwise`(
        file: String
    ) throws {
        var skim = JPEGSkim()
        let bytes = try Fixture.bytes(file)
        var generator = SeededGenerator(seed: 17)
        for _ in 0..<400 {
            var broken = bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let end = Bool.random(using: &generator) ? min(700, bytes.count) : bytes.count
                let place = Int.random(in: 2..<end, using: &generator)
                broken[place] = UInt8.random(in: 0...255, using: &generator)
            }
            if Int.random(in: 0..<8, using: &generator) == 0 {
                broken.removeLast(Int.random(in: 1..<bytes.count / 2, using: &generator))
            }
            guard let header = try? JPEGHeader(broken.span), header.width < 2000,
                header.height < 2000
            else { continue }
            for scale in [8, 4, 2, 1] {
                guard let skimmed = try Skimmed.bySkim(broken, header, scale: scale, &skim) else {
                    continue
                }
                let expected = Skimmed.byLibrary(broken, header, scale: scale)
                // Only where there is nothing that libjpeg would warn of.
                if expected == nil, header.isProgressive { continue }
                #expect(skimmed == expected, "\(file), \(scale)")
            }
        }
    }

    @Test func `a progressive file whose scans leave bits out is unusual, for libjpeg smooths it`()
        throws
    {
        var skim = JPEGSkim()
        let whole = try Fixture.bytes("progressive.jpg")
        let scans = try JPEGHeader(whole.span).outline.parts.compactMap(\.scan)
        for (number, scan) in scans.enumerated() where !scan.isMeans {
            let bytes = try JPEGHeader(whole.span).outline.file(from: whole.span) { $0 != scan }
            let header = try JPEGHeader(bytes.span)
            #expect(try Skimmed.bySkim(bytes, header, scale: 8, &skim) == nil, "scan \(number)")
        }
    }

    /// A marker, and offsets from it with what is written there.
    private static let patches: [(marker: UInt8, bytes: [Int: UInt8])] = [
        // JFIF 2, and too many bits, components and sampling factors.
        (0xE0, [9: 2]), (0xC0, [4: 12]), (0xC0, [9: 4]), (0xC0, [11: 0x51]),
        // A sequential scan of a band, and tables that are not there.
        (0xDA, [12: 62]), (0xDA, [6: 0x33]),
        // Lengths and numbers that are not those of tables.
        (0xDB, [3: 66]), (0xDB, [4: 0x24]), (0xC4, [4: 0x20]), (0xC4, [5: 255]),
    ]

    @Test func `headers that libjpeg warns of or refuses are unusual`() throws {
        var skim = JPEGSkim()
        let whole = try Fixture.bytes("420.jpg")
        let header = try JPEGHeader(whole.span)
        #expect(try Skimmed.bySkim(whole, header, scale: 8, &skim) != nil)
        for patch in Self.patches {
            let start = try #require(
                whole.indices.first { whole[$0] == 0xFF && whole[$0 + 1] == patch.marker }
            )
            var bytes = whole
            for (offset, value) in patch.bytes { bytes[start + offset] = value }
            #expect(try Skimmed.bySkim(bytes, header, scale: 8, &skim) == nil, "\(patch)")
            #expect(Skimmed.byLibrary(bytes, header, scale: 8) == nil, "\(patch)")
        }
    }
}
