import Core
import Testing

@testable import Worker

@Suite struct `A held shard` {
    @Test func `is complete when every entry has its outcome, in the order of entries`() {
        var shard = HeldShard(
            id: ShardID(1),
            epoch: Epoch(1),
            entries: (0..<3).map { Made.entry("/\($0)") }
        )
        #expect((0..<4).map { _ in shard.take() } == [0, 1, 2, nil])
        for row in [2, 0, 0] { shard.keep(Examined(row: Made.row(size: Int64(row))), at: row) }
        #expect(!shard.isComplete)
        shard.keep(Examined(row: Made.row(size: 1)), at: 1)
        #expect(shard.isComplete)
        #expect(shard.results.map(\.row.size) == [0, 1, 2])
    }
}
