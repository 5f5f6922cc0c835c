/// What the first chunk of a PNG file says, read before anything is allocated for the file.
struct PNGHeader: Equatable {
    /// Pixels, 1 or more.
    let width: Int
    /// Pixels, 1 or more.
    let height: Int
    /// Bits of a sample, as the file has it.
    let depth: UInt8
    /// The colour type, as the file has it.
    let color: UInt8
    /// Whether compression, filters and interlacing are of the kinds that there are.
    let isKnown: Bool
    let isInterlaced: Bool

    /// The signature, the chunk's length and name, its 13 bytes and their checksum.
    static let byteCount = 8 + 8 + 13 + 4

    /// Reads the header; whether the rest of what it says is allowed is left to others.
    init(_ file: Span<UInt8>) throws(DecodeError) {
        guard file.count >= PNGHeader.byteCount else { throw .damaged("the file ends early") }
        func number(at offset: Int) -> Int {
            (0..<4).reduce(0) { $0 << 8 | Int(file[offset + $1]) }
        }
        let name = number(at: 12)
        guard number(at: 8) == 13, name == 0x4948_4452 else {
            throw .damaged("its first chunk is not IHDR")
        }
        width = number(at: 16)
        height = number(at: 20)
        depth = file[24]
        color = file[25]
        isKnown = file[26] == 0 && file[27] == 0 && file[28] <= 1
        isInterlaced = file[28] != 0
        guard width > 0, height > 0 else { throw .damaged("it says it has no pixels") }
    }
}
