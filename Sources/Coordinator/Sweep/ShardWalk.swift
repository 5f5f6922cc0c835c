internal import Core

/// The shards of a sweep one after the other, from the ledger, some at a time.
struct ShardWalk {
    /// Shard rows held at once.
    private static let pageCount = 256

    private let ledger: Ledger
    private var page: ArraySlice<ShardRecord> = []
    private var next = 0

    init(_ ledger: Ledger) { self.ledger = ledger }

    /// The next shard, by id; `nil` after the last.
    mutating func read() throws(LedgerError) -> ShardRecord? {
        if page.isEmpty {
            page = try ledger.shards(from: next, count: ShardWalk.pageCount)[...]
            next += page.count
        }
        return page.popFirst()
    }
}
