internal import Core

/// The shards that a worker holds, and what is still to be done of them.
actor ShardQueue {
    /// One file to examine.
    struct Item: Sendable {
        let shard: ShardID
        let epoch: Epoch
        let row: Int
        let entry: FileEntry
    }

    private var shards: [HeldShard] = []
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
    /// - Returns: The whole shard, once, when this was its last file.
    func finish(_ item: Item, _ result: Examined) -> HeldShard? {
        guard
            let index = shards.firstIndex(where: { $0.id == item.shard && $0.epoch == item.epoch })
        else { return nil }
        shards[index].keep(result, at: item.row)
        fileCount += 1
        // Sparse files that are passed over can claim more bytes than there are numbers for.
        if result.row.fingerprint != nil { byteCount &+= UInt64(clamping: result.row.size) }
        guard shards[index].isComplete else { return nil }
        return shards.remove(at: index)
    }

    /// Drops a lease that is lost.
    func drop(_ shard: ShardID, _ epoch: Epoch) {
        shards.removeAll { $0.id == shard && $0.epoch == epoch }
    }

    /// The leases held, in the order in which they came.
    var held: [(ShardID, Epoch)] { shards.map { ($0.id, $0.epoch) } }

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
