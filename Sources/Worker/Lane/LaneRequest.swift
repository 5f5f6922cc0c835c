internal import Core

/// What a worker asks of a lane: the fingerprints of some files in their shared memory.
///
/// On the wire, little-endian: sequence (u32), flags (u32), number of files (u64); then for each
/// file where it begins (u64) and its length (u64).
struct LaneRequest: Equatable {
    /// Echoed in the replies, so that a late reply is told from the one awaited.
    let sequence: UInt32
    /// Hash the eight rotations and mirror images too.
    let variants: Bool
    /// Decode in full, even if the picture could be screened.
    let exact: Bool
    /// Digests to make of each file.
    let digests: DigestKinds
    /// The bytes of each file in the shared memory; 1 to ``LaneLimits/fileCountMax``.
    let files: [Range<Int>]

    private static let headByteCount = 16
    private static let fileByteCount = 16

    static let byteCountMax = headByteCount + LaneLimits.fileCountMax * fileByteCount

    private static let variantsFlag: UInt32 = 1
    private static let exactFlag: UInt32 = 2
    /// The first of three bits that say which digests to make.
    private static let digestsShift: UInt32 = 2

    init(
        sequence: UInt32,
        variants: Bool,
        exact: Bool,
        digests: DigestKinds = .all,
        files: [Range<Int>]
    ) {
        self.sequence = sequence
        self.variants = variants
        self.exact = exact
        self.digests = digests
        self.files = files
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(LaneRequest.headByteCount + files.count * LaneRequest.fileByteCount)
        bytes.appendLittleEndian(sequence)
        bytes.appendLittleEndian(
            (variants ? LaneRequest.variantsFlag : 0) | (exact ? LaneRequest.exactFlag : 0)
                | UInt32(digests.rawValue) << LaneRequest.digestsShift
        )
        bytes.appendLittleEndian(UInt64(files.count))
        for file in files {
            bytes.appendLittleEndian(UInt64(file.lowerBound))
            bytes.appendLittleEndian(UInt64(file.count))
        }
        return bytes
    }

    /// Reads a request for memory of `byteCount`; `nil` if it is not well formed.
    init?(bytes: [UInt8], memory byteCount: Int) {
        guard bytes.count > LaneRequest.headByteCount, bytes.count <= LaneRequest.byteCountMax,
            let count = Int(exactly: bytes.littleEndian(at: 8) as UInt64),
            (1...LaneLimits.fileCountMax).contains(count),
            bytes.count == LaneRequest.headByteCount + count * LaneRequest.fileByteCount
        else { return nil }
        let flags: UInt32 = bytes.littleEndian(at: 4)
        guard let digests = DigestKinds(bits: flags >> LaneRequest.digestsShift) else { return nil }
        sequence = bytes.littleEndian(at: 0)
        self.digests = digests
        variants = flags & LaneRequest.variantsFlag != 0
        exact = flags & LaneRequest.exactFlag != 0
        var files: [Range<Int>] = []
        for index in 0..<count {
            let at = LaneRequest.headByteCount + index * LaneRequest.fileByteCount
            guard let offset = Int(exactly: bytes.littleEndian(at: at) as UInt64),
                let length = Int(exactly: bytes.littleEndian(at: at + 8) as UInt64),
                length <= byteCount, offset <= byteCount - length
            else { return nil }
            files.append(offset..<offset + length)
        }
        self.files = files
    }
}
