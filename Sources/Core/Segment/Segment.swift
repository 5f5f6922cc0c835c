/// The per-file rows of one shard, as a worker returns them and the sweep directory keeps them.
///
/// The file: 8 bytes `TURNSEG1`, version (u32), shard (u32), epoch (u32), row count (u32), width of
/// a row (u32), zeros (4), then the rows. Its SHA-256 stands in the ledger, not in the file.
package struct Segment: Equatable, Sendable {
    package let shard: ShardID
    package let epoch: Epoch
    package let rows: [SegmentRow]

    /// Makes a segment.
    package init(shard: ShardID, epoch: Epoch, rows: [SegmentRow]) {
        self.shard = shard
        self.epoch = epoch
        self.rows = rows
    }

    /// Bytes before the first row.
    package static let headerByteCount = SegmentHeader.byteCount

    /// The segment's file.
    package var bytes: [UInt8] {
        var bytes = SegmentHeader.magic
        bytes.reserveCapacity(SegmentHeader.byteCount + rows.count * SegmentRow.byteCount)
        bytes.appendLittleEndian(SegmentHeader.version)
        bytes.appendLittleEndian(UInt32(shard.value))
        bytes.appendLittleEndian(UInt32(epoch.value))
        bytes.appendLittleEndian(UInt32(rows.count))
        bytes.appendLittleEndian(UInt32(SegmentRow.byteCount))
        bytes.appendLittleEndian(UInt32(0))
        for row in rows { row.append(to: &bytes) }
        return bytes
    }

    /// Reads a segment's file.
    package init(bytes: [UInt8]) throws(SegmentError) {
        let header = try SegmentHeader(bytes.span)
        var rows: [SegmentRow] = []
        rows.reserveCapacity(header.rowCount)
        for index in 0..<header.rowCount {
            let start = SegmentHeader.byteCount + index * SegmentRow.byteCount
            guard let row = SegmentRow(bytes: bytes[start..<start + SegmentRow.byteCount]) else {
                throw .damagedRow(index)
            }
            rows.append(row)
        }
        self.init(shard: header.shard, epoch: header.epoch, rows: rows)
    }

    /// How many rows have each kind of outcome.
    package var outcomeCounts: OutcomeCounts {
        var counts = OutcomeCounts()
        for row in rows { counts.add(row.outcome.kind) }
        return counts
    }
}

/// Why bytes are no segment.
package enum SegmentError: Error, Equatable, CustomStringConvertible {
    case notASegment
    case otherVersion(Int)
    case wrongLength
    case damagedRow(Int)

    package var description: String {
        switch self {
        case .notASegment: "it does not begin like a segment"
        case .otherVersion(let version):
            "it is of version \(version), which this Turnstone cannot read"
        case .wrongLength: "its length is not what its header says"
        case .damagedRow(let index): "row \(index) is damaged"
        }
    }
}

/// How many files have each kind of outcome.
package struct OutcomeCounts: Equatable, Sendable {
    /// By the kinds' raw values, which begin at 1.
    private var counts = [Int](repeating: 0, count: OutcomeKind.allCases.count + 1)

    /// Makes counts of nothing.
    package init() {}

    /// The count of a kind.
    package subscript(kind: OutcomeKind) -> Int {
        get { counts[Int(kind.rawValue)] }
        set { counts[Int(kind.rawValue)] = newValue }
    }

    /// Counts one file.
    package mutating func add(_ kind: OutcomeKind) { self[kind] += 1 }

    /// Adds other counts.
    package mutating func add(_ other: OutcomeCounts) {
        for kind in OutcomeKind.allCases { self[kind] += other[kind] }
    }

    /// All files counted.
    package var total: Int { counts.reduce(0, +) }

    /// Files that should have been examined and could not be.
    package var gapCount: Int {
        OutcomeKind.allCases.filter(\.isCoverageGap).reduce(0) { $0 + self[$1] }
    }
}
