import Core
import TestSupport
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(1))) struct `A queue of shards` {
    private let queue = ShardQueue()

    private func shard(_ id: Int, epoch: Int = 1, count: Int = 2) -> HeldShard {
        HeldShard(
            id: ShardID(id),
            epoch: Epoch(epoch),
            entries: (0..<count).map { Made.entry("/\(id)/\($0)") }
        )
    }

    private func examined(_ size: Int64 = 1) -> Examined { Examined(row: Made.row(size: size)) }

    @Test func `hands out every file once, the first shard first`() async throws {
        await queue.add(shard(5))
        await queue.add(shard(3))
        var paths: [EntryPath] = []
        for _ in 0..<4 { paths.append(try #require(await queue.next()).entry.path) }
        #expect(paths == ["/5/0", "/5/1", "/3/0", "/3/1"].map { EntryPath($0) })
        #expect(await queue.held.map(\.0.value) == [5, 3])
    }

    @Test func `gives a shard back once, when its last file is done`() async throws {
        await queue.add(shard(5))
        let first = try #require(await queue.next())
        let second = try #require(await queue.next())
        #expect(await queue.finish(second, examined()) == nil)
        #expect(await queue.finish(second, examined()) == nil)
        let whole = try #require(await queue.finish(first, examined()))
        #expect(whole.message.shard == 5 && whole.results.count == 2)
        #expect(await queue.finish(first, examined()) == nil)
    }

    /// In a moment in which nobody held it, it would be left out of a HELLO and be lost.
    @Test func `holds a shard from its lease to the acknowledgement of its result`() async throws {
        await queue.add(shard(5, count: 1))
        await queue.add(shard(3, count: 1))
        let item = try #require(await queue.next())
        let whole = try #require(await queue.finish(item, examined()))
        #expect(await queue.open.map(\.0.value) == [3])
        #expect(await queue.held.map(\.0.value) == [3, 5])
        #expect(await queue.results == [whole.message])
        await queue.settle(ShardID(5), Epoch(2))
        #expect(await queue.held.count == 2)
        await queue.settle(ShardID(3), Epoch(1))
        await queue.settle(ShardID(5), Epoch(1))
        #expect(await queue.held.map(\.0.value) == [3])
        _ = await queue.finish(try #require(await queue.next()), examined())
        await queue.drop(ShardID(3), Epoch(1))
        #expect(await queue.held.isEmpty)
        #expect(await queue.results.isEmpty)
    }

    @Test func `lets who waits go on with a new shard, and ends them at its end`() async throws {
        async let one = queue.next()
        async let two = queue.next()
        async let three = queue.next()
        try await Task.sleep(for: .milliseconds(30))
        await queue.add(shard(1))
        try await Task.sleep(for: .milliseconds(30))
        await queue.close()
        let items = await [one, two, three]
        #expect(items.compactMap { $0?.row }.sorted() == [0, 1])
        #expect(await queue.next() == nil)
        #expect(await queue.isClosed)
    }

    @Test func `keeps a lease that comes twice, and starts anew under a new epoch`() async throws {
        await queue.add(shard(1))
        let old = try #require(await queue.next())
        await queue.add(shard(1))
        #expect(await queue.next()?.row == 1)
        await queue.add(shard(1, epoch: 2))
        #expect(await queue.held.map(\.1) == [Epoch(2)])
        #expect(await queue.next()?.row == 0)
        // What was found under the old epoch is not taken for the new one's.
        #expect(await queue.finish(old, examined()) == nil)
        #expect(await queue.fileCount == 0)
    }

    @Test func `drops a lease under just its epoch`() async {
        await queue.add(shard(1, epoch: 2))
        await queue.drop(ShardID(1), Epoch(1))
        await queue.drop(ShardID(2), Epoch(2))
        #expect(await queue.held.count == 1)
        await queue.drop(ShardID(1), Epoch(2))
        #expect(await queue.held.isEmpty)
    }

    /// Sparse files that were passed over can claim more bytes than there are numbers for.
    @Test func `counts the bytes of files that were read`() async throws {
        await queue.add(shard(1, count: 4))
        for _ in 0..<3 {
            _ = await queue.finish(try #require(await queue.next()), examined(.max))
        }
        #expect(await queue.byteCount == 0)
        let row = SegmentRow(
            outcome: .other,
            size: 7,
            mtimeNanoseconds: 0,
            fingerprint: Fingerprint(digests: Made.digests, picture: nil)
        )
        _ = await queue.finish(try #require(await queue.next()), Examined(row: row))
        #expect(await queue.byteCount == 7)
        #expect(await queue.fileCount == 4)
    }
}

extension HeldShard: Equatable {
    /// Lease and entries, not how far it is.
    public static func == (left: HeldShard, right: HeldShard) -> Bool {
        left.id == right.id && left.epoch == right.epoch && left.entries == right.entries
    }
}

extension ShardQueue.Item: Equatable {
    /// Lease and row.
    public static func == (left: ShardQueue.Item, right: ShardQueue.Item) -> Bool {
        left.shard == right.shard && left.epoch == right.epoch && left.row == right.row
    }
}
