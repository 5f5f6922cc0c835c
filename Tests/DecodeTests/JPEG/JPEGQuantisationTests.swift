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
