import Core
import Testing

@Suite struct SegmentTests {
    private let segment = Segment(shard: ShardID(7), epoch: Epoch(3), rows: InventedRows.all)

    private func error(_ bytes: [UInt8]) -> SegmentError? {
        do throws(SegmentError) {
            _ = try Segment(bytes: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test func `a segment is read back as it was written`() throws {
        #expect(try Segment(bytes: segment.bytes) == segment)
        let empty = Segment(shard: ShardID(0), epoch: Epoch(1), rows: [])
        #expect(try Segment(bytes: empty.bytes) == empty)
    }

    @Test func `it begins with its name and version and has the length that follows from its rows`()
    {
        let bytes = segment.bytes
        #expect(bytes.starts(with: Array("TURNSEG1".utf8) + [2, 0, 0, 0, 7, 0, 0, 0, 3, 0, 0, 0]))
        #expect(
            bytes.count == Segment.headerByteCount + InventedRows.all.count * SegmentRow.byteCount
        )
    }

    @Test func `a segment cut anywhere is refused`() {
        let bytes = segment.bytes
        for count in 0..<bytes.count { #expect(error(Array(bytes[..<count])) != nil) }
        #expect(error(bytes + [0]) == .wrongLength)
    }

    @Test func `what is wrong is said`() {
        var bytes = segment.bytes
        bytes[0] = 0
        #expect(error(bytes) == .notASegment)
        bytes = segment.bytes
        bytes[8] = 3
        #expect(error(bytes) == .otherVersion(3))
        bytes = segment.bytes
        bytes[20] = 255
        #expect(error(bytes) == .wrongLength)
        bytes = segment.bytes
        bytes[Segment.headerByteCount + SegmentRow.byteCount] = 0
        #expect(error(bytes) == .damagedRow(1))
    }

    @Test func `outcomes add up to the rows, and gaps are counted`() {
        var counts = segment.outcomeCounts
        #expect(counts.total == InventedRows.all.count)
        #expect(counts[.image] == 4 && counts[.undecodable] == 5 && counts[.skipped] == 4)
        #expect(counts.gapCount == 5 + 3)
        counts.add(segment.outcomeCounts)
        #expect(counts.total == 2 * InventedRows.all.count)
    }
}
