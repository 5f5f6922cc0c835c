import Core
import Testing
import WireMessages

@testable import Worker

@Suite struct `An outbox` {
    private let outbox = Outbox()

    private func shard(_ id: Int, epoch: Int = 1) -> HeldShard {
        var shard = HeldShard(
            id: ShardID(id),
            epoch: Epoch(epoch),
            entries: [Made.entry("/a"), Made.entry("/b")]
        )
        let match = Match(list: 1, entry: 2, kind: .pdq, distance: 31, variant: .mirror)
        shard.keep(Examined(row: Made.row(.changed)), at: 0)
        shard.keep(Examined(row: Made.row(), matches: [match, match], matchesLeftOut: 5), at: 1)
        return shard
    }

    @Test func `makes a message of a shard that says all of it`() async throws {
        let result = await outbox.keep(shard(7, epoch: 3))
        let segment = try Segment(bytes: [UInt8](result.segment))
        #expect(segment.shard == ShardID(7) && segment.epoch == Epoch(3))
        #expect(segment.rows.map(\.outcome) == [.changed, .vanished])
        #expect(result.shard == 7 && result.epoch == 3 && result.matchesLeftOut == 5)
        let match = try #require(result.matches.first)
        #expect(result.matches.count == 2)
        #expect(match.row == 1 && match.list == 1 && match.listEntry == 2)
        #expect(match.kind == 4 && match.distance == 31 && match.variant == 4)
    }

    @Test func `keeps a result until it is acknowledged under its epoch`() async {
        _ = await outbox.keep(shard(7, epoch: 3))
        _ = await outbox.keep(shard(2))
        await outbox.drop(ShardID(7), Epoch(2))
        await outbox.drop(ShardID(8), Epoch(3))
        #expect(await outbox.pending.map(\.shard) == [2, 7])
        await outbox.drop(ShardID(7), Epoch(3))
        #expect(await outbox.pending.map(\.shard) == [2])
    }
}
