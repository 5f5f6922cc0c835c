import CTurboJPEG
@testable import Decode
import Foundation
import TestSupport
import Testing

/// What reads a picture's means, beside libjpeg-turbo.
struct Skimmed {
    /// What libjpeg-turbo makes of the luma at that scale; `nil` for an error or a warning.
    static func byLibrary(_ bytes: [UInt8], _ header: JPEGHeader, scale: Int) -> [UInt8]? {
        var library = TurboJPEG()
        let width = (header.width + scale - 1) / scale
        let height = (header.height + scale - 1) / scale
        var luma = [UInt8](repeating: 0, count: width * height)
        let hasWarnings = try? luma.withUnsafeMutableBufferPointer { buffer in
            try library.decode(
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
            try skim.read(bytes.span, header: header, scale: scale, to: $0)
        }
        return isWritten ? luma : nil
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

    @Test(arguments: [8, 4, 2])
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
}
