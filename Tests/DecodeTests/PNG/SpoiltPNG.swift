import TestSupport

extension MadePNG {
    /// Ways to spoil a file, or to make it odd.
    enum Spoiling: CaseIterable {
        case nothing, contentByte, headerByte, checksum, length, removed, repeated, swapped
        case ancillary, longAncillary, critical, unnamed, emptyData, dataElsewhere
        case moreAfterStream, streamCut, streamSum, window, tooMuch, tooLittle
        case cut, bytesAfterEnd, fileByte
    }

    private static let ancillaryNames = [
        "tRNS", "gAMA", "iCCP", "sRGB", "tEXt", "eXIf", "bKGD", "hIST", "pHYs", "abCd", "abcd",
    ]

    /// The file's bytes, spoilt so.
    func spoilt(_ spoiling: Spoiling, using generator: inout SeededGenerator) -> [UInt8] {
        var made = self
        let place = Int.random(in: 0..<chunks.count, using: &generator)
        switch spoiling {
        case .contentByte: made.flip(at: place, using: &generator)
        case .headerByte: made.flip(at: 0, using: &generator)
        case .checksum:
            made.chunks[place].checksumError = .random(in: 1...UInt32.max, using: &generator)
        case .length:
            made.chunks[place].lengthError = Int.random(in: -3...3, using: &generator)
        case .removed: made.chunks.remove(at: place)
        case .repeated: made.chunks.insert(chunks[place], at: place)
        case .swapped:
            made.chunks.swapAt(place, Int.random(in: 0..<chunks.count, using: &generator))
        case .ancillary: made.insert(MadePNG.ancillaryNames, countMax: 9, using: &generator)
        case .longAncillary:
            made.insert(MadePNG.ancillaryNames, countMax: 90_000, using: &generator)
        case .critical:
            made.insert(["ABCD", "PLTE", "IEND", "IDAt"], countMax: 9, using: &generator)
        case .unnamed:
            made.insert(["1234", "a cd", "\u{0}\u{0}\u{0}\u{0}"], countMax: 9, using: &generator)
        case .emptyData: made.insert(["IDAT"], countMax: 0, using: &generator)
        case .dataElsewhere: made.insert(["IDAT"], countMax: 9, using: &generator)
        case .moreAfterStream, .streamCut, .streamSum, .window, .tooMuch, .tooLittle:
            made.setData(MadePNG.spoilt(data, spoiling, using: &generator), using: &generator)
        case .nothing, .cut, .bytesAfterEnd, .fileByte: break
        }
        var bytes = made.bytes
        switch spoiling {
        case .cut: bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
        case .bytesAfterEnd: bytes += [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]
        case .fileByte:
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        default: break
        }
        return bytes
    }

    private mutating func flip(at place: Int, using generator: inout SeededGenerator) {
        guard let byte = chunks[place].content.indices.randomElement(using: &generator) else {
            return
        }
        chunks[place].content[byte] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    }

    private mutating func insert(
        _ names: [String],
        countMax: Int,
        using generator: inout SeededGenerator
    ) {
        let count = Int.random(in: 0...countMax, using: &generator)
        let content = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let chunk = Part(name: names.randomElement(using: &generator) ?? "abcd", content: content)
        chunks.insert(chunk, at: Int.random(in: 0...chunks.count, using: &generator))
    }

    private static func spoilt(
        _ stream: [UInt8],
        _ spoiling: Spoiling,
        using generator: inout SeededGenerator
    ) -> [UInt8] {
        var stream = stream
        let count = Int.random(in: 1...12, using: &generator)
        switch spoiling {
        case .moreAfterStream: stream += [UInt8](repeating: 7, count: count)
        case .streamCut: stream.removeLast(min(count, stream.count))
        case .streamSum where !stream.isEmpty: stream[stream.count - 1] ^= 1
        case .window where stream.count > 1:
            stream[0] = UInt8.random(in: 0...9, using: &generator) << 4 | 8
            stream[1] = 0
            stream[1] = UInt8(31 - Int(stream[0]) * 256 % 31)
        case .tooMuch: return resized(stream, by: count, using: &generator)
        case .tooLittle: return resized(stream, by: -count, using: &generator)
        default: break
        }
        return stream
    }
}
