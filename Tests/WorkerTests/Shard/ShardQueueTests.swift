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

    /// The shard that was finished since this was last asked.
    private func whole() async throws -> ShardQueue.Finished {
        try #require(await queue.finished.first { _ in true })
    }

    private func examined(_ size: Int64 = 1) -> Examined { Examined(row: Made.row(size: size)) }

    @Test func `hands out every file once, the first shard first`() async throws {
        queue.add(shard(5))
        queue.add(shard(3))
        var paths: [EntryPath] = []
        for _ in 0..<4 { paths.append(try #require(queue.next()).entry.path) }
        #expect(paths == ["/5/0", "/5/1", "/3/0", "/3/1"].map { EntryPath($0) })
        #expect(queue.held.map(\.0.value) == [5, 3])
    }

    @Test func `gives a shard back once, when its last file is done`() async throws {
        queue.add(shard(5))
        let first = try #require(queue.next())
        let second = try #require(queue.next())
        queue.finish(second, examined())
        queue.finish(second, examined())
        #expect(queue.results.isEmpty)
        queue.finish(first, examined())
        queue.finish(first, examined())
        queue.close()
        var finished: [ShardQueue.Finished] = []
        for await shard in queue.finished { finished.append(shard) }
        #expect(finished.map(\.message.shard) == [5] && finished[0].results.count == 2)
    }

    /// In a moment in which nobody held it, it would be left out of a HELLO and be lost.
    @Test func `holds a shard from its lease to the acknowledgement of its result`() async throws {
        queue.add(shard(5, count: 1))
        queue.add(shard(3, count: 1))
        let item = try #require(queue.next())
        queue.finish(item, examined())
        let whole = try await whole()
        #expect(queue.open.map(\.0.value) == [3])
        #expect(queue.held.map(\.0.value) == [3, 5])
        #expect(queue.results == [whole.message])
        queue.settle(ShardID(5), Epoch(2))
        #expect(queue.held.count == 2)
        queue.settle(ShardID(3), Epoch(1))
        queue.settle(ShardID(5), Epoch(1))
        #expect(queue.held.map(\.0.value) == [3])
        queue.finish(try #require(queue.next()), examined())
        queue.drop(ShardID(3), Epoch(1))
        #expect(queue.held.isEmpty)
        #expect(queue.results.isEmpty)
    }

    @Test func `lets who waits go on with a new shard, and ends them at its end`() async throws {
        async let one = onThread { queue.next() }
        async let two = onThread { queue.next() }
        async let three = onThread { queue.next() }
        try await Task.sleep(for: .milliseconds(30))
        queue.add(shard(1))
        try await Task.sleep(for: .milliseconds(30))
        queue.close()
        let items = await [one, two, three]
        #expect(items.compactMap { $0?.row }.sorted() == [0, 1])
        #expect(queue.next() == nil)
        #expect(queue.isClosed)
    }

    @Test func `keeps a lease that comes twice, and starts anew under a new epoch`() async throws {
        queue.add(shard(1))
        let old = try #require(queue.next())
        queue.add(shard(1))
        #expect(queue.next()?.row == 1)
        queue.add(shard(1, epoch: 2))
        #expect(queue.held.map(\.1) == [Epoch(2)])
        #expect(queue.next()?.row == 0)
        // What was found under the old epoch is not taken for the new one's.
        queue.finish(old, examined())
        #expect(queue.fileCount == 0)
    }

    @Test func `says whether anything is left to hand out, and tells who asked when it closes`() {
        let told = Lock(0)
        queue.whenClosed { told.withLock { $0 += 1 } }
        #expect(queue.isEmpty)
        queue.add(shard(1, count: 1))
        #expect(!queue.isEmpty)
        _ = queue.next()
        #expect(queue.isEmpty)
        #expect(told.withLock { $0 } == 0)
        queue.close()
        queue.close()
        #expect(told.withLock { $0 } == 1)
        queue.whenClosed { told.withLock { $0 += 1 } }
        #expect(told.withLock { $0 } == 2)
    }

    @Test func `drops a lease under just its epoch`() async {
        queue.add(shard(1, epoch: 2))
        queue.drop(ShardID(1), Epoch(1))
        queue.drop(ShardID(2), Epoch(2))
        #expect(queue.held.count == 1)
        queue.drop(ShardID(1), Epoch(2))
        #expect(queue.held.isEmpty)
    }

    /// Sparse files that were passed over can claim more bytes than there are numbers for.
    @Test func `counts the bytes of files that were read`() async throws {
        queue.add(shard(1, count: 4))
        for _ in 0..<3 {
            queue.finish(try #require(queue.next()), examined(.max))
        }
        #expect(queue.byteCount == 0)
        let row = SegmentRow(
            outcome: .other,
            size: 7,
            mtimeNanoseconds: 0,
            fingerprint: Fingerprint(digests: Made.digests, picture: nil)
        )
        queue.finish(try #require(queue.next()), Examined(row: row))
        #expect(queue.byteCount == 7)
        #expect(queue.fileCount == 4)
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
