internal import Core
internal import Digests
internal import Foundation
internal import Storage

/// What `turnstone verify` does: recomputes every digest and every sum of a sweep.
struct Audit {
    /// Problems that are told one by one; more are counted.
    private static let problemCountMax = 100

    private(set) var problems: [String] = []
    private(set) var problemCount = 0
    private(set) var outcomes = OutcomeCounts()
    private(set) var shardCount = 0
    private(set) var doneCount = 0
    private(set) var entryCount = 0
    private(set) var byteCount: Int64 = 0
    private(set) var findingCount = 0
    private(set) var matchesLeftOut = 0
    /// The reports in the sweep's folder, each with what became of it.
    private(set) var reports: [String] = []

    /// Whether every file has its outcome and everything is as it was written.
    var isPassed: Bool { problemCount == 0 }

    /// Audits a sweep.
    init(folder: SweepFolder, ledger: Ledger) throws {
        let isHeld = folder.isHeld
        let record = try ledger.sweep()
        try folder.refuseUnplanned(record)
        guard FileManager.default.fileExists(atPath: folder.manifest) else {
            throw SweepError.manifestMissing(folder.manifest)
        }
        auditManifest(folder, record)
        auditLists(folder, record)
        let manifest = try ManifestFile(path: folder.manifest)
        let segments = SegmentStore(folder: folder.segments)
        var walk = ShardWalk(ledger)
        while let shard = try walk.read() {
            try audit(shard, ledger, manifest, segments, record.settings)
        }
        let phase = SweepPhase(record, isHeld: isHeld)
        let commands = ReportCommands(ReportOrigin(directory: EntryPath(folder.path)))
        let next = phase.next(commands).map { ", `\($0.command)` \($0.effect)" }
        let findings = try ledger.progress().findings
        auditSums(record, findings: findings, advice: phase.clause + (next ?? ""))
        if phase == .interrupted && doneCount == shardCount {
            report(
                "every shard is done, and the ledger does not say so: the sweep was "
                    + "interrupted\(next ?? "")"
            )
        }
        // One that runs may be writing them.
        if !isHeld {
            for (name, digest) in try ledger.reports() { audit(name, digest, folder) }
        }
    }

    private mutating func audit(_ name: String, _ expected: Data, _ folder: SweepFolder) {
        let path = folder.reports + "/" + name
        do {
            switch try SweepFolder.digest(of: path) {
            case nil: reports.append(name + " (gone)")
            case let digest? where digest.bytes == Array(expected): reports.append(name)
            default:
                reports.append(name + " (changed)")
                report("the report \(path) was changed: `\(folder.resumeCommand)` writes it anew")
            }
        } catch {
            reports.append(name + " (not readable)")
            report("the report \(path) cannot be read: \(error)")
        }
    }

    private mutating func auditManifest(_ folder: SweepFolder, _ record: SweepRecord) {
        do { try folder.checkManifest(of: record) } catch { report("\(error)") }
    }

    private mutating func auditLists(_ folder: SweepFolder, _ record: SweepRecord) {
        if let name = record.doubtedList { report("\(SweepError.listDoubted(name))") }
        for list in record.settings.lists {
            do { try folder.check(list) } catch { report("\(error)") }
        }
    }

    private mutating func audit(
        _ record: ShardRecord,
        _ ledger: Ledger,
        _ manifest: ManifestFile,
        _ segments: SegmentStore,
        _ settings: SweepSettings
    ) throws {
        let id = record.shard.id.value
        if id != shardCount { report("shard \(shardCount) is missing in the ledger") }
        if record.shard.firstEntry != entryCount {
            report("shard \(id) begins at entry \(record.shard.firstEntry), not at \(entryCount)")
        }
        shardCount += 1
        entryCount += record.shard.entryCount
        byteCount = Shard.sum(byteCount, record.shard.byteCount)
        let findings = try ledger.findings(of: record.shard)
        findingCount += findings.count
        guard record.isDone else {
            if !findings.isEmpty { report("shard \(id) has findings and is not done") }
            return
        }
        doneCount += 1
        outcomes.add(record.outcomes)
        matchesLeftOut = Int(Shard.sum(Int64(matchesLeftOut), Int64(record.matchesLeftOut)))
        do {
            let contents = try ShardContents(record, manifest: manifest, segments: segments)
            audit(contents, settings)
            if try !record.isAsCommitted(with: findings) {
                report("shard \(id): its rows in the ledger were changed")
            }
        } catch { report("shard \(id): \(error)") }
    }

    private mutating func audit(_ contents: ShardContents, _ settings: SweepSettings) {
        let id = contents.record.shard.id.value
        let digests = settings.digests
        var counts = OutcomeCounts()
        var caveats = Caveats()
        if contents.rows.contains(where: { !$0.hasDigests(just: digests) }) {
            report("shard \(id): a file has other digests than \(digests.text)")
        }
        if settings.exact, contents.rows.contains(where: { !$0.isExact }) {
            report("shard \(id): a picture was only screened, and all are to be exact")
        }
        for (entry, row) in zip(contents.entries, contents.rows) {
            counts.add(row.outcome.kind)
            caveats.add(row)
            if let planned = entry.plannedOutcome, planned != row.outcome {
                report(
                    "shard \(id): a file that was passed over has another outcome in its segment"
                )
            }
        }
        if counts != contents.record.outcomes || caveats != contents.record.caveats {
            report("shard \(id): the outcomes in its segment are not those in the ledger")
        }
    }

    private mutating func auditSums(_ record: SweepRecord, findings: Int, advice: String) {
        if findingCount != findings {
            let count = Quantity.count(findings - findingCount, "finding")
            report("of no file of the manifest: \(count)")
        }
        if shardCount != record.shards {
            report("the ledger has \(Quantity.count(shardCount, "shard")) of \(record.shards)")
        }
        if entryCount != record.files {
            report("the shards hold \(Quantity.count(entryCount, "file")) of \(record.files)")
        }
        if byteCount != record.bytes {
            report("the shards hold \(Quantity.count(byteCount, "byte")) of \(record.bytes)")
        }
        if doneCount < shardCount {
            let files = Quantity.count(entryCount - outcomes.total, "file")
            let shards = Quantity.count(shardCount - doneCount, "shard")
            report("\(files) in \(shards) without an outcome yet: the sweep \(advice)")
        } else if outcomes.total != record.files {
            let files = Quantity.count(outcomes.total, "file")
            report("the outcomes add up to \(files), not \(record.files)")
        }
    }

    private mutating func report(_ problem: String) {
        problemCount += 1
        if problems.count < Audit.problemCountMax { problems.append(problem) }
    }

    /// The sums, and what is wrong, as people read them.
    var text: String {
        let shards = Quantity.count(shardCount, "shard")
        var lines = ["files       \(entryCount) in \(shards), \(doneCount) done"]
        for kind in OutcomeKind.allCases {
            lines.append(
                kind.name.padding(toLength: 12, withPad: " ", startingAt: 0) + "\(outcomes[kind])"
            )
        }
        lines.append("sum         \(outcomes.total)")
        lines.append("findings    \(findingCount)")
        lines.append("left out    \(matchesLeftOut)")
        if let lost = MatchesLeftOut(matchesLeftOut) { lines += [lost.loss, lost.advice] }
        let written = reports.isEmpty ? "" : "; the reports " + reports.joined(separator: ", ")
        lines.append("looked at   manifest, segments, lists; of the ledger the sweep's id, time,")
        lines.append("            settings and state, shards and findings" + written)
        lines.append("not at      the ledger's workers, events and times of runs: only it has them")
        lines += problems.map { "PROBLEM     \($0)" }
        if problemCount > problems.count {
            lines.append("PROBLEM     and \(problemCount - problems.count) more")
        }
        lines.append(
            isPassed
                ? "passed: every file has one outcome, and what was looked at is as it was written"
                : "FAILED: \(Quantity.count(problemCount, "problem"))"
        )
        return lines.joined(separator: "\n") + "\n"
    }
}
