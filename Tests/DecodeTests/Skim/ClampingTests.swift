import CTurboJPEG
@testable import Decode
import Foundation
import TestSupport
import Testing

@Suite struct ClampingTests {
    private static func screening(_ file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Checkout.fixture("screening/\(file)")))
    }

    /// |luma − Y| of the picture at an eighth of its size, as libjpeg-turbo clamps it.
    private static func meanByLibrary(_ bytes: [UInt8]) throws -> Double {
        let header = try JPEGHeader(bytes.span)
        let (width, height) = ((header.width + 7) / 8, (header.height + 7) / 8)
        var colours = [UInt8](repeating: 0, count: 3 * width * height)
        _ = try colours.withUnsafeMutableBufferPointer { buffer in
            try TurboJPEG.decode(
                bytes.span,
                width: width,
                height: height,
                format: TJPF_RGB,
                to: buffer
            )
        }
        let grey = try #require(Skimmed.byLibrary(bytes, header, scale: 8))
        let lost = grey.indices.map { index in
            let (red, green) = (Double(colours[3 * index]), Double(colours[3 * index + 1]))
            let blue = Double(colours[3 * index + 2])
            return abs(0.299 * red + 0.587 * green + 0.114 * blue - Double(grey[index]))
        }
        return lost.reduce(0, +) / Double(lost.count)
    }

    @Test(arguments: [
        "hidden-whole.jpg", "hidden-half.jpg", "hidden-draft.jpg", "hidden-eighth.jpg",
        "hidden-means.jpg", "half.jpg", "means.jpg", "eighth-444.jpg",
    ])
    func `it is what libjpeg-turbo's clamping makes of small pictures`(file: String) throws {
        var skim = JPEGSkim()
        let bytes = try Self.screening(file)
        let clamping = try #require(try Skimmed.colours(bytes, scale: 8, &skim)?.clamping)
        // Its luma and colours are whole levels, and where a unit has four blocks of luma it knows
        // more of colours than a mean.
        let expected = try Self.meanByLibrary(bytes)
        #expect(abs(clamping.mean - expected) < 0.7 + 0.2 * expected, "\(clamping), \(expected)")
        #expect(clamping.partMax >= clamping.mean)
        #expect(clamping.isMuch == file.hasPrefix("hidden"), "\(clamping)")
    }

    @Test func `it is the same at each scale that a picture is read at`() throws {
        var skim = JPEGSkim()
        for file in ["hidden-whole.jpg", "hidden-half.jpg", "hidden-eighth.jpg", "half.jpg"] {
            let bytes = try Self.screening(file)
            let expected = try Skimmed.colours(bytes, scale: 8, &skim)?.clamping
            for scale in [4, 2, 1] {
                #expect(try Skimmed.colours(bytes, scale: scale, &skim)?.clamping == expected)
            }
        }
    }

    @Test func `grey pictures have none`() throws {
        var skim = JPEGSkim()
        for file in ["grey.jpg", "grey-2x2.jpg", "grey-progressive.jpg"] {
            let bytes = try Fixture.bytes(file)
            let clamping = try Skimmed.colours(bytes, scale: 8, &skim)?.clamping
            #expect(clamping == Clamping.none && clamping?.isMuch == false)
        }
    }

    @Test func `much in one part of a picture is much, and little everywhere is not`() {
        var sums = [UInt64](repeating: 0, count: 64)
        // Parts of 2 by 2 and of 3 by 2 blocks.
        sums[9] = 16 * 12
        let part = Clamping(sums: sums, blocksAcross: 17, blocksDown: 16)
        #expect(part.partMax == 3 && part.mean < 0.05 && part.isMuch)
        let little = Clamping(
            sums: Array(repeating: 16, count: 64),
            blocksAcross: 16,
            blocksDown: 16
        )
        #expect(little == Clamping(mean: 0.25, partMax: 0.25) && !little.isMuch)
        let more = Clamping(
            sums: Array(repeating: 36, count: 64),
            blocksAcross: 16,
            blocksDown: 16
        )
        #expect(more.isMuch)
    }

    @Test func `pictures of fewer blocks than parts have some`() {
        var sums = [UInt64](repeating: 0, count: 64)
        sums[63] = 16
        let clamping = Clamping(sums: sums, blocksAcross: 2, blocksDown: 1)
        #expect(clamping == Clamping(mean: 0.5, partMax: 1))
    }
}
