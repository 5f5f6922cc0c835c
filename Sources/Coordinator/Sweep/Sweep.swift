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
        let folder: SweepFolder
        do throws(SweepFolderError) { folder = try SweepFolder(new: path) } catch {
            throw refusal(error)
        }
        do {
            let lock = try folder.lock()
            let ledger = try Ledger.create(
                in: folder.path,
                id: UUID().uuidString.lowercased(),
                settings: try settings(folder)
            )
            return Sweep(folder: folder, ledger: ledger, lock: lock, log: log)
        } catch {
            folder.remove()
            throw NotBegun.error(error, folder)
        }
    }

    /// Why no sweep can begin there. One whose paths are gone cannot be resumed either.
    private static func refusal(_ error: SweepFolderError) -> any Error {
        guard case .sweepExists(let path) = error,
            let folder = try? SweepFolder(existing: path), !folder.isHeld,
            let record = try? Ledger.look(in: path).sweep(), record.state == .planning,
            record.settings.plan.readsStandardInput
        else { return error }
        return SweepError.pathsAreGone(path)
    }

    /// Takes up a sweep that exists.
    static func open(at path: String, log: Logger) throws -> Sweep {
        let folder = try SweepFolder(existing: path)
        try folder.refuseNetwork()
        let lock = try folder.lock()
        CompiledListWriter.removeLeftovers(in: folder.lists)
        return Sweep(folder: folder, ledger: try Ledger.open(in: folder.path), lock: lock, log: log)
    }

    /// Makes the manifest and its shards; what an earlier try left is replaced.
    @discardableResult
    func plan() throws -> PlannedManifest {
        let request = try ledger.sweep().settings.plan
        try ledger.beginPlan()
        var shards: [PlannedShard] = []
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
        for sentence in PlanWarnings(planned.tally, excludes: request.excludes).sentences {
            StandardError.write("turnstone: \(sentence)\n")
        }
        return planned
    }

    /// Shards that wait in memory while planning, until they go into the ledger.
    private static let shardsPerInsert = 1000

    /// Takes what a run needs of this machine: the worker program, the keys, the endpoints. Done
    /// first, so that what is missing is known before hours of planning.
    func openHost(_ options: RunOptions) async throws -> Host {
        if options.workers > 0 {
            _ = try LocalWorkers.program()
            try KernelLevel.asked()
        }
        return try await Host.open(folder: folder, options: options, ring: KeyRing(), log: log)
    }

    /// Whether every shard is done.
    var isComplete: Bool {
        get throws {
            let record = try ledger.sweep()
            return try record.state != .planning && ledger.leaseStates().done.allSatisfy { $0 }
        }
    }

    /// Runs a planned sweep to its end, or until a stop is requested.
    func run(
        on host: Host,
        _ options: RunOptions,
        isResumed: Bool,
        stop: StopRequest
    ) async throws -> SweepServer.End {
        // Nobody listens there any more.
        defer { try? FileManager.default.removeItem(atPath: folder.socket) }
        let record = try ledger.sweep()
        let states = try ledger.leaseStates()
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
        do {
            end = try await server.serve()
            try server.lookAtLists()
            try doubtLists(record)
        } catch {
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

    /// Throws if the bytes of a list are not those of the beginning, and keeps that in the ledger.
    ///
    /// Serving ends when a list's file is touched. What is left is a disk that gives back other
    /// bytes than were written: when that began, nobody knows.
    func doubtLists(_ record: SweepRecord) throws {
        for list in record.settings.lists {
            do {
                try folder.check(list)
            } catch SweepError.listChanged, SweepError.listDoubted {
                try ledger.doubt(list.name)
                throw SweepError.listDoubted(list.name)
            }
        }
    }

    /// Writes the reports that belong to a sweep that ended: the page and the findings.
    func writeReports(_ records: SweepRecords, _ summary: Summary) throws {
        try folder.remakeReports()
        for (format, name) in [(ReportFormat.html, "report.html"), (.jsonl, "findings.jsonl")] {
            let path = folder.reports + "/" + name
            var sink = try FileSink(path: path)
            try Report.write(
                format: format,
                summary: summary,
                origin: ReportOrigin(
                    directory: EntryPath(folder.path),
                    madeAtNanoseconds: Int64(Date.now.timeIntervalSince1970 * 1e9)
                ),
                findings: records.findings(),
                outcomes: records.outcomes(),
                items: records.outcomeItems(),
                to: &sink
            )
            try sink.finish()
            if let digest = try SweepFolder.digest(of: path) {
                try ledger.keepReport(name, digest)
            }
        }
    }
}

/// What all workers of a run together may read a second; 0 is no limit.
struct ReadBudget: Equatable, Sendable {
    var bytesPerSecond: UInt64 = 0
    var filesPerSecond = 0.0
}

/// What a run can change of a sweep's settings.
struct RunOptions {
    var workers: Int
    var lanes: Int?
    var listen: String?
    var keys: String?
    var budget = ReadBudget()
    var meter: Meter.Style
    /// How long a full disk is waited for.
    var diskFullLimit: Duration
}
