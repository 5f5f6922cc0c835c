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
    /// Where the bytes begin in the shared memory.
    let offset: Int
    let length: Int

    static let byteCount = 32

    init(sequence: UInt32, variants: Bool, offset: Int, length: Int) {
        self.sequence = sequence
        self.variants = variants
        self.offset = offset
        self.length = length
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(sequence)
        bytes.appendLittleEndian(UInt32(variants ? 1 : 0))
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
        variants = (bytes.littleEndian(at: 4) as UInt32) & 1 == 1
        self.offset = offset
        self.length = length
    }
}
