import Core
import TestSupport
import Testing

@Suite struct SegmentCheckTests {
    private let segment = Segment(shard: ShardID(7), epoch: Epoch(3), rows: InventedRows.all)

    @Test func `it says of a segment what its rows say`() throws {
        let bytes = segment.bytes
        let check = try SegmentCheck(bytes.span)
        #expect(check.shard == segment.shard && check.epoch == segment.epoch)
        #expect(check.rowCount == segment.rows.count)
        #expect(check.outcomeCounts == segment.outcomeCounts && check.caveats == segment.caveats)
        #expect(check.isExact == segment.rows.allSatisfy(\.isExact))
        for (index, row) in segment.rows.enumerated() {
            let single = Segment(shard: ShardID(0), epoch: Epoch(1), rows: [row])
            let isExact = (row.fingerprint?.picture?.profile ?? .exact) == .exact
            #expect(row.isExact == isExact)
            #expect(try SegmentCheck(single.bytes.span).isExact == isExact)
            #expect(check.outcome(ofRow: index, in: bytes.span) == row.outcome)
            let kinds = row.fingerprint?.digests.kinds ?? []
            #expect(check.digests(row: index, in: bytes.span) == kinds)
            #expect(
                check.hasExactPicture(row: index, in: bytes.span)
                    == (row.fingerprint?.picture?.profile == .exact)
            )
        }
        #expect(
            try SegmentCheck(Segment(shard: ShardID(0), epoch: Epoch(1), rows: []).bytes.span)
                .rowCount == 0
        )
    }

    @Test func `it says whether every file that was read has just some digests`() throws {
        func check(_ made: DigestKinds..., unread: Bool = false) throws -> SegmentCheck {
            let rows = made.map { InventedRows.other($0) } + (unread ? [InventedRows.all[3]] : [])
            return try SegmentCheck(
                Segment(shard: ShardID(0), epoch: Epoch(1), rows: rows).bytes.span
            )
        }
        for kinds in InventedRows.kinds {
            for other in InventedRows.kinds {
                let isSame = kinds == other
                let alike = try check(kinds, kinds, unread: true)
                #expect(alike.hasDigests(just: other) == isSame)
                // One row that lacks one, or has one too many, is enough.
                let mixed = try check(kinds, other)
                #expect(mixed.hasDigests(just: kinds) == isSame)
            }
            #expect(try check(unread: true).hasDigests(just: kinds), "nothing was read")
        }
    }

    private func error(_ check: () throws -> Void) -> SegmentError? {
        do { try check() } catch { return error as? SegmentError }
        return nil
    }

    private func expectSame(_ bytes: [UInt8], _ comment: Comment) {
        let checked = error { _ = try SegmentCheck(bytes.span) }
        let read = error { _ = try Segment(bytes: bytes) }
        #expect(checked == read, comment)
    }

    @Test(arguments: InventedRows.all)
    func `of any row with one byte changed it says what reading it says`(row: SegmentRow) {
        let honest = Segment(shard: ShardID(1), epoch: Epoch(1), rows: [row]).bytes
        for offset in honest.indices {
            for value in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 100, 101, 127, 128, 255] as [UInt8]
            {
                var changed = honest
                changed[offset] = value
                expectSame(changed, "byte \(offset) is \(value)")
            }
        }
    }

    @Test func `of any row with several bytes changed it says what reading it says`() {
        var chance = SeededGenerator(seed: 3)
        // Where a row's rules look, and small values: what is far off is refused at once.
        let places = Array(32..<48) + [56, 60, 64, 72, 139, 140, 172]
        for _ in 0..<20_000 {
            guard let row = InventedRows.all.randomElement(using: &chance) else { continue }
            var bytes = Segment(shard: ShardID(1), epoch: Epoch(1), rows: [row]).bytes
            for _ in 0..<Int.random(in: 1...4, using: &chance) {
                let place = places.randomElement(using: &chance) ?? 32
                bytes[place] = UInt8.random(in: 0...15, using: &chance)
            }
            expectSame(bytes, "\(bytes)")
        }
    }

    @Test func `bytes that are no segment are refused as reading refuses them`() {
        let bytes = segment.bytes
        expectSame([], "nothing")
        for count in [1, 31, 32, 33, bytes.count - 1] {
            expectSame(Array(bytes.prefix(count)), "\(count)")
        }
        expectSame(bytes + [0], "a byte more")
    }
}
