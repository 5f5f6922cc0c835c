import Core
import Foundation
import Testing

@testable import Decode

/// Small files that promise large pictures: refused before memory is asked for.
@Suite(.serialized)
struct BombTests {
    @Test func `a JPEG of a thousand scans is over a limit`() throws {
        let bytes = JPEGPatch.repeated(try Fixture.bytes("progressive.jpg"), times: 1000)
        #expect(try cause(of: bytes) == .limit)
    }

    @Test func `a large JPEG of a hundred scans is over a limit`() throws {
        let large = JPEGPatch.resized(
            try Fixture.bytes("progressive.jpg"),
            width: 8000,
            height: 8000
        )
        let bytes = JPEGPatch.repeated(large, times: 100)
        var limits = DecodeLimits()
        limits.pixelsPerByteMax = 1 << 20
        #expect(try cause(of: bytes, limits: limits) == .limit)
        let header = try JPEGHeader(bytes.span)
        #expect(header.scanCount == 110)
    }

    @Test func `a JPEG of more pixels than are allowed is over a limit`() throws {
        let bytes = JPEGPatch.resized(
            try Fixture.bytes("420.jpg"),
            width: 65_500,
            height: 65_500
        )
        #expect(try cause(of: bytes) == .limit)
    }

    @Test func `a few bytes of JPEG cannot promise gigabytes`() throws {
        let before = try peakKiB()
        for file in ["420.jpg", "progressive.jpg", "grey.jpg"] {
            let bytes = JPEGPatch.resized(
                try Fixture.bytes(file),
                width: 20_000,
                height: 20_000
            )
            #expect(try cause(of: bytes) == .limit)
        }
        #expect(try peakKiB() - before < 200 << 10)
    }

    @Test func `coefficients that would fill memory are over a limit`() throws {
        var limits = DecodeLimits()
        let bytes = try Fixture.bytes("progressive-444.jpg")
        let header = try JPEGHeader(bytes.span)
        // 203 by 149 pixels are 26 by 19 blocks of each of three components.
        #expect(header.heldByteCount == 26 * 19 * 3 * 128)
        limits.heldByteCountMax = header.heldByteCount + 203 * 149 * 3 - 1
        #expect(try cause(of: bytes, limits: limits) == .limit)
        limits.heldByteCountMax += 1
        #expect(try cause(of: bytes, limits: limits) == nil)
    }

    @Test func `scans of separate components are held, a single scan is not`() throws {
        let separate = try header("separate-scans.jpg")
        #expect(separate.scanCount == 3 && separate.heldByteCount > 0)
        let single = try header("420.jpg")
        #expect(single.scanCount == 1 && single.heldByteCount == 0)
    }

    @Test func `a file of more bytes than are allowed is over a limit`() throws {
        var limits = DecodeLimits()
        limits.fileByteCountMax = 1000
        #expect(try cause(of: Fixture.bytes("420.jpg"), limits: limits) == .limit)
    }

    @Test func `a PNG of huge sides is over a limit`() throws {
        let before = try peakKiB()
        for (width, height) in [
            (1 << 31 - 1, 1 << 31 - 1), (20_001, 20_000), (1_000_001, 1), (1, 1_000_001),
        ] {
            let bytes = resizedPNG(
                try Fixture.bytes("color2-depth8.png"),
                width: width,
                height: height
            )
            #expect(try cause(of: bytes) == .limit)
        }
        #expect(try peakKiB() - before < 200 << 10)
    }

    @Test func `a PNG of many rows and little data is not held`() throws {
        let before = try peakKiB()
        let bytes = resizedPNG(
            try Fixture.bytes("color2-depth8.png"),
            width: 20_000,
            height: 20_000
        )
        #expect(try cause(of: bytes) == .damaged)
        #expect(try peakKiB() - before < 200 << 10)
    }

    @Test func `an interlaced PNG that would fill memory is over a limit`() throws {
        var limits = DecodeLimits()
        limits.heldByteCountMax = 67 * 45 * 3 - 1
        let file = "color2-depth8-interlaced.png"
        #expect(try cause(of: Fixture.bytes(file), limits: limits) == .limit)
        #expect(try cause(of: Fixture.bytes("color2-depth8.png"), limits: limits) == nil)
    }

    private func cause(
        of bytes: [UInt8],
        limits: DecodeLimits = DecodeLimits()
    ) throws -> UndecodableCause? {
        var decoder = PictureDecoder(limits: limits)
        do {
            _ = try decoder.decode(bytes)
            return nil
        } catch let error as DecodeError {
            return error.cause
        }
    }

    private func header(_ file: String) throws -> JPEGHeader {
        let bytes = try Fixture.bytes(file)
        return try JPEGHeader(bytes.span)
    }

    /// The greatest resident memory of this process so far.
    private func peakKiB() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(line.split(separator: " ").dropLast().last.flatMap { Int($0) })
    }

    /// The file with another size in its header, and the checksum for it.
    private func resizedPNG(_ bytes: [UInt8], width: Int, height: Int) -> [UInt8] {
        var patched = bytes
        for (offset, number) in [(16, width), (20, height)] {
            for byte in 0..<4 { patched[offset + byte] = UInt8(number >> (24 - 8 * byte) & 255) }
        }
        var checksum = UInt32.max
        for byte in patched[12..<29] {
            checksum ^= UInt32(byte)
            for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        for byte in 0..<4 { patched[29 + byte] = UInt8(~checksum >> UInt32(24 - 8 * byte) & 255) }
        return patched
    }
}
