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
        let contents = try ShardFiles(
            record,
            manifest: records.manifest,
            segments: records.segments
        )
        let check = contents.check
        var examined = check.outcomeCounts
        for kind in OutcomeKind.allCases where !OutcomeItems.isExamined(kind) { examined[kind] = 0 }
        var items: [OutcomeItem] = [
            .examined(examined, lowQuality: check.caveats.lowQuality)
        ]
        guard examined.total < check.rowCount else { return items }
        let others = (0..<check.rowCount).compactMap { index -> (index: Int, outcome: Outcome)? in
            guard let outcome = contents.outcome(at: index),
                !OutcomeItems.isExamined(outcome.kind)
            else { return nil }
            return (index, outcome)
        }
        let shown = others.filter(\.outcome.kind.isCoverageGap).prefix(room).map(\.index)
        room -= shown.count
        // Both in the order of the manifest.
        let found = try contents.files(at: shown)
        var files = Array(zip(shown, found))[...]
        for (index, outcome) in others {
            if let (next, file) = files.first, next == index {
                files.removeFirst()
                items.append(.file(OutcomeRecord(file.entry, file.row)))
            } else {
                items.append(.counted(outcome))
            }
        }
        return items
    }

    /// Whether such files are told by their number alone.
    private static func isExamined(_ kind: OutcomeKind) -> Bool {
        switch kind {
        case .image, .other, .empty: true
        case .undecodable, .unreadable, .vanished, .changed, .skipped: false
        }
    }
}
