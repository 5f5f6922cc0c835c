import Core
import Foundation
import Testing

@testable import Coordinator

/// What is lost without a word is what people fear most: each of these is where somebody looks.
@Suite struct `Matches that were left out` {
    private static let loss = "1,234 matches left out of the findings"
    private static let advice = "lower --threshold"
    private let planned: PlannedSweep

    /// A sweep whose second shard left some out.
    init() throws {
        planned = try PlannedSweep()
        for (number, shard) in try planned.shards().enumerated() {
            var result = try planned.result(of: shard, epoch: Epoch(1))
            if number == 1 { result.matchesLeftOut = 1234 }
            try planned.grant(shard, epoch: Epoch(1), worker: "w")
            let checked = try planned.check(result, of: shard)
            try SegmentStore(folder: planned.folder.segments)
                .write([(shard.id, Epoch(1), checked.segment)])
            #expect(try planned.ledger.accept([checked.accepted]) == [true])
        }
        try planned.ledger.endRun(seconds: 1, isComplete: true)
    }

    private func expectTold(_ text: String, _ source: SourceLocation = #_sourceLocation) {
        #expect(text.contains(Self.loss), "\(text)", sourceLocation: source)
        #expect(text.contains(Self.advice), "\(text)", sourceLocation: source)
    }

    @Test func `are told in the summary, as text and as JSON`() throws {
        let summary = try SweepRecords(folder: planned.folder, ledger: planned.ledger).summary()
        expectTold(String(decoding: SummaryText(summary).bytes, as: UTF8.self))
        let line = String(decoding: SummaryLine(summary).bytes, as: UTF8.self)
        #expect(line.contains("\"matches_left_out\":1234,"))
    }

    @Test(arguments: [ReportFormat.text, .html]) func `are told in reports for people`(
        format: ReportFormat
    ) throws {
        let records = try SweepRecords(folder: planned.folder, ledger: planned.ledger)
        var sink = MemorySink()
        try Report.write(
            format: format,
            summary: try records.summary(),
            findings: records.findings(),
            outcomes: records.outcomes(),
            to: &sink
        )
        expectTold(sink.text)
    }

    @Test func `are told by status, as text and as JSON`() throws {
        let status = try SweepStatus(folder: planned.folder)
        expectTold(status.text)
        #expect(try status.json.contains("\"matches_left_out\":1234,"))
    }

    @Test func `are told by verify, whose audit they do not fail`() throws {
        let audit = try Audit(folder: planned.folder, ledger: planned.ledger)
        #expect(audit.isPassed && audit.text.contains("left out    1234\n"))
        expectTold(audit.text)
    }

    @Test func `are never an answer of no finding`() throws {
        var summary = InventedRecords.summary([], [])
        #expect(Finish.code(of: summary) == 0)
        summary.matchesLeftOut = 1
        #expect(Finish.code(of: summary) == 1)
        #expect(MatchesLeftOut(1)?.sentence.hasPrefix("1 match left out") == true)
    }

    @Test func `are not spoken of where there are none`() throws {
        let other = try PlannedSweep()
        try other.finishAll()
        let summary = try SweepRecords(folder: other.folder, ledger: other.ledger).summary()
        let text = String(decoding: SummaryText(summary).bytes, as: UTF8.self)
        let status = try SweepStatus(folder: other.folder).text
        for text in [text, status] { #expect(!text.contains("left out"), "\(text)") }
        #expect(MatchesLeftOut(0) == nil)
    }
}
