@testable import Decode

/// Changes to JPEG files that no encoder makes.
enum JPEGPatch {
    /// Where the marker of the frame is.
    static func frame(_ bytes: [UInt8]) -> Int? {
        segments(bytes).first { (0xC0...0xC2).contains($0.marker) }.map { $0.range.lowerBound - 4 }
    }

    /// The file with another size in its frame.
    static func resized(_ bytes: [UInt8], width: Int, height: Int) -> [UInt8] {
        guard let frame = frame(bytes) else { return bytes }
        var patched = bytes
        patched[frame + 5] = UInt8(height >> 8)
        patched[frame + 6] = UInt8(height & 255)
        patched[frame + 7] = UInt8(width >> 8)
        patched[frame + 8] = UInt8(width & 255)
        return patched
    }

    /// The file with its last scan that many times more.
    static func repeated(_ bytes: [UInt8], times: Int) -> [UInt8] {
        guard let scan = segments(bytes).last(where: { $0.marker == 0xDA }) else { return bytes }
        let end = bytes.count - 2
        let copy = bytes[(scan.range.lowerBound - 4)..<end]
        var repeated = Array(bytes[..<end])
        for _ in 0..<times { repeated += copy }
        return repeated + bytes[end...]
    }

    private static func segments(_ bytes: [UInt8]) -> [JPEGSegment] {
        var segments: [JPEGSegment] = []
        while let segment = JPEGSegment.next(in: bytes.span, from: segments.last?.end ?? 2) {
            segments.append(segment)
        }
        return segments
    }
}
