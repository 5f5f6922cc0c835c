internal import Core
internal import Foundation
internal import Wire

extension SweepServer {
    /// Puts a server together for one run of a planned sweep.
    init(
        _ sweep: Sweep,
        record: SweepRecord,
        incarnation: UInt64,
        states: LeaseStates,
        host: Host,
        options: RunOptions,
        stop: StopRequest
    ) throws {
        folder = sweep.folder
        ledger = sweep.ledger
        log = sweep.log
        self.record = record
        self.incarnation = incarnation
        self.stop = stop
        link = host.link
        ring = host.ring
        keyFolder = options.listen == nil ? nil : options.keys.map { $0 + "/workers" }
        diskFullLimit = options.diskFullLimit
        budget = options.budget
        segments = SegmentStore(folder: sweep.folder.segments)
        shards = try sweep.ledger.plannedShards()
        manifest = try ManifestFile(path: sweep.folder.manifest)
        lists = try record.settings.lists.map { try ServedList($0, folder: sweep.folder) }
        table = LeaseTable(
            epochs: states.epochs,
            done: states.done,
            duration: ServerLimits.leaseDuration
        )
        for (shard, worker) in states.holders.sorted(by: { $0.key < $1.key })
        where !worker.hasPrefix(LocalWorkers.namePrefix) {
            // A remote worker may still bring what it was granted; a local one died with us.
            table.restore(shard, to: worker, at: .now)
        }
        meter = Meter(style: options.meter, record: record, done: try sweep.ledger.progress())
        workers = try LocalWorkers(
            count: options.workers,
            lanes: options.lanes,
            folder: sweep.folder,
            ring: host.ring,
            coordinator: host.keys.publicKey
        )
    }
}
