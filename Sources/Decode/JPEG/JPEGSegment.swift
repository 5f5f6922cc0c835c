internal import Glibc

/// One marker segment of a JPEG file.
struct JPEGSegment: Equatable {
    /// The byte after 0xFF.
    let marker: UInt8
    /// Where its content is, after the length; empty for markers without one.
    let range: Range<Int>

    /// The marker of a scan.
    static let startOfScan: UInt8 = 0xDA

    /// The marker of the end of the image.
    static let end: UInt8 = 0xD9

    /// Where the segment begins: its marker. Fill bytes before it are not counted.
    var start: Int { range.lowerBound - (marker == JPEGSegment.end ? 2 : 4) }

    /// Where to look for the next segment.
    var end: Int { range.upperBound }

    /// The next segment at or after `position`; what comes before its marker is passed over, as
    /// libjpeg does, and so is the data of scans. The end of the image is a segment without
    /// content; `nil` at the end of the file.
    static func next(in file: Span<UInt8>, from position: Int) -> JPEGSegment? {
        var position = position
        while let found = first(0xFF, in: file, from: position) {
            position = found + 1
            // Fill bytes before a marker.
            while position < file.count, file[position] == 0xFF { position += 1 }
            guard position < file.count else { return nil }
            let marker = file[position]
            position += 1
            switch marker {
            case JPEGSegment.end: return JPEGSegment(marker: marker, range: position..<position)
            case 0x00, 0x01, 0xD0...0xD8: continue
            default: break
            }
            guard position + 2 <= file.count else { return nil }
            let length = Int(file[position]) << 8 | Int(file[position + 1])
            let start = position + 2
            let end = min(max(position + length, start), file.count)
            return JPEGSegment(marker: marker, range: start..<end)
        }
        return nil
    }

    /// The whole segment whose marker is at `position`; `nil` if anything else is there, or a
    /// marker that stands for itself, unless it is that of the end.
    static func at(_ position: Int, in file: Span<UInt8>) -> JPEGSegment? {
        var position = position
        guard position + 2 <= file.count, file[position] == 0xFF else { return nil }
        // Fill bytes before the marker.
        while position + 2 < file.count, file[position + 1] == 0xFF { position += 1 }
        let marker = file[position + 1]
        let start = position + 4
        if marker == end { return JPEGSegment(marker: marker, range: position + 2..<position + 2) }
        guard marker >= 0xC0, !(0xD0...0xD8).contains(marker), marker != 0xFF, start <= file.count
        else { return nil }
        let length = Int(file[position + 2]) << 8 | Int(file[position + 3])
        guard length >= 2, start - 2 + length <= file.count else { return nil }
        return JPEGSegment(marker: marker, range: start..<start - 2 + length)
    }

    /// Scans' data is long: memchr is many times faster than a loop.
    private static func first(_ byte: UInt8, in file: Span<UInt8>, from start: Int) -> Int? {
        guard start < file.count else { return nil }
        return unsafe file.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress,
                let found = unsafe memchr(base + start, Int32(byte), bytes.count - start)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }
}
