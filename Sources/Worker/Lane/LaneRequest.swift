internal import Core

/// What a worker asks of a lane: the fingerprint of the bytes in a slot of their shared memory.
///
/// On the wire 32 bytes, little-endian: sequence (u32), flags (u32), offset (u64), length (u64),
/// zeros (8).
struct LaneRequest: Equatable {
    /// Echoed in the replies, so that a late reply is told from the one awaited.
    let sequence: UInt32
    /// Hash the eight rotations and mirror images too.
    let variants: Bool
    /// Decode in full, even if the picture could be screened.
    let exact: Bool
    /// Where the bytes begin in the shared memory.
    let offset: Int
    let length: Int

    static let byteCount = 32

    private static let variantsFlag: UInt32 = 1
    private static let exactFlag: UInt32 = 2

    init(sequence: UInt32, variants: Bool, exact: Bool, offset: Int, length: Int) {
        self.sequence = sequence
        self.variants = variants
        self.exact = exact
        self.offset = offset
        self.length = length
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(sequence)
        bytes.appendLittleEndian(
            (variants ? LaneRequest.variantsFlag : 0) | (exact ? LaneRequest.exactFlag : 0)
        )
        bytes.appendLittleEndian(UInt64(offset))
        bytes.appendLittleEndian(UInt64(length))
        bytes.appendLittleEndian(UInt64(0))
        return bytes
    }

    init?(bytes: [UInt8]) {
        guard bytes.count == LaneRequest.byteCount,
            let offset = Int(exactly: bytes.littleEndian(at: 8) as UInt64),
            let length = Int(exactly: bytes.littleEndian(at: 16) as UInt64)
        else { return nil }
        sequence = bytes.littleEndian(at: 0)
        let flags: UInt32 = bytes.littleEndian(at: 4)
        variants = flags & LaneRequest.variantsFlag != 0
        exact = flags & LaneRequest.exactFlag != 0
        self.offset = offset
        self.length = length
    }
}
