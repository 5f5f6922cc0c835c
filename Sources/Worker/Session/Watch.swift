internal import Core

/// Looks after the readers of a worker: which leases get on, and which are hung on storage that
/// does not answer.
struct Watch: Sendable {
    /// How long storage may take for one answer. The longest is a read of 256 MiB, which is
    /// 0.3 MB/s; a network mount comes back after a restart of its server in a third of it.
    static let limit = Duration.seconds(900)

    let pulses: [Pulse]
    let limit: Duration

    init(_ pulses: [Pulse], limit: Duration = Watch.limit) {
        self.pulses = pulses
        self.limit = limit
    }

    /// What is hung.
    ///
    /// A file that waits behind a hung one, for the memory or the digests that it holds, is hung
    /// too. Waiting for anything else never is, however long it takes: for the read budget, for a
    /// lane, for a large file whose bytes come, in a queue whose turn has not come.
    func hang(at now: ContinuousClock.Instant) -> Hang {
        let states = pulses.map(\.state).filter { !$0.isWithdrawn }
        guard states.contains(where: { isPast($0.askedAt, now) }) else { return Hang() }
        let still = states.filter { $0.item != nil && isPast($0.movedAt, now) }
        return Hang(
            leases: Set(
                still.compactMap(\.item).map { Hang.Lease(shard: $0.shard, epoch: $0.epoch) }
            ),
            isTotal: still.count == states.count
        )
    }

    private func isPast(_ instant: ContinuousClock.Instant?, _ now: ContinuousClock.Instant) -> Bool
    {
        instant.map { $0.duration(to: now) >= limit } ?? false
    }
}

/// The leases that do not get on. A worker does not renew them: they expire, and others get them.
struct Hang: Equatable, Sendable {
    struct Lease: Hashable, Sendable {
        let shard: ShardID
        let epoch: Epoch
    }

    /// Those with a file that is hung.
    var leases: Set<Lease> = []
    /// No reader is left: nothing that is held gets on, and nothing new would.
    var isTotal = false

    /// Whether a lease on files to examine is hung.
    func holds(_ shard: ShardID, _ epoch: Epoch) -> Bool {
        isTotal || leases.contains(Lease(shard: shard, epoch: epoch))
    }

    /// Whether a shard is, under whatever epoch: granted again, it would take one more reader.
    func holds(_ shard: ShardID) -> Bool { isTotal || leases.contains { $0.shard == shard } }
}
