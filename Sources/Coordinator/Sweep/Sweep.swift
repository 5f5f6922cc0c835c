internal import Core
internal import Foundation
internal import Logging
internal import Storage
internal import Wire

/// A sweep from beginning to end: plan, serve, report. `scan` begins it and `resume` goes on.
struct Sweep {
    let folder: SweepFolder
    let ledger: Ledger
    let lock: SweepLock
    let log: Logger

    /// Makes the folder of a new sweep, with its lists and its ledger; nothing is planned yet.
    ///
    /// - Parameter lists: Compiles the lists into the folder it is given.
    static func make(
        at path: String,
        log: Logger,
        settings: (SweepFolder) throws -> SweepSettings
    ) throws -> Sweep {
        let folder = try SweepFolder(new: path)
        do {
            let lock = try folder.lock()
            let ledger = try Ledger.create(
                in: folder.path,
                id: UUID().uuidString.lowercased(),
                settings: try settings(folder)
            )
            return Sweep(folder: folder, ledger: ledger, lock: lock, log: log)
        } catch {
            // Nothing was scanned: what is left would only stand in the way of the next try.
            try? FileManager.default.removeItem(atPath: folder.path)
            throw error
        }
    }

    /// Takes up a sweep that exists.
    static func open(at path: String, log: Logger) throws -> Sweep {
        let folder = try SweepFolder(existing: path)
        try folder.refuseNetwork()
        let lock = try folder.lock()
        return Sweep(folder: folder, ledger: try Ledger.open(in: folder.path), lock: lock, log: log)
    }

    /// Makes the manifest and its shards; what an earlier try left is replaced.
    @discardableResult
    func plan() throws -> PlannedManifest {
        let request = try ledger.sweep().settings.plan
        try ledger.beginPlan()
        var shards: [Shard] = []
        let planner = Planner(PlanOptions(request, made: Date.now.rfc3339))
        let planned = try planner.plan(into: EntryPath(folder.path)) { shard in
            shards.append(shard)
            if shards.count == Sweep.shardsPerInsert {
                try ledger.addShards(shards)
                shards = []
            }
        }
        try ledger.addShards(shards)
        try ledger.finishPlan(
            manifest: planned.digest,
            files: planned.entryCount,
            bytes: planned.byteCount,
            shards: planned.shardCount
        )
        return planned
    }

    /// Shards that wait in memory while planning, until they go into the ledger.
    private static let shardsPerInsert = 1000

    /// Runs a planned sweep to its end, or until a stop is requested.
    func run(
        _ options: RunOptions,
        isResumed: Bool,
        stop: StopRequest
    ) async throws -> SweepServer.End {
        let record = try ledger.sweep()
        guard try MappedFile(path: folder.manifest).sha256() == record.manifestDigest else {
            throw SweepError.manifestChanged(folder.manifest)
        }
        let states = try ledger.leaseStates()
        guard states.done.count == record.shards else {
            throw LedgerError.damaged("it has \(states.done.count) of \(record.shards) shards")
        }
        let isComplete = states.done.allSatisfy { $0 }
        if isComplete {
            try ledger.endRun(seconds: record.seconds, isComplete: true)
            return .complete
        }
        let host = try await Host.open(folder: folder, options: options, ring: KeyRing(), log: log)
        let incarnation = try ledger.beginRun(isResumed: isResumed)
        try ledger.note(isResumed ? "resume" : "start", "turnstone \(Version.text)")
        var server = try SweepServer(
            self,
            record: record,
            incarnation: incarnation,
            states: states,
            host: host,
            options: options,
            stop: stop
        )
        let end: SweepServer.End
        do { end = try await server.serve() } catch {
            server.meter.end()
            server.workers.kill(SIGKILL)
            await host.close()
            throw error
        }
        server.meter.end()
        server.workers.kill(end == .complete ? SIGTERM : SIGKILL)
        try ledger.endRun(
            seconds: server.meter.seconds(at: .now),
            isComplete: end == .complete
        )
        await host.close()
        return end
    }

    /// Writes the reports that belong to a sweep that ended: the page and the findings.
    func writeReports() throws {
        let records = try SweepRecords(folder: folder, ledger: ledger)
        let summary = try records.summary()
        for (format, name) in [(ReportFormat.html, "report.html"), (.jsonl, "findings.jsonl")] {
            var sink = try FileSink(path: folder.reports + "/" + name)
            try Report.write(
                format: format,
                summary: summary,
                origin: ReportOrigin(
                    directory: EntryPath(folder.path),
                    madeAtNanoseconds: Int64(Date.now.timeIntervalSince1970 * 1e9)
                ),
                findings: records.findings(),
                outcomes: records.outcomes(),
                to: &sink
            )
            try sink.finish()
        }
    }
}

/// What a run can change of a sweep's settings.
struct RunOptions {
    var workers: Int
    var lanes: Int?
    var listen: String?
    var keys: String?
    var meter: Meter.Style
    /// How long a full disk is waited for.
    var diskFullLimit: Duration
}
