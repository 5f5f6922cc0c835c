import CTurboJPEG
@testable import Decode
import Foundation
import TestSupport
import Testing

/// What reads a picture's means, beside libjpeg-turbo.
struct Skimmed {
    /// What libjpeg-turbo makes of the luma at an eighth; `nil` for an error or a warning.
    static func byLibrary(_ bytes: [UInt8], _ header: JPEGHeader) -> [UInt8]? {
        var library = TurboJPEG()
        let (width, height) = ((header.width + 7) / 8, (header.height + 7) / 8)
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
        _ skim: inout JPEGSkim
    ) throws -> [UInt8]? {
        var luma = [UInt8](
            repeating: 0,
            count: ((header.width + 7) / 8) * ((header.height + 7) / 8)
        )
        let isWritten = try luma.withUnsafeMutableBufferPointer {
            try skim.eighth(of: bytes.span, header: header, to: $0)
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

    @Test func `the means of made pictures are those of libjpeg-turbo`() throws {
        var skim = JPEGSkim()
        for fixture in try Fixture.all() where fixture.file.hasSuffix("jpg") {
            let bytes = try Fixture.bytes(fixture.file)
            let header = try JPEGHeader(bytes.span)
            let skimmed = try Skimmed.bySkim(bytes, header, &skim)
            #expect(
                (skimmed == nil) == Self.unusual.contains(fixture.file),
                "\(fixture.file)"
            )
            guard let skimmed else { continue }
            #expect(skimmed == Skimmed.byLibrary(bytes, header), "\(fixture.file)")
        }
    }
}
