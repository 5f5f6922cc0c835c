/// The parts of a JPEG file that decoding needs, in the file's order: what a shorter file is made
/// of that holds only some scans.
struct JPEGOutline: Equatable {
    /// A marker segment, or a scan with its data.
    struct Part: Equatable {
        /// From its marker to the next part's.
        var range: Range<Int>
        /// `nil` for tables, the frame and what says how colours are meant.
        var scan: JPEGScan?
    }

    private(set) var parts: [Part] = []
    /// Whether nothing was left out.
    private(set) var isWhole = true
    /// Whether the file says that its colours are JFIF's: luma first.
    private(set) var isJFIF = false

    /// More than any encoder writes; what has more is decoded as it is.
    private static let partCountMax = 256

    private static let nameOfJFIF = Array("JFIF\0".utf8)
    /// libjpeg takes a shorter segment for another application's.
    private static let byteCountOfJFIF = 14

    /// Takes the next segment; what comes before it belongs to the part before.
    mutating func add(_ segment: JPEGSegment, in file: Span<UInt8>) {
        if let last = parts.indices.last, parts[last].scan != nil, isWhole {
            parts[last].range = parts[last].range.lowerBound..<segment.start
        }
        guard JPEGOutline.isNeeded(segment.marker) else { return }
        if segment.marker == 0xE0, segment.range.count >= JPEGOutline.byteCountOfJFIF {
            let name = (0..<JPEGOutline.nameOfJFIF.count).map {
                file[segment.range.lowerBound + $0]
            }
            if name == JPEGOutline.nameOfJFIF { isJFIF = true }
        }
        guard parts.count < JPEGOutline.partCountMax else {
            isWhole = false
            return
        }
        var part = Part(range: segment.start..<segment.end)
        if segment.marker == JPEGSegment.startOfScan {
            part.scan = JPEGScan(file, segment)
            if part.scan == nil { isWhole = false }
        }
        parts.append(part)
    }

    /// Comments and most of what applications add say nothing of the pixels. JFIF's and Adobe's
    /// segments say how colours are meant.
    private static func isNeeded(_ marker: UInt8) -> Bool {
        switch marker {
        case 0xE0, 0xEE: true
        case 0xE0...0xEF, 0xFE, JPEGSegment.end: false
        default: true
        }
    }

    /// A file of the same picture with the scans that `isKept` takes.
    func file(from file: Span<UInt8>, _ isKept: (JPEGScan) -> Bool) -> [UInt8] {
        let kept = parts.filter { $0.scan.map(isKept) ?? true }
        var bytes: [UInt8] = [0xFF, 0xD8]
        bytes.reserveCapacity(4 + kept.reduce(0) { $0 + $1.range.count })
        for part in kept {
            let piece = file.extracting(part.range)
            unsafe piece.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        }
        bytes += [0xFF, JPEGSegment.end]
        return bytes
    }
}
