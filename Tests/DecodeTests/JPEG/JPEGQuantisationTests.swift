import TestSupport
import Testing

@testable import Decode

@Suite struct `Quantisation of JPEG files` {
    private static func read(_ tables: [UInt8]) -> JPEGQuantisation {
        let length = tables.count + 2
        let file = [0xFF, 0xDB, UInt8(length >> 8), UInt8(length & 255)] + tables
        var quantisation = JPEGQuantisation()
        if let segment = JPEGSegment.next(in: file.span, from: 0) {
            quantisation.add(segment, in: file.span)
        }
        return quantisation
    }

    @Test func `the step is the mean of the low frequencies', without the first`() {
        let first: [UInt8] = [0, 200] + Array(1...14) + Array(repeating: 255, count: 49)
        let wide: [UInt8] = [0x13, 0, 1] + Array(repeating: [1, 4], count: 63).joined()
        let both = Self.read(first + wide)
        #expect(both.step(ofTable: 0) == 7)
        #expect(both.step(ofTable: 3) == 260)
        #expect(both.step(ofTable: 1) == nil)
    }

    @Test func `of two tables of one number the coarser counts`() {
        let (fine, coarse) = (
            [0] + [UInt8](repeating: 3, count: 64), [0] + [UInt8](repeating: 9, count: 64)
        )
        #expect(Self.read(fine + coarse).step(ofTable: 0) == 9)
        #expect(Self.read(coarse + fine).step(ofTable: 0) == 9)
    }

    @Test func `a table that is cut short says nothing`() {
        for count in [0, 1, 63] {
            #expect(Self.read([0] + [UInt8](repeating: 3, count: count)).step(ofTable: 0) == nil)
        }
        #expect(Self.read([0x10] + [UInt8](repeating: 3, count: 127)).step(ofTable: 0) == nil)
    }

    /// Colours' steps of annex K, in the order of the file, at one of libjpeg's qualities.
    private static func colours(quality: Int) -> [UInt8] {
        let first: [Int] = [
            17, 18, 18, 24, 21, 24, 47, 26, 26, 47, 99, 66, 56, 66, 99, 99, 99, 99, 99, 99,
        ]
        let scale = quality < 50 ? 5000 / quality : 200 - 2 * quality
        return (first + Array(repeating: 99, count: 44)).map {
            UInt8(min(max(($0 * scale + 50) / 100, 1), 255))
        }
    }

    @Test func `a step that a damaged byte makes stands out, and none of an encoder's`() {
        for quality in 1...100 {
            let steps = Self.colours(quality: quality)
            #expect(!Self.read([1] + steps).isUneven, "\(quality)")
            let wide = steps.flatMap { [UInt8(0), $0] }
            #expect(!Self.read([0x11] + wide).isUneven, "\(quality)")
            // Among coarse steps a damaged one is like others.
            let most = quality < 50 ? 0 : quality < 75 ? 2 : quality < 90 ? 5 : 9
            for frequency in 0..<most {
                var damaged = steps
                damaged[1 + frequency] |= 0x80
                #expect(Self.read([1] + damaged).isUneven, "\(quality), \(1 + frequency)")
            }
        }
        #expect(!Self.read([0] + [UInt8](repeating: 255, count: 64)).isUneven)
        // The mean's is no frequency's.
        #expect(!Self.read([0, 255] + [UInt8](repeating: 2, count: 63)).isUneven)
    }

    @Test func `a picture with a step that stands out is decoded in full`() throws {
        var decoder = PictureDecoder()
        for picture in try `Screening of JPEG files`.Screened.all() {
            guard ["half", "eighth", "draft"].contains(picture.screened) else { continue }
            var bytes = try picture.bytes()
            let marker: [UInt8] = [0xFF, 0xDB]
            let table = try #require(bytes.indices.first { bytes[$0...].starts(with: marker) })
            bytes[table + 7] |= 0xC0
            let found = try decoder.decode(bytes, exact: false).picture
            #expect(found.profile == .exact, "\(picture.file)")
        }
    }

    @Test func `only of fine steps a draft is made`() throws {
        let pictures = try `Screening of JPEG files`.Screened.all()
        let picture = try #require(pictures.first { $0.screened == "draft" })
        var bytes = try picture.bytes()
        let fine = try JPEGHeader(bytes.span)
        #expect(JPEGScreening(fine)?.profile == .draftHalf)
        let table = try #require(bytes.indices.first { bytes[$0...].starts(with: [0xFF, 0xDB]) })
        for at in table + 5..<table + 69 { bytes[at] = 21 }
        let coarse = try JPEGHeader(bytes.span)
        #expect(coarse.step == 21)
        #expect(JPEGScreening(coarse)?.profile == .screenedHalf)
    }
}
