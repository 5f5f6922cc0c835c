import CDeflate
import Core
import Decode
import TestSupport

@testable import Decode

/// A PNG file as its chunks, to be spoilt in ways that a file's bytes alone do not lead to.
struct MadePNG {
    /// A chunk, as PNG calls it.
    struct Part {
        var name: String
        var content: [UInt8]
        /// Added to the checksum.
        var checksumError: UInt32 = 0
        /// Said to be longer than it is.
        var lengthError = 0
    }

    var chunks: [Part]

    /// A picture of chance pixels, of any kind that there is.
    init(using generator: inout SeededGenerator) {
        let kinds: [(UInt8, [UInt8])] = [
            (0, [1, 2, 4, 8, 16]), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16]),
        ]
        let (color, depths) = kinds.randomElement(using: &generator) ?? (2, [8])
        let depth = depths.randomElement(using: &generator) ?? 8
        let sideMax = Bool.random(using: &generator) ? 9 : 70
        let width = Int.random(in: 1...sideMax, using: &generator)
        let height = Int.random(in: 1...sideMax, using: &generator)
        let isInterlaced = Bool.random(using: &generator)
        let header =
            MadePNG.bytes(UInt32(width)) + MadePNG.bytes(UInt32(height))
            + [depth, color, 0, 0, isInterlaced ? 1 : 0]
        chunks = [Part(name: "IHDR", content: header)]
        if color == 3 || color & 2 != 0 && Int.random(in: 0..<4, using: &generator) == 0 {
            let count = Int.random(in: 1...(color == 3 ? 1 << Int(depth) : 256), using: &generator)
            let palette = (0..<(3 * count)).map { _ in UInt8.random(in: 0...255, using: &generator)
            }
            chunks.append(Part(name: "PLTE", content: palette))
        }
        let data = MadePNG.filtered(header, using: &generator)
        setData(MadePNG.compressed(data, using: &generator), using: &generator)
        chunks.append(Part(name: "IEND", content: []))
    }

    /// The chunks of a file in which nothing is wrong.
    init(_ file: [UInt8]) {
        chunks = []
        var offset = 8
        while offset + 12 <= file.count {
            let count = file[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
            let name = String(decoding: file[(offset + 4)..<(offset + 8)], as: UTF8.self)
            chunks.append(
                Part(name: name, content: Array(file[(offset + 8)..<(offset + 8 + count)]))
            )
            offset += 12 + count
        }
    }

    /// The file.
    var bytes: [UInt8] {
        chunks.reduce(into: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { file, chunk in
            let named = Array(chunk.name.utf8) + chunk.content
            let checksum = libdeflate_crc32(0, named, named.count) &+ chunk.checksumError
            file += MadePNG.bytes(UInt32(max(0, chunk.content.count + chunk.lengthError)))
            file += named + MadePNG.bytes(checksum)
        }
    }

    /// The compressed data of all IDAT chunks.
    var data: [UInt8] { chunks.filter { $0.name == "IDAT" }.flatMap(\.content) }

    /// Puts compressed data where it was, or at the end, in pieces.
    mutating func setData(_ data: [UInt8], using generator: inout SeededGenerator) {
        let place = chunks.firstIndex { $0.name == "IDAT" } ?? chunks.count
        chunks.removeAll { $0.name == "IDAT" }
        var pieces: [Part] = []
        var rest = data[...]
        let pieceCount = Int.random(in: 1...4, using: &generator)
        for piece in 1...pieceCount {
            let count =
                piece == pieceCount ? rest.count : Int.random(in: 0...rest.count, using: &generator)
            pieces.append(Part(name: "IDAT", content: Array(rest.prefix(count))))
            rest = rest.dropFirst(count)
        }
        chunks.insert(contentsOf: pieces, at: min(place, chunks.count))
    }

    /// Filtered rows of chance bytes for that header.
    private static func filtered(
        _ header: [UInt8],
        using generator: inout SeededGenerator
    ) -> [UInt8] {
        let file = MadePNG(header: header).bytes
        guard let parsed = try? PNGHeader(file.span), let layout = PNGLayout(parsed) else {
            return []
        }
        let range: ClosedRange<UInt8> = Bool.random(using: &generator) ? 0...3 : 0...255
        return layout.passes.flatMap { pass in
            (0..<pass.height).flatMap { _ in
                [UInt8.random(in: 0...4, using: &generator)]
                    + (0..<pass.rowByteCount).map { _ in .random(in: range, using: &generator) }
            }
        }
    }

    /// A file of its header alone.
    init(header: [UInt8]) { chunks = [Part(name: "IHDR", content: header)] }

    /// A zlib stream of that data: of stored blocks, or as libdeflate makes it.
    static func compressed(_ data: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        guard Bool.random(using: &generator), let compressor = libdeflate_alloc_compressor(6)
        else { return stored(data, using: &generator) }
        defer { libdeflate_free_compressor(compressor) }
        var stream = [UInt8](
            repeating: 0,
            count: libdeflate_zlib_compress_bound(compressor, data.count)
        )
        let count = libdeflate_zlib_compress(compressor, data, data.count, &stream, stream.count)
        return Array(stream.prefix(count))
    }

    private static func stored(_ data: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        var rest = data[...]
        repeat {
            let count = min(rest.count, Int.random(in: 0...6000, using: &generator))
            let isLast = count == rest.count
            stream += [isLast ? 1 : 0, UInt8(count & 255), UInt8(count >> 8)]
            stream += [UInt8(~count & 255), UInt8(~count >> 8 & 255)] + rest.prefix(count)
            rest = rest.dropFirst(count)
            if isLast { break }
        } while true
        return stream + bytes(libdeflate_adler32(1, data, data.count))
    }

    /// Big-endian.
    static func bytes(_ number: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(number >> UInt32(24 - 8 * $0) & 255) }
    }
}

extension MadePNG {
    /// The stream with more or less data in it, and the checksum of that.
    static func resized(
        _ stream: [UInt8],
        by difference: Int,
        using generator: inout SeededGenerator
    ) -> [UInt8] {
        let data = inflated(stream)
        let more = [UInt8](repeating: 7, count: max(0, difference))
        return compressed(data.prefix(max(0, data.count + difference)) + more, using: &generator)
    }

    /// What a stream inflates to, a megabyte at most.
    static func inflated(_ stream: [UInt8]) -> [UInt8] {
        var data = [UInt8](repeating: 0, count: 1 << 20)
        var count = 0
        guard let decompressor = libdeflate_alloc_decompressor() else { return [] }
        defer { libdeflate_free_decompressor(decompressor) }
        libdeflate_zlib_decompress(decompressor, stream, stream.count, &data, data.count, &count)
        return Array(data.prefix(count))
    }
}
