internal import Core
internal import Foundation
internal import Glibc
internal import Logging
internal import Storage
internal import Wire
internal import WireMessages

/// Serves a planned sweep: grants leases, takes results in, commits them, until all is done or
/// somebody asks to stop.
struct SweepServer {
    /// How serving ended.
    enum End: Equatable { case complete, interrupted }

    let folder: SweepFolder
    let ledger: Ledger
    let record: SweepRecord
    let incarnation: UInt64
    let link: Link
    let ring: KeyRing
    let stop: StopRequest
    let log: Logger
    let segments: SegmentStore
    let manifest: ManifestFile
    var lists: [ServedList]
    /// All shards by id: 128 bytes for each thousand files or so.
    let shards: [PlannedShard]
    /// Where the allow-list of remote workers is; `nil` where none are let in.
    let keyFolder: String?

    var table: LeaseTable
    var roster = Roster()
    var workers: LocalWorkers
    var meter: Meter
    /// Among how many workers the read budget was last shared out.
    var rateShareCount = 0
    /// Results that wait for the next checkpoint, with where their answers go.
    var received: [(result: ReceivedResult, route: [UInt8])] = []
    /// Shards whose lines were sent and hold no outcome: their results need no second look there.
    var unforeseen: Set<ShardID> = []
    /// How often a shard's result did not fit it.
    var refusalCounts: [ShardID: Int] = [:]
    /// While the disk is full: nothing is granted or committed before this.
    var pausedUntil: ContinuousClock.Instant?
    /// Since when it is full; after ``diskFullLimit`` serving ends.
    var fullSince: ContinuousClock.Instant?
    let diskFullLimit: Duration
    /// Shared out among the workers.
    let budget: ReadBudget

    /// The pipeline: messages in, results to disk and ledger, leases out.
    mutating func serve() async throws -> End {
        var nextKeep = ContinuousClock.now
        var drainDeadline: ContinuousClock.Instant?
        // Before the first wait for a message: local workers have none to send until they run.
        if !stop.isRequested { try superviseWorkers(at: .now) }
        while !table.isComplete {
            try await takeMessages()
            let now = ContinuousClock.now
            try await checkpoint(at: now)
            expire(at: now)
            if stop.isRequested && drainDeadline == nil {
                drainDeadline = now + ServerLimits.drainLimit
                try keepProgress(at: now)
                try await drain(isComplete: false)
            }
            if let deadline = drainDeadline {
                if now >= deadline || roster.count == 0 { return .interrupted }
            } else {
                try superviseWorkers(at: now)
                try await grant(at: now)
            }
            if now >= nextKeep {
                nextKeep = now + ServerLimits.keepInterval
                try lookAtLists()
                try keepProgress(at: now)
                try await dropUnreachable(at: now)
                try await shareRate()
                admitWorkers()
            }
            meter.show(table: table, roster: roster, at: now)
        }
        try keepProgress(at: .now)
        try await drain(isComplete: true)
        try await waitForLocalWorkers()
        return .complete
    }
}
