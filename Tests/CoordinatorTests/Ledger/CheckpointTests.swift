import Core
import Foundation
import GRDB
import Testing

@testable import Coordinator

@Suite struct `A checkpoint` {
    private let planned: PlannedSweep
    private let shards: [Shard]

    init() throws {
        planned = try PlannedSweep()
        shards = try planned.shards()
    }

    private func accepted(_ shard: Shard, _ epoch: Int, _ worker: String) throws -> AcceptedResult {
        let checked = try planned.check(
            try planned.result(of: shard, epoch: Epoch(epoch)),
            of: shard
        ).accepted
        return AcceptedResult(
            shard: shard,
            epoch: checked.epoch,
            worker: worker,
            segmentDigest: checked.segmentDigest,
            outcomes: checked.outcomes,
            matches: checked.matches,
            matchesLeftOut: checked.matchesLeftOut
        )
    }

    @Test func `takes a result under just its epoch and worker`() throws {
        try planned.grant(shards[0], epoch: Epoch(2), worker: "a")
        for (epoch, worker) in [(1, "a"), (3, "a"), (2, "b")] {
            #expect(try planned.ledger.accept([accepted(shards[0], epoch, worker)]) == [false])
        }
        #expect(try planned.ledger.progress().findings == 0)
        #expect(try planned.ledger.accept([accepted(shards[0], 2, "a")]) == [true])
        #expect(try planned.ledger.shard(shards[0].id).isDone)
    }

    @Test func `takes a result once, though it comes twice in one go`() throws {
        try planned.grant(shards[0], epoch: Epoch(1), worker: "a")
        let result = try accepted(shards[0], 1, "a")
        #expect(try planned.ledger.accept([result, result]) == [true, false])
        let after = try planned.ledger.progress()
        #expect(try planned.ledger.accept([result]) == [false])
        #expect(try planned.ledger.progress() == after)
    }

    @Test func `refuses the result of a shard that was never granted`() throws {
        #expect(try planned.ledger.accept([accepted(shards[0], 0, "a")]) == [false])
        #expect(try planned.ledger.accept([accepted(shards[0], 1, "a")]) == [false])
    }

    @Test func `lets epochs only grow, and done shards alone`() throws {
        try planned.grant(shards[0], epoch: Epoch(5), worker: "a")
        try planned.grant(shards[0], epoch: Epoch(4), worker: "b")
        try planned.grant(shards[0], epoch: Epoch(5), worker: "c")
        #expect(try planned.ledger.shard(shards[0].id).epoch == Epoch(5))
        #expect(try planned.ledger.shard(shards[0].id).worker == "a")
        #expect(try planned.ledger.accept([accepted(shards[0], 5, "a")]) == [true])
        try planned.grant(shards[0], epoch: Epoch(6), worker: "b")
        #expect(try planned.ledger.shard(shards[0].id).epoch == Epoch(5))
    }

    @Test func `takes some of its results and not others`() throws {
        for shard in shards { try planned.grant(shard, epoch: Epoch(1), worker: "a") }
        let results = try [
            accepted(shards[0], 1, "a"), accepted(shards[1], 2, "a"), accepted(shards[2], 1, "a"),
        ]
        #expect(try planned.ledger.accept(results) == [true, false, true])
        #expect(try planned.ledger.progress().shards == 2)
    }

    /// SQLite's own limit of pages stands in for a disk: it says SQLITE_FULL at it as well.
    @Test func `is all or nothing on a full disk, and goes on when there is room`() throws {
        for shard in shards { try planned.grant(shard, epoch: Epoch(1), worker: "a") }
        let before = try planned.ledger.progress()
        let pages = try planned.ledger.read { try Int.fetchOne($0, sql: "PRAGMA page_count") ?? 0 }
        try planned.ledger.write { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
        var result = try accepted(shards[0], 1, "a")
        result = AcceptedResult(
            shard: result.shard,
            epoch: result.epoch,
            worker: "a",
            segmentDigest: result.segmentDigest,
            outcomes: result.outcomes,
            matches: (0..<5000).map {
                (0, Match(list: 0, entry: $0, kind: .md5, distance: 0, variant: .original))
            },
            matchesLeftOut: 0
        )
        #expect(throws: LedgerError.diskFull) { try planned.ledger.accept([result]) }
        #expect(try planned.ledger.progress() == before)
        try planned.ledger.write { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
        #expect(try planned.ledger.accept([result]) == [true])
        #expect(try planned.ledger.progress().findings == 5000)
        #expect(try planned.sqlite("PRAGMA integrity_check") == "ok")
    }
}
