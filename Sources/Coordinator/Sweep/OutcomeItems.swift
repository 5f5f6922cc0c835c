internal import Core

/// What a report counts of a sweep, shard after shard, read from its segments. Rows and lines are
/// made into records only for files that a report shows: of a hundred million files these are few.
struct OutcomeItems {
    private let records: SweepRecords
    private var walk: ShardWalk
    private var waiting: [OutcomeItem] = []
    /// Files that can still be shown.
    private var room: Int

    /// - Parameter room: Files that could not be examined that are wanted as records.
    init(_ records: SweepRecords, room: Int) {
        self.records = records
        self.room = room
        walk = ShardWalk(records.ledger)
    }

    /// The next item; `nil` after the last.
    mutating func read() throws -> OutcomeItem? {
        while waiting.isEmpty {
            guard let record = try walk.read() else { return nil }
            // Read from its end.
            if record.isDone { waiting = try items(of: record).reversed() }
        }
        return waiting.popLast()
    }

    private mutating func items(of record: ShardRecord) throws -> [OutcomeItem] {
        let bytes = try records.segments.read(record)
        let check = try SegmentCheck(bytes.span)
        guard check.shard == record.shard.id, check.rowCount == record.shard.entryCount else {
            throw ContentsError.segmentChanged(
                records.segments.path(of: record.shard.id, record.epoch)
            )
        }
        var examined = check.outcomeCounts
        for kind in OutcomeKind.allCases where !OutcomeItems.isExamined(kind) { examined[kind] = 0 }
        var items: [OutcomeItem] = [
            .examined(examined, lowQuality: check.caveats.lowQuality)
        ]
        guard examined.total < check.rowCount else { return items }
        let others = (0..<check.rowCount).compactMap { index -> (index: Int, outcome: Outcome)? in
            guard let outcome = check.outcome(ofRow: index, in: bytes.span),
                !OutcomeItems.isExamined(outcome.kind)
            else { return nil }
            return (index, outcome)
        }
        let shown = others.filter(\.outcome.kind.isCoverageGap).prefix(room).map(\.index)
        room -= shown.count
        // Both in the order of the manifest.
        var files = Array(zip(shown, try entries(of: record, at: shown)))[...]
        for (index, outcome) in others {
            if let (next, entry) = files.first, next == index,
                let row = check.row(index, in: bytes)
            {
                files.removeFirst()
                items.append(.file(OutcomeRecord(entry, row)))
            } else {
                items.append(.counted(outcome))
            }
        }
        return items
    }

    private func entries(of record: ShardRecord, at positions: [Int]) throws -> [FileEntry] {
        guard !positions.isEmpty else { return [] }
        return try records.manifest.lines(of: record.planned).entries(at: positions)
    }

    /// Whether such files are told by their number alone.
    private static func isExamined(_ kind: OutcomeKind) -> Bool {
        switch kind {
        case .image, .other, .empty: true
        case .undecodable, .unreadable, .vanished, .changed, .skipped: false
        }
    }
}
