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
    let filesPerSecond: Double
    /// `nil` where nothing is being done.
    let secondsLeft: Double?
    let seconds: Double
    let resumed: Int
    let workers: [Worker]

    enum CodingKeys: String, CodingKey {
        case sweep, state, shards, files, bytes, outcomes, findings, seconds, resumed, workers
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
        let ledger = try Ledger.look(in: folder.path)
        let record = try ledger.sweep()
        let done = try ledger.progress()
        let isRunning = folder.isHeld
        sweep = record.id
        state =
            record.state == .complete
            ? "complete"
            : isRunning ? (record.state == .planning ? "planning" : "running") : "interrupted"
        shards = record.shards
        shardsDone = done.shards
        files = record.files
        filesDone = done.files
        bytes = record.bytes
        bytesDone = done.bytes
        findings = done.findings
        filesWithFindings = done.filesWithFindings
        matchesLeftOut = done.matchesLeftOut
        seconds = record.seconds
        resumed = record.resumed
        var counts: [String: Int] = [:]
        for kind in OutcomeKind.allCases { counts[kind.name] = done.outcomes[kind] }
        outcomes = counts
        filesPerSecond = record.seconds > 0 ? Double(done.files) / record.seconds : 0
        secondsLeft =
            isRunning && filesPerSecond > 0
            ? (Double(record.files) - Double(done.files)) / filesPerSecond : nil
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
        // Of a ledger that was not checked: no two of its numbers may overflow together.
        let part = files == 0 ? 1 : Double(filesDone) / Double(files)
        let share = Int((min(max(part, 0), 1) * 100).rounded(.down))
        let left = secondsLeft.map { Clock.text(seconds: $0) } ?? "-"
        var lines = [
            "sweep       \(sweep)  \(state)",
            "shards      \(shardsDone)/\(shards)",
            "files       \(filesDone)/\(files)  \(share) %",
            "bytes       \(ByteCount.text(bytesDone))/\(ByteCount.text(bytes))",
            "rate        \(String(format: "%.1f", filesPerSecond)) files/s  left \(left)",
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
        return lines.joined(separator: "\n")
    }
}
