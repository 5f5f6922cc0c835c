internal import Core
internal import Threads
internal import WireMessages

/// The shards that a worker holds: what is still to be done of them, and the results on their way.
///
/// One lock for both, so that a shard is never in neither: who asks what is held in that moment
/// would take it for lost.
final class ShardQueue: Sendable {
    /// One file to examine.
    struct Item: Sendable {
        let shard: ShardID
        let epoch: Epoch
        let row: Int
        let entry: FileEntry
    }

    /// A shard whose last file is done.
    struct Finished: Sendable {
        let message: WireResult
        /// What was found, in the order of the entries.
        let results: [Examined]
    }

    fileprivate struct State {
        var shards: [HeldShard] = []
        var outbox = Outbox()
        var isClosed = false
        var fileCount: UInt64 = 0
        var byteCount: UInt64 = 0
        var closers: [@Sendable () -> Void] = []

        mutating func take() -> Item? {
            for index in shards.indices {
                if let row = shards[index].take() {
                    let shard = shards[index]
                    return Item(
                        shard: shard.id,
                        epoch: shard.epoch,
                        row: row,
                        entry: shard.entries[row]
                    )
                }
            }
            return nil
        }
    }

    private let monitor = Monitor(State())
    /// The shards whose last file is done, as they come; it ends when the queue is closed.
    let finished: AsyncStream<Finished>
    private let finishing: AsyncStream<Finished>.Continuation

    init() { (finished, finishing) = AsyncStream.makeStream() }

    /// Takes a lease on; one that is held already is left as it is.
    func add(_ shard: HeldShard) {
        monitor.withLock { state in
            guard !state.shards.contains(where: { $0.id == shard.id && $0.epoch == shard.epoch })
            else { return }
            state.shards.removeAll { $0.id == shard.id }
            state.shards.append(shard)
        }
        monitor.wakeAll(.first)
    }

    /// The next file, waiting for one; `nil` when the queue is closed.
    func next() -> Item? {
        monitor.wait(for: .first) { state -> Item?? in
            if state.isClosed { return .some(nil) }
            return state.take().map { .some($0) }
        } ?? nil
    }

    /// Whether every file is handed out.
    var isEmpty: Bool {
        monitor.withLock { $0.shards.allSatisfy { $0.next == $0.entries.count } }
    }

    /// Keeps what a file was found to be; when it was the last of its shard, the whole shard is
    /// ``finished``, once. Its result is held until it is acknowledged.
    func finish(_ item: Item, _ result: Examined) {
        let finished = monitor.withLock { $0.finish(item, result) }
        if let finished { finishing.yield(finished) }
    }

    /// Drops a lease that is lost, with its result.
    func drop(_ shard: ShardID, _ epoch: Epoch) {
        monitor.withLock { state in
            state.shards.removeAll { $0.id == shard && $0.epoch == epoch }
            state.outbox.drop(shard, epoch)
        }
    }

    /// Drops a result that the coordinator has, or does not want.
    func settle(_ shard: ShardID, _ epoch: Epoch) {
        monitor.withLock { $0.outbox.drop(shard, epoch) }
    }

    /// The leases whose shards are not done, in the order in which they came.
    var open: [(ShardID, Epoch)] { monitor.withLock { $0.open } }

    /// The leases held: those of shards that are not done, then those of results on their way.
    var held: [(ShardID, Epoch)] { monitor.withLock { $0.open + $0.outbox.held } }

    /// The leases held that get on, or have their results: those to renew.
    func renewable(_ hang: Hang) -> [(ShardID, Epoch)] {
        monitor.withLock { state in
            state.open.filter { !hang.holds($0.0, $0.1) } + state.outbox.held
        }
    }

    /// The results that are not acknowledged.
    var results: [WireResult] { monitor.withLock { $0.outbox.pending } }

    /// Files that were examined.
    var fileCount: UInt64 { monitor.withLock { $0.fileCount } }

    /// Bytes of those that were read.
    var byteCount: UInt64 { monitor.withLock { $0.byteCount } }

    var isClosed: Bool { monitor.withLock { $0.isClosed } }

    /// Hands out nothing more; who waits is told.
    func close() {
        let closers = monitor.withLock { state in
            defer { state.closers = [] }
            state.isClosed = true
            return state.closers
        }
        monitor.wakeAll(.first)
        finishing.finish()
        for closer in closers { closer() }
    }

    /// Has `closer` called when the queue is closed: at once if it is.
    func whenClosed(_ closer: @escaping @Sendable () -> Void) {
        let isClosed = monitor.withLock { state in
            if !state.isClosed { state.closers.append(closer) }
            return state.isClosed
        }
        if isClosed { closer() }
    }
}

extension ShardQueue.State {
    fileprivate var open: [(ShardID, Epoch)] { shards.map { ($0.id, $0.epoch) } }

    fileprivate mutating func finish(
        _ item: ShardQueue.Item,
        _ result: Examined
    ) -> ShardQueue.Finished? {
        guard
            let index = shards.firstIndex(where: { $0.id == item.shard && $0.epoch == item.epoch })
        else { return nil }
        shards[index].keep(result, at: item.row)
        fileCount += 1
        // Sparse files that are passed over can claim more bytes than there are numbers for.
        if result.row.fingerprint != nil { byteCount &+= UInt64(clamping: result.row.size) }
        guard shards[index].isComplete else { return nil }
        let whole = shards.remove(at: index)
        return ShardQueue.Finished(message: outbox.keep(whole), results: whole.results)
    }
}
