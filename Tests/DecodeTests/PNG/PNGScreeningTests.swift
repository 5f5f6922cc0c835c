import Core
import TestSupport
import Testing

@testable import Decode

struct PNGScreeningTests {
    @Test func `screened hashes are within their margin of the exact ones, in all variants`()
        throws
    {
        var decoder = PictureDecoder()
        var screenedCount = 0
        for fixture in try Fixture.all() where fixture.file.hasSuffix("png") {
            let bytes = try Fixture.bytes(fixture.file)
            let found = try decoder.decode(bytes, variants: true, exact: false)
            let isSmall = min(fixture.width, fixture.height) < Screening.sideMin
            if isSmall { #expect(found.picture.profile == .exact, "\(fixture.file)") }
            if found.picture.profile == .screenedWhole { screenedCount += 1 }
            let margin = found.picture.profile == .exact ? 0 : Screening.margin(of: found.picture)
            #expect(found.variants.count == 8)
            for (variant, hash) in found.variants {
                let exact = try #require(PDQHash(hex: fixture.variants[variant.name] ?? ""))
                #expect(hash.distance(to: exact) <= margin, "\(fixture.file), \(variant.name)")
            }
        }
        #expect(screenedCount > 0)
    }

    @Test func `a grey picture is screened as its copy in RGB`() throws {
        var decoder = PictureDecoder()
        var generator = SeededGenerator(seed: 51)
        for isInterlaced in [false, true] {
            let grey = MadePNG.waves(color: 0, isInterlaced, using: &generator)
            let rgb = MadePNG.waves(color: 2, isInterlaced, using: &generator)
            let found = try [grey, rgb].map { file in
                try decoder.decode(file, variants: true, exact: false)
            }
            #expect(found[0] == found[1])
            #expect(found[0].picture.profile == .screenedWhole)
            let exact = try decoder.decode(grey, variants: true)
            #expect(exact.picture.profile == .exact && exact.picture.quality > 50)
            for (variant, hash) in found[0].variants {
                let distance = try hash.distance(to: #require(exact.variants[variant]))
                #expect(distance <= Screening.margin(of: found[0].picture))
            }
        }
    }

    /// Rich in steps and poor in low frequencies: its bits are decided by next to nothing.
    @Test func `a picture that screening says too little of is hashed exactly`() throws {
        var decoder = PictureDecoder()
        var generator = SeededGenerator(seed: 52)
        for isInterlaced in [false, true] {
            let file = MadePNG.checkers(isInterlaced, using: &generator)
            for variants in [false, true] {
                let exact = try decoder.decode(file, variants: variants)
                let screened = try decoder.decode(file, variants: variants, exact: false)
                #expect(screened == exact)
            }
        }
    }
}

extension MadePNG {
    /// Broad waves and a few edges, in 8 bits without a filter.
    static func waves(
        color: UInt8,
        _ isInterlaced: Bool,
        using generator: inout SeededGenerator
    ) -> [UInt8] {
        file(color: color, isInterlaced, using: &generator) { x, y in
            let wave = (x * x / 40 + y * y / 23 + x * y / 90) % 256
            return UInt8((wave + (x / 50 + y / 70) % 2 * 90) % 256)
        }
    }

    /// A fine pattern, the same everywhere.
    static func checkers(_ isInterlaced: Bool, using generator: inout SeededGenerator) -> [UInt8] {
        file(color: 0, isInterlaced, using: &generator) { x, y in (x / 8 + y / 8) % 2 == 0 ? 0 : 255
        }
    }

    private static func file(
        color: UInt8,
        _ isInterlaced: Bool,
        using generator: inout SeededGenerator,
        pixel: (Int, Int) -> UInt8
    ) -> [UInt8] {
        let (width, height) = (512, 384)
        let content =
            bytes(UInt32(width)) + bytes(UInt32(height)) + [8, color, 0, 0, isInterlaced ? 1 : 0]
        var made = MadePNG(header: content)
        guard let header = try? PNGHeader(made.bytes.span), let layout = PNGLayout(header) else {
            return []
        }
        var data: [UInt8] = []
        for pass in layout.passes {
            for row in 0..<pass.height {
                data.append(0)
                for column in 0..<pass.width {
                    let value = pixel(
                        pass.column + column * pass.columnStep,
                        pass.row + row * pass.rowStep
                    )
                    data += [UInt8](repeating: value, count: color == 0 ? 1 : 3)
                }
            }
        }
        made.setData(compressed(data, using: &generator), using: &generator)
        return made.bytes
    }
}
