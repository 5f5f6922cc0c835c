/// Who may work on which shard, until when: a value, with time as an argument.
///
/// A shard is open, leased or done. Epochs only grow, and a result counts only if its worker holds
/// the lease of just that epoch.
package struct LeaseTable: Sendable {
    /// A worker's right to one shard until its deadline.
    package struct Lease: Equatable, Sendable {
        package let shard: ShardID
        package let epoch: Epoch
        package let worker: String
        package var deadline: ContinuousClock.Instant

        /// Makes a lease.
        package init(
            shard: ShardID,
            epoch: Epoch,
            worker: String,
            deadline: ContinuousClock.Instant
        ) {
            self.shard = shard
            self.epoch = epoch
            self.worker = worker
            self.deadline = deadline
        }
    }

    /// What to do with a result.
    package enum Verdict: Equatable, Sendable {
        /// The lease is held: commit it, then call ``complete(_:)``.
        case accept
        /// The shard is done already under this very epoch: acknowledge again.
        case repeated
        /// The lease was lost; the reason is a sentence.
        case refuse(String)
    }

    private var leases: [ShardID: Lease] = [:]
    /// How many each worker holds: asked for every lease that is granted.
    private var counts: [String: Int] = [:]
    private var epochs: [Epoch]
    private var done: [Bool]
    /// Every open shard not below it was never granted by this table; those below are in
    /// `returned`.
    private var nextFresh = 0
    private var returned: [ShardID] = []

    /// How long a lease lasts without a sign of progress.
    package let duration: Duration
    package private(set) var doneCount: Int

    /// Makes a table of all shards of a sweep, by id.
    package init(epochs: [Epoch], done: [Bool], duration: Duration) {
        precondition(epochs.count == done.count, "every shard has an epoch and a state")
        self.epochs = epochs
        self.done = done
        self.duration = duration
        doneCount = done.count { $0 }
    }

    package var shardCount: Int { done.count }
    package var isComplete: Bool { doneCount == shardCount }
    package var leasedCount: Int { leases.count }

    /// How many leases a worker holds.
    package func leaseCount(of worker: String) -> Int { counts[worker, default: 0] }

    /// The leases of a worker, by shard.
    package func leases(of worker: String) -> [Lease] {
        leases.values.filter { $0.worker == worker }.sorted { $0.shard < $1.shard }
    }

    /// Grants the next open shard, under a new epoch; `nil` if none is open.
    package mutating func grant(to worker: String, at now: ContinuousClock.Instant) -> Lease? {
        guard let shard = nextOpen() else { return nil }
        let epoch = Epoch(epochs[shard.value].value + 1)
        epochs[shard.value] = epoch
        let lease = Lease(shard: shard, epoch: epoch, worker: worker, deadline: now + duration)
        hold(lease)
        return lease
    }

    /// Takes up a lease that an earlier coordinator granted: its worker may still bring the result.
    package mutating func restore(
        _ shard: ShardID,
        to worker: String,
        at now: ContinuousClock.Instant
    ) {
        guard !done[shard.value] else { return }
        hold(
            Lease(
                shard: shard,
                epoch: epochs[shard.value],
                worker: worker,
                deadline: now + duration
            )
        )
    }

    /// Moves the deadline of a lease, if `worker` holds it under this epoch.
    ///
    /// - Returns: Whether it does.
    package mutating func renew(
        _ shard: ShardID,
        epoch: Epoch,
        by worker: String,
        at now: ContinuousClock.Instant
    ) -> Bool {
        guard var lease = leases[shard], lease.epoch == epoch, lease.worker == worker else {
            return false
        }
        lease.deadline = now + duration
        leases[shard] = lease
        return true
    }

    /// Takes back every lease whose deadline is past; the shards are open again.
    package mutating func expire(at now: ContinuousClock.Instant) -> [Lease] {
        takeBack { $0.deadline <= now }
    }

    /// Takes back every lease of a worker that is gone.
    package mutating func release(worker: String) -> [Lease] {
        takeBack { $0.worker == worker }
    }

    /// Takes back one lease, if its epoch is still this.
    package mutating func release(_ shard: ShardID, epoch: Epoch, by worker: String) {
        _ = takeBack { $0.shard == shard && $0.epoch == epoch && $0.worker == worker }
    }

    /// What to do with a result.
    package func verdict(on shard: ShardID, epoch: Epoch, from worker: String) -> Verdict {
        guard shard.value >= 0 && shard.value < done.count else {
            return .refuse("there is no such shard")
        }
        guard epoch == epochs[shard.value] else {
            return .refuse("the lease expired: the shard was granted again")
        }
        if done[shard.value] { return .repeated }
        guard let lease = leases[shard], lease.worker == worker else {
            return .refuse("the lease is not held by this worker")
        }
        return .accept
    }

    /// Marks a shard as done, after its result was committed.
    package mutating func complete(_ shard: ShardID) {
        drop(shard)
        guard !done[shard.value] else { return }
        done[shard.value] = true
        doneCount += 1
    }

    /// When the next lease expires.
    package var nextDeadline: ContinuousClock.Instant? { leases.values.map(\.deadline).min() }

    private mutating func takeBack(_ isLost: (Lease) -> Bool) -> [Lease] {
        let lost = leases.values.filter(isLost).sorted { $0.shard < $1.shard }
        for lease in lost {
            drop(lease.shard)
            returned.append(lease.shard)
        }
        return lost
    }

    private mutating func hold(_ lease: Lease) {
        drop(lease.shard)
        leases[lease.shard] = lease
        counts[lease.worker, default: 0] += 1
    }

    private mutating func drop(_ shard: ShardID) {
        guard let worker = leases.removeValue(forKey: shard)?.worker else { return }
        let count = counts[worker, default: 0] - 1
        // Workers come and go under new names; those without a lease are not kept.
        counts[worker] = count > 0 ? count : nil
    }

    private mutating func nextOpen() -> ShardID? {
        while let shard = returned.popLast() {
            if !done[shard.value] && leases[shard] == nil { return shard }
        }
        while nextFresh < done.count {
            defer { nextFresh += 1 }
            let shard = ShardID(nextFresh)
            if !done[nextFresh] && leases[shard] == nil { return shard }
        }
        return nil
    }
}
