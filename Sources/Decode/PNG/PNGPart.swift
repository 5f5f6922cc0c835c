internal import CDeflate

/// A chunk, as PNG calls it, that is in the file from its first byte to its last.
// SAFETY: every offset is checked against the file's length before bytes are read.
@safe struct PNGPart {
    static let data: UInt32 = 0x4944_4154
    static let palette: UInt32 = 0x504C_5445

    let name: UInt32
    let content: Range<Int>

    var count: Int { content.count }
    /// Where the next one begins.
    var end: Int { content.upperBound + 4 }
    /// Whether a decoder may pass over it: the first letter of its name is a small one.
    var isAncillary: Bool { name & 0x2000_0000 != 0 }

    /// What stands there; nil if it is not whole, or its name is none.
    init?(_ file: UnsafeBufferPointer<UInt8>, at offset: Int) {
        guard offset <= file.count - 12 else { return nil }
        let count = unsafe Int(PNGPart.number(file, at: offset))
        guard count <= file.count - 12 - offset else { return nil }
        name = unsafe PNGPart.number(file, at: offset + 4)
        for shift in stride(from: 0, through: 24, by: 8) {
            guard (0x41...0x5A).contains(name >> shift & 0xDF) else { return nil }
        }
        content = (offset + 8)..<(offset + 8 + count)
    }

    /// Whether the checksum is that of the name and the content.
    func isWhole(in file: UnsafeBufferPointer<UInt8>) -> Bool {
        let named = unsafe UnsafeBufferPointer(
            rebasing: file[(content.lowerBound - 4)..<content.upperBound]
        )
        let checksum = unsafe libdeflate_crc32(0, named.baseAddress, named.count)
        return unsafe checksum == PNGPart.number(file, at: content.upperBound)
    }

    private static func number(_ file: UnsafeBufferPointer<UInt8>, at offset: Int) -> UInt32 {
        (0..<4).reduce(0) { unsafe $0 << 8 | UInt32(file[offset + $1]) }
    }
}
