internal import Core
internal import Foundation

/// How far a sweep is, as its ledger has it at one moment.
struct SweepStatus: Encodable {
    /// A worker that serves or served.
    struct Worker: Encodable {
        let name: String
        let host: String
        let lanes: Int
        let connected: Bool
        let files: Int
        let bytes: Int
    }

    let sweep: String
    /// planning, running, interrupted or complete.
    let state: String
    /// The same as people read it.
    let phase: SweepPhase
    /// What to do about a sweep that does not get on by itself.
    private let advice: String?
    let shards: Int
    let shardsDone: Int
    let files: Int
    let filesDone: Int
    let bytes: Int64
    let bytesDone: Int64
    let outcomes: [String: Int]
    let findings: Int
    let filesWithFindings: Int
    let matchesLeftOut: Int
    /// Those that are made of each file.
    let digests: DigestKinds
    let filesPerSecond: Double
    /// `nil` where nothing is being done.
    let secondsLeft: Double?
    let seconds: Double
    let resumed: Int
    let workers: [Worker]

    enum CodingKeys: String, CodingKey {
        case sweep, state, shards, files, bytes, outcomes, findings, seconds, resumed, workers
        case digests
        case shardsDone = "shards_done"
        case filesDone = "files_done"
        case bytesDone = "bytes_done"
        case filesWithFindings = "files_with_findings"
        case matchesLeftOut = "matches_left_out"
        case filesPerSecond = "files_per_second"
        case secondsLeft = "seconds_left"
    }

    /// Looks at a sweep that may be running in another process.
    init(folder: SweepFolder) throws {
        let isRunning = folder.isHeld
        let ledger = try Ledger.look(in: folder.path)
        let record = try ledger.sweep()
        let done = try ledger.progress()
        sweep = record.id
        phase = SweepPhase(record, isHeld: isRunning)
        state = phase.state
        advice = SweepStatus.advice(phase, record, folder)
        shards = record.shards
        shardsDone = done.shards
        files = record.files
        filesDone = done.files
        bytes = record.bytes
        bytesDone = done.bytes
        findings = done.findings
        filesWithFindings = done.filesWithFindings
        matchesLeftOut = done.matchesLeftOut
        digests = record.settings.digests
        seconds = record.seconds
        resumed = record.resumed
        var counts: [String: Int] = [:]
        for kind in OutcomeKind.allCases { counts[kind.name] = done.outcomes[kind] }
        outcomes = counts
        filesPerSecond = record.seconds > 0 ? Double(done.files) / record.seconds : 0
        // Of a ledger that was not checked: sums of sums may not fit.
        let bytesLeft = record.bytes.subtractingReportingOverflow(done.bytes).partialValue
        let filesLeft = record.files.subtractingReportingOverflow(done.files).partialValue
        let left = TimeLeft(
            files: .init(done: Int64(done.files), left: Int64(filesLeft)),
            bytes: .init(done: done.bytes, left: bytesLeft),
            elapsed: record.seconds
        )
        secondsLeft = isRunning && record.state != .planning ? left.seconds : nil
        workers = try ledger.workers().map {
            Worker(
                name: $0.name,
                host: $0.host,
                lanes: $0.lanes,
                connected: $0.isConnected && isRunning,
                files: $0.fileCount,
                bytes: $0.byteCount
            )
        }
    }

    var isComplete: Bool { state == "complete" }

    private static func advice(
        _ phase: SweepPhase,
        _ record: SweepRecord,
        _ folder: SweepFolder
    ) -> String? {
        if phase == .planningStopped {
            return SweepError.stoppedPlanning(record.settings.plan, folder.path).description
        }
        if let name = record.doubtedList { return SweepError.listDoubted(name).description }
        if phase == .plannedWithoutList { return SweepError.noLists(folder.path).description }
        guard phase == .planned || phase == .interrupted else { return nil }
        let commands = ReportCommands(ReportOrigin(directory: EntryPath(folder.path)))
        return phase.next(commands).map { "`\($0.command)` \($0.effect)" }
    }

    /// One JSON object on one line.
    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    /// As people read it.
    var text: String {
        let heading = "sweep       \(sweep)  \(phase.rawValue)"
        let closing = advice.map { ["next        " + $0] } ?? []
        // How much there is to do is known when planning ends.
        if phase == .planning || phase == .planningStopped {
            return ([heading] + closing).joined(separator: "\n")
        }
        // Of a ledger that was not checked: no two of its numbers may overflow together.
        let part = files == 0 ? 1 : Double(filesDone) / Double(files)
        let share = Int((min(max(part, 0), 1) * 100).rounded(.down))
        let left = secondsLeft.map { Clock.text(seconds: $0) } ?? "-"
        var lines = [
            heading,
            "shards      \(shardsDone)/\(shards)",
            "files       \(filesDone)/\(files)  \(share) %",
            "bytes       \(ByteCount.text(bytesDone))/\(ByteCount.text(bytes))",
            "rate        \(String(format: "%.1f", filesPerSecond)) files/s  left \(left)",
            "digests     \(digests.text)",
            "time        \(Clock.text(seconds: seconds))  resumed "
                + Quantity.count(resumed, "time"),
            "findings    \(Quantity.count(findings)) in "
                + Quantity.count(filesWithFindings, "file"),
        ]
        if let lost = MatchesLeftOut(matchesLeftOut) {
            lines += ["left out    " + lost.loss, "            " + lost.advice]
        }
        for kind in OutcomeKind.allCases where outcomes[kind.name, default: 0] > 0 {
            lines.append(
                kind.name.padding(toLength: 12, withPad: " ", startingAt: 0)
                    + "\(outcomes[kind.name, default: 0])"
            )
        }
        for worker in workers {
            let state = worker.connected ? "connected" : "gone"
            lines.append(
                "worker      \(worker.name)  \(worker.host)  "
                    + "\(Quantity.count(worker.lanes, "lane"))  \(state)  "
                    + Quantity.count(worker.files, "file")
            )
        }
        return (lines + closing).joined(separator: "\n")
    }
}
