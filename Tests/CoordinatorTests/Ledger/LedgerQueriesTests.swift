import Core
import Foundation
import Testing

@testable import Coordinator

@Suite struct `What a ledger is asked` {
    private let planned: PlannedSweep

    init() throws { planned = try PlannedSweep(files: 20, shardFiles: 4) }

    /// Debian's sqlite3 adds up the same rows.
    @Test func `adds up as sqlite3 does`() throws {
        for shard in try planned.shards().dropLast() { try planned.finish(shard) }
        let progress = try planned.ledger.progress()
        let kinds = OutcomeKind.allCases.map { "SUM(\($0.name))" }.joined(separator: ", ")
        let sums = try planned.sqlite(
            """
            SELECT COUNT(*), SUM(entry_count), SUM(byte_count), \(kinds) FROM shard WHERE done
            """
        )
        let ours =
            [progress.shards, progress.files, Int(progress.bytes)]
            + OutcomeKind.allCases.map { progress.outcomes[$0] }
        #expect(ours.map(String.init).joined(separator: "|") == sums)
        let findings = try planned.sqlite("SELECT COUNT(*), COUNT(DISTINCT entry) FROM finding")
        #expect("\(progress.findings)|\(progress.filesWithFindings)" == findings)
        #expect(progress.findings > 0 && progress.outcomes[.skipped] == 1)
        #expect(progress.outcomes.total == progress.files)
    }

    @Test func `is nothing at first`() throws {
        #expect(try planned.ledger.progress() == LedgerProgress())
        let states = try planned.ledger.leaseStates()
        #expect(states.done.allSatisfy { !$0 } && states.holders.isEmpty)
        #expect(states.epochs.allSatisfy { $0 == Epoch(0) })
    }

    @Test func `says who holds what is open, and under which epoch`() throws {
        let shards = try planned.shards()
        try planned.finish(shards[0])
        try planned.grant(shards[1], epoch: Epoch(7), worker: "b")
        let states = try planned.ledger.leaseStates()
        #expect(states.done == shards.map { $0.id.value == 0 })
        #expect(states.holders == [shards[1].id: "b"])
        #expect(states.epochs[1] == Epoch(7))
    }

    @Test func `gives shards by pages`() throws {
        let all = try planned.shards()
        #expect(try planned.ledger.shards(from: 2, count: 2).map(\.shard) == Array(all[2..<4]))
        #expect(try planned.ledger.shards(from: all.count, count: 2).isEmpty)
    }

    @Test func `gives findings in the order of reports`() throws {
        let shard = try planned.shards()[0]
        try planned.finish(shard, worker: "w")
        let rows = try planned.ledger.findings(of: shard)
        #expect(!rows.isEmpty && rows.allSatisfy { $0.shard == shard.id && $0.worker == "w" })
        #expect(rows.map(\.entry) == rows.map(\.entry).sorted())
    }

    @Test(arguments: ["segment_digest = x'00'", "row_digest = x''"])
    func `is refused where a digest is of another length`(change: String) throws {
        _ = try planned.sqlite("UPDATE shard SET \(change) WHERE id = 1")
        #expect(throws: LedgerError.self) { try planned.ledger.shards(from: 0, count: 9) }
        #expect(throws: LedgerError.self) { try planned.ledger.shard(ShardID(1)) }
    }

    @Test func `is refused where a shard is missing`() throws {
        _ = try planned.sqlite("DELETE FROM shard WHERE id = 1")
        #expect(throws: LedgerError.damaged("shard 1 is missing")) {
            try planned.ledger.leaseStates()
        }
        #expect(throws: LedgerError.damaged("shard 1 is missing")) {
            try planned.ledger.shard(ShardID(1))
        }
    }

    /// Two sparse files can claim more bytes than SQLite's SUM holds.
    @Test func `adds up more bytes than there are numbers for`() throws {
        for shard in try planned.shards() { try planned.finish(shard) }
        _ = try planned.sqlite("UPDATE shard SET byte_count = 9223372036854775807")
        #expect(try planned.ledger.progress().bytes == .max)
        _ = try planned.sqlite("UPDATE shard SET byte_count = 3 + id")
        let shards = try planned.shards().count
        #expect(
            try planned.ledger.progress().bytes == (0..<Int64(shards)).reduce(0) { $0 + $1 + 3 }
        )
    }
}
