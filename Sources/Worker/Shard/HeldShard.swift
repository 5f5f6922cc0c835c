internal import Core

/// A shard that this worker holds the lease of, while its files are examined.
struct HeldShard: Sendable {
    let id: ShardID
    let epoch: Epoch
    let entries: [FileEntry]
    /// The next entry to hand out.
    private(set) var next = 0
    private var examined: [Examined?]
    private var examinedCount = 0

    init(id: ShardID, epoch: Epoch, entries: [FileEntry]) {
        self.id = id
        self.epoch = epoch
        self.entries = entries
        examined = Array(repeating: nil, count: entries.count)
    }

    /// Hands out the next entry, by its position; `nil` when all are handed out.
    mutating func take() -> Int? {
        guard next < entries.count else { return nil }
        defer { next += 1 }
        return next
    }

    /// Keeps what an entry was found to be.
    mutating func keep(_ result: Examined, at row: Int) {
        if examined[row] == nil { examinedCount += 1 }
        examined[row] = result
    }

    /// Whether every entry has its outcome.
    var isComplete: Bool { examinedCount == entries.count }

    /// The results in the order of the entries; all are there.
    var results: [Examined] { examined.compactMap { $0 } }
}
