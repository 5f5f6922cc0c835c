/// What stands before the rows of a segment's file.
struct SegmentHeader {
    static let magic = Array("TURNSEG1".utf8)
    static let version: UInt32 = 2
    /// Bytes before the first row.
    static let byteCount = 32

    let shard: ShardID
    let epoch: Epoch
    let rowCount: Int

    /// Reads the header of a whole file, whose length must be what it says.
    init(_ bytes: Span<UInt8>) throws(SegmentError) {
        guard bytes.count >= SegmentHeader.byteCount, SegmentHeader.begins(bytes) else {
            throw .notASegment
        }
        let version: UInt32 = bytes.littleEndian(at: 8)
        guard version == SegmentHeader.version else { throw .otherVersion(Int(version)) }
        rowCount = Int(bytes.littleEndian(at: 20) as UInt32)
        guard bytes.littleEndian(at: 24) as UInt32 == SegmentRow.byteCount,
            bytes.count == SegmentHeader.byteCount + rowCount * SegmentRow.byteCount
        else { throw .wrongLength }
        shard = ShardID(Int(bytes.littleEndian(at: 12) as UInt32))
        epoch = Epoch(Int(bytes.littleEndian(at: 16) as UInt32))
    }

    private static func begins(_ bytes: Span<UInt8>) -> Bool {
        magic.indices.allSatisfy { bytes[$0] == magic[$0] }
    }
}
