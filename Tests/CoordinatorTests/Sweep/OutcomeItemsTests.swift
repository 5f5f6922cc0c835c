import Core
import Foundation
import Testing

@testable import Coordinator

@Suite struct `Outcomes that a report counts` {
    private let planned: PlannedSweep

    /// Eleven files in four shards: one passed over, one gone, two that cannot be opened.
    init() throws {
        planned = try PlannedSweep()
        for shard in try planned.shards() {
            let rows = try planned.entries(of: shard).enumerated().map { index, entry in
                guard let outcome = Self.outcome(of: shard.firstEntry + index) else {
                    return try PlannedSweep.row(of: entry)
                }
                return SegmentRow(outcome: outcome, size: entry.size, mtimeNanoseconds: 1)
            }
            try planned.grant(shard, epoch: Epoch(1), worker: "w")
            var result = try planned.result(of: shard, epoch: Epoch(1))
            result.matches = []
            result.segment = Data(Segment(shard: shard.id, epoch: Epoch(1), rows: rows).bytes)
            let checked = try planned.check(result, of: shard)
            try SegmentStore(folder: planned.folder.segments)
                .write([(shard.id, Epoch(1), checked.segment)])
            #expect(try planned.ledger.accept([checked.accepted]) == [true])
        }
    }

    private static func outcome(of entry: Int) -> Outcome? {
        [2: .unreadable(errno: 13), 4: .vanished, 9: .unreadable(errno: 5)][entry]
    }

    private func records() throws -> SweepRecords {
        try SweepRecords(folder: planned.folder, ledger: planned.ledger)
    }

    @Test(arguments: [0, 1, 2, 3, 100])
    func `are those of every file, whatever is shown of them`(room: Int) throws {
        let records = try records()
        var expected = ReportTally()
        try records.outcomes().forEach { expected.add(.file($0)) }
        var items = OutcomeItems(records, room: room)
        var tally = ReportTally()
        var shown: [EntryPath] = []
        var others: [OutcomeRecord] = []
        try records.outcomes().forEach { if $0.outcome.kind.isCoverageGap { others.append($0) } }
        while let item = try items.read() {
            tally.add(item)
            if case .file(let record) = item, record.outcome.kind.isCoverageGap {
                #expect(record == others[shown.count])
                shown.append(record.path)
            }
        }
        #expect(tally.outcomeCounts == expected.outcomeCounts && tally.causes == expected.causes)
        #expect(tally.lowQualityCount == expected.lowQualityCount)
        #expect(tally.outcomeCounts[.skipped] == 1 && tally.outcomeCounts[.unreadable] == 2)
        #expect(shown.count == min(room, 3) && shown == shown.sorted())
    }

    @Test func `are not those of a segment that was changed`() throws {
        let path = SegmentStore(folder: planned.folder.segments).path(of: ShardID(1), Epoch(1))
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[bytes.count - 60] ^= 1
        try bytes.write(to: URL(filePath: path))
        let records = try records()
        #expect(throws: ContentsError.segmentChanged(path)) {
            try records.outcomeItems().forEach { _ in }
        }
    }
}
