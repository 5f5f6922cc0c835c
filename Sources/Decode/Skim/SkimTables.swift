/// The tables and remarks of a JPEG as they stand at some place in the file.
struct SkimTables: Equatable {
    /// Where the file has 64 quantizers in zig-zag order, of 8 or of 16 bits.
    struct Quantizers: Equatable {
        let place: Int
        let isWide: Bool

        /// That of a coefficient by its number in the file; 0 is the mean.
        func step(_ index: Int, in file: Span<UInt8>) -> Int {
            isWide ? file.word(at: place + 2 * index) : Int(file[place + index])
        }
    }

    private(set) var quantizers: [Quantizers?] = [nil, nil, nil, nil]
    /// Where the file has the counts of each Huffman table, with its symbols right after them.
    private(set) var meanTables: [Int?] = [nil, nil, nil, nil]
    private(set) var frequencyTables: [Int?] = [nil, nil, nil, nil]
    /// Units between restart markers; 0 without.
    private(set) var restartInterval = 0
    private var isJFIF = false
    private var adobeTransform: UInt8?

    /// Takes a segment that is neither frame nor scan. `false` for anything unusual: what libjpeg
    /// warns of or refuses, too.
    mutating func take(_ segment: JPEGSegment, in file: Span<UInt8>) -> Bool {
        switch segment.marker {
        case 0xDB: takeQuantizers(segment.range, in: file)
        case 0xC4: takeHuffman(segment.range, in: file)
        case 0xDD: takeRestart(segment.range, in: file)
        case 0xE0: takeJFIF(segment.range, in: file)
        case 0xEE: takeAdobe(segment.range, in: file)
        case 0xE1...0xEF, 0xFE: true
        default: false
        }
    }

    /// Whether the first component is luma, as libjpeg decides it.
    func hasLuma(_ frame: SkimFrame) -> Bool {
        if frame.components.count == 1 || isJFIF { return true }
        if let adobeTransform { return adobeTransform == 1 }
        return frame.components.map(\.identifier) != Array("RGB".utf8)
    }

    private mutating func takeQuantizers(_ range: Range<Int>, in file: Span<UInt8>) -> Bool {
        var position = range.lowerBound
        while position < range.upperBound {
            let (precision, index) = (Int(file[position] >> 4), Int(file[position] & 15))
            let count = precision == 0 ? 64 : 128
            guard precision < 2, index < 4, position + 1 + count <= range.upperBound else {
                return false
            }
            quantizers[index] = Quantizers(place: position + 1, isWide: precision == 1)
            position += 1 + count
        }
        return true
    }

    private mutating func takeHuffman(_ range: Range<Int>, in file: Span<UInt8>) -> Bool {
        var position = range.lowerBound
        while position < range.upperBound {
            guard position + 17 <= range.upperBound else { return false }
            let (kind, index) = (file[position] >> 4, Int(file[position] & 15))
            let count = (1...16).reduce(0) { $0 + Int(file[position + $1]) }
            guard kind < 2, index < 4, count <= 256, position + 17 + count <= range.upperBound
            else { return false }
            if kind == 0 {
                meanTables[index] = position + 1
            } else {
                frequencyTables[index] = position + 1
            }
            position += 17 + count
        }
        return true
    }

    private mutating func takeRestart(_ range: Range<Int>, in file: Span<UInt8>) -> Bool {
        guard range.count == 2 else { return false }
        restartInterval = file.word(at: range.lowerBound)
        return true
    }

    private mutating func takeJFIF(_ range: Range<Int>, in file: Span<UInt8>) -> Bool {
        guard range.count >= 14, file.begins("JFIF\0", at: range.lowerBound) else { return true }
        isJFIF = true
        return file[range.lowerBound + 5] == 1
    }

    private mutating func takeAdobe(_ range: Range<Int>, in file: Span<UInt8>) -> Bool {
        guard range.count >= 12, file.begins("Adobe", at: range.lowerBound) else { return true }
        adobeTransform = file[range.lowerBound + 11]
        return true
    }
}

extension Span<UInt8> {
    /// Whether those bytes are there.
    fileprivate func begins(_ text: String, at start: Int) -> Bool {
        let bytes = Array(text.utf8)
        guard start + bytes.count <= count else { return false }
        return bytes.indices.allSatisfy { self[start + $0] == bytes[$0] }
    }
}
