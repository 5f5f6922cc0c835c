internal import Core
internal import WireMessages

/// The shards that a worker holds: what is still to be done of them, and the results on their way.
///
/// One actor for both, so that a shard is never in neither: who asks what is held in that moment
/// would take it for lost.
actor ShardQueue {
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

    private var shards: [HeldShard] = []
    private var outbox = Outbox()
    private var waiting: [CheckedContinuation<Item?, Never>] = []
    private(set) var isClosed = false
    private(set) var fileCount: UInt64 = 0
    private(set) var byteCount: UInt64 = 0

    /// Takes a lease on; one that is held already is left as it is.
    func add(_ shard: HeldShard) {
        guard !shards.contains(where: { $0.id == shard.id && $0.epoch == shard.epoch }) else {
            return
        }
        shards.removeAll { $0.id == shard.id }
        shards.append(shard)
        while !waiting.isEmpty, let item = take() { waiting.removeFirst().resume(returning: item) }
    }

    /// The next file, waiting for one; `nil` when the queue is closed.
    func next() async -> Item? {
        if isClosed { return nil }
        if let item = take() { return item }
        return await withCheckedContinuation { waiting.append($0) }
    }

    /// Keeps what a file was found to be.
    ///
    /// - Returns: The whole shard, once, when this was its last file. Its result is held until it
    ///   is acknowledged.
    func finish(_ item: Item, _ result: Examined) -> Finished? {
        guard
            let index = shards.firstIndex(where: { $0.id == item.shard && $0.epoch == item.epoch })
        else { return nil }
        shards[index].keep(result, at: item.row)
        fileCount += 1
        // Sparse files that are passed over can claim more bytes than there are numbers for.
        if result.row.fingerprint != nil { byteCount &+= UInt64(clamping: result.row.size) }
        guard shards[index].isComplete else { return nil }
        let whole = shards.remove(at: index)
        return Finished(message: outbox.keep(whole), results: whole.results)
    }

    /// Drops a lease that is lost, with its result.
    func drop(_ shard: ShardID, _ epoch: Epoch) {
        shards.removeAll { $0.id == shard && $0.epoch == epoch }
        outbox.drop(shard, epoch)
    }

    /// Drops a result that the coordinator has, or does not want.
    func settle(_ shard: ShardID, _ epoch: Epoch) { outbox.drop(shard, epoch) }

    /// The leases whose shards are not done, in the order in which they came.
    var open: [(ShardID, Epoch)] { shards.map { ($0.id, $0.epoch) } }

    /// The leases held: those of shards that are not done, then those of results on their way.
    var held: [(ShardID, Epoch)] { open + outbox.held }

    /// The leases held that get on, or have their results: those to renew.
    func renewable(_ hang: Hang) -> [(ShardID, Epoch)] {
        open.filter { !hang.holds($0.0, $0.1) } + outbox.held
    }

    /// The results that are not acknowledged.
    var results: [WireResult] { outbox.pending }

    /// Hands out nothing more; who waits is told.
    func close() {
        isClosed = true
        for continuation in waiting { continuation.resume(returning: nil) }
        waiting = []
    }

    private func take() -> Item? {
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
