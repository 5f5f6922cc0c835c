import Core
import Foundation
import TestSupport
import Testing

@testable import Decode

struct HostilePictureTests {
    /// Small enough for damaged headers to be cheap.
    private static var limits: DecodeLimits {
        var limits = DecodeLimits()
        limits.pixelCountMax = 1_000_000
        return limits
    }

    @Test func `a PNG that is cut short anywhere is damaged`() throws {
        var decoder = PictureDecoder()
        for file in ["color2-depth8.png", "color3-depth2-interlaced.png", "size-64x64.png"] {
            let bytes = try Fixture.bytes(file)
            // The last 16 bytes are a checksum and the end chunk, which is not read.
            for count in stride(from: 8, to: bytes.count - 16, by: max(1, bytes.count / 100)) {
                let cut = Array(bytes[..<count])
                let error = #expect(throws: DecodeError.self, "\(file) at \(count)") {
                    try decoder.picture(in: cut.span, format: .png, variants: false)
                }
                #expect(error?.cause == .damaged)
            }
        }
    }

    /// As Pillow has it, which does not look at it.
    @Test(arguments: ["color2-depth8.png", "color3-depth4.png", "color6-depth16-interlaced.png"])
    func `a wrong checksum of a PNG's data hides no picture`(file: String) throws {
        let whole = try Fixture.bytes(file)
        let data = Array("IDAT".utf8)
        let name = try #require(whole.indices.first { whole[$0...].starts(with: data) })
        let length = whole[name - 4..<name].reduce(0) { $0 << 8 | Int($1) }
        var spoilt = whole
        spoilt[name + 4 + length] ^= 0xFF
        var decoder = PictureDecoder()
        let expected = try decoder.decode(whole).picture
        for exact in [true, false] {
            let found = try decoder.decode(spoilt, exact: exact).picture
            #expect(found.hash == expected.hash && found.quality == expected.quality)
            #expect(found.hasWarnings && !expected.hasWarnings)
        }
    }

    @Test func `a JPEG that is cut short is decoded with warnings or damaged`() throws {
        var decoder = PictureDecoder()
        for file in ["420.jpg", "progressive.jpg", "ycck.jpg", "arithmetic.jpg", "restart.jpg"] {
            let bytes = try Fixture.bytes(file)
            var decodedCount = 0
            for count in stride(from: 0, to: bytes.count - 2, by: max(1, bytes.count / 60)) {
                do {
                    let cut = Array(bytes[..<count])
                    let decoded = try decoder.picture(
                        in: cut.span,
                        format: .jpeg,
                        variants: false
                    )
                    #expect(decoded.picture.hasWarnings, "\(file) at \(count)")
                    decodedCount += 1
                } catch {
                    #expect(error.cause == .damaged, "\(file) at \(count): \(error)")
                }
            }
            #expect(decodedCount > 20, "\(file)")
        }
    }

    @Test(arguments: [false, true])
    func `a JPEG that fails after a warning is damaged, whatever came before`(
        exact: Bool
    ) throws {
        var decoder = PictureDecoder()
        for file in ["420.jpg", "progressive.jpg"] {
            let whole = try Fixture.bytes(file)
            let scan = try #require(
                whole.indices.first { whole[$0...].starts(with: [0xFF, 0xDA]) }
            )
            var bytes = whole
            // libjpeg warns of the first: codes that stand for nothing. It fails at the second: a
            // marker that it does not know.
            for at in 0..<20 {
                bytes[scan + 40 + 2 * at] = 0xFF
                bytes[scan + 41 + 2 * at] = 0
            }
            let middle = (scan + 80 + bytes.count) / 2
            bytes.replaceSubrange(middle..<middle, with: [0xFF, 0x8C])
            let other = try Fixture.bytes("444.jpg")
            for _ in 0..<2 {
                let error = #expect(throws: DecodeError.self, "\(file)") {
                    try decoder.decode(bytes, exact: exact)
                }
                #expect(error?.cause == .damaged, "\(file)")
                // What the next time would find in the buffer.
                _ = try decoder.decode(other)
            }
        }
    }

    /// The file without its segments of that marker before the first scan.
    private static func bytes(_ file: [UInt8], without marker: UInt8) -> [UInt8] {
        var kept = Array(file.prefix(2))
        var at = 2
        while file[at + 1] != 0xDA {
            let end = at + 2 + Int(file[at + 2]) << 8 + Int(file[at + 3])
            if file[at + 1] != marker { kept += file[at..<end] }
            at = end
        }
        return kept + file[at...]
    }

    /// Frames of video have the standard's tables of codes, and leave them out.
    @Test(arguments: [false, true])
    func `a JPEG without tables of its own has none of the picture before`(exact: Bool) throws {
        let whole = try Fixture.bytes("420.jpg")
        let frame = Self.bytes(whole, without: 0xC4)
        let stepless = Self.bytes(whole, without: 0xDB)
        #expect(frame.count < whole.count && stepless.count < whole.count)
        var fresh = PictureDecoder()
        let known = try fresh.decode(whole, exact: exact).picture
        var decoder = PictureDecoder()
        for other in ["progressive.jpg", "444.jpg", "restart.jpg"] {
            // Tables of its own, in scans that are read to the end.
            _ = try decoder.decode(try Fixture.bytes(other))
            let found = try decoder.decode(frame, exact: exact)
            #expect(found.picture.hash == known.hash, "after \(other)")
            #expect(found.picture.quality == known.quality, "after \(other)")
            let error = #expect(throws: DecodeError.self, "after \(other)") {
                try decoder.decode(stepless, exact: exact)
            }
            #expect(error?.cause == .damaged, "after \(other)")
        }
    }

    /// What is damaged at random has one answer, in whatever decoder.
    @Test func `the hash of a damaged JPEG does not depend on what was decoded before`() throws {
        var generator = SeededGenerator(seed: 21)
        var used = PictureDecoder()
        for file in ["420.jpg", "progressive.jpg", "restart.jpg"] {
            let whole = try Fixture.bytes(file)
            for _ in 0..<60 {
                var bytes = whole
                for _ in 0..<4 {
                    let at = Int.random(in: 200..<bytes.count, using: &generator)
                    switch Int.random(in: 0..<3, using: &generator) {
                    case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
                    case 1: bytes.removeSubrange(at..<min(at + 9, bytes.count))
                    default: bytes.insert(contentsOf: [0xFF, 0x8C], at: at)
                    }
                }
                var fresh = PictureDecoder()
                let (first, second) = (Self.hash(bytes, &fresh), Self.hash(bytes, &used))
                #expect(first == second, "\(file)")
                _ = try used.decode(try Fixture.bytes("444.jpg"))
            }
        }
    }

    private static func hash(_ bytes: [UInt8], _ decoder: inout PictureDecoder) -> PDQHash? {
        try? decoder.decode(bytes).picture.hash
    }

    @Test func `a flipped bit in the data of a PNG is damage`() throws {
        var decoder = PictureDecoder()
        var bytes = try Fixture.bytes("color2-depth8.png")
        bytes[bytes.count - 40] ^= 4
        let error = #expect(throws: DecodeError.self) { try decoder.decode(bytes) }
        #expect(error?.cause == .damaged)
    }

    @Test(arguments: [
        "420.jpg", "progressive.jpg", "cmyk-progressive.jpg", "arithmetic-progressive.jpg",
        "restart.jpg", "color3-depth4-interlaced.png", "color6-depth16.png",
    ])
    func `flipped bytes end in a picture or an error, and the next picture is as ever`(
        file: String
    ) throws {
        var decoder = PictureDecoder(limits: HostilePictureTests.limits)
        let bytes = try Fixture.bytes(file)
        let whole = try decoder.decode(bytes)
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<250 {
            var broken = bytes
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                // Half of them in the headers, where they do most.
                let end = Bool.random(using: &generator) ? min(700, bytes.count) : bytes.count
                let place = Int.random(in: 2..<end, using: &generator)
                broken[place] = UInt8.random(in: 0...255, using: &generator)
            }
            do {
                let format: PictureFormat = file.hasSuffix("png") ? .png : .jpeg
                _ = try decoder.picture(
                    in: broken.span,
                    format: format,
                    variants: Bool.random(using: &generator)
                )
            } catch {
                #expect(!error.description.isEmpty)
            }
        }
        #expect(try decoder.decode(bytes) == whole)
    }

    @Test func `bytes as if by chance are damaged`() throws {
        var decoder = PictureDecoder()
        var generator = SeededGenerator(seed: 5)
        for count in [0, 1, 2, 3, 8, 32, 33, 34, 1000, 5000] {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            for format in [PictureFormat.jpeg, .png] {
                let error = #expect(throws: DecodeError.self) {
                    try decoder.picture(in: bytes.span, format: format, variants: true)
                }
                #expect(error?.cause == .damaged)
            }
        }
    }

    @Test func `kinds of JPEG that libjpeg does not decode are unsupported`() throws {
        let bytes = try Fixture.bytes("420.jpg")
        let frame = try #require(JPEGPatch.frame(bytes))
        // Offsets from the frame's marker: its kind, bits, height, components.
        let patches: [[(Int, UInt8)]] = [
            [(1, 0xC3)], [(1, 0xC5)], [(1, 0xC6)], [(1, 0xC7)], [(1, 0xCB)], [(1, 0xCD)],
            [(4, 12)], [(5, 0), (6, 0)], [(9, 2)], [(9, 5)],
        ]
        var decoder = PictureDecoder()
        for patch in patches {
            var broken = bytes
            for (offset, value) in patch { broken[frame + offset] = value }
            let error = #expect(throws: DecodeError.self) { try decoder.decode(broken) }
            #expect(error?.cause == .unsupported, "\(patch)")
        }
    }
}
