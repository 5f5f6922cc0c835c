import Foundation
import TestSupport
import Testing

/// All tests of real processes, one after the other: two sweeps at once would only measure each
/// other.
@Suite(.serialized) enum Cluster {}

/// One sweep of a made tree, in a folder of its own, run by real processes.
struct SweepRun {
    /// What a sweep found, without what may differ between two runs.
    struct Answer: Equatable {
        /// The findings report without `worker` and `shard`.
        let findings: [String]
        /// The outcomes report as it is.
        let outcomes: String

        /// Where two answers differ, for people: the whole would fill the screen.
        func difference(from other: Answer) -> String? {
            if self == other { return nil }
            let lines = outcomes.split(separator: "\n")
            let others = other.outcomes.split(separator: "\n")
            let odd =
                Set(findings).symmetricDifference(other.findings).sorted()
                + Set(lines).symmetricDifference(others).sorted().map { String($0) }
            return odd.isEmpty ? "the order differs" : odd.prefix(6).joined(separator: "\n")
        }
    }

    let made: MadeTree
    let folder: TestFolder
    /// The sweep's folder.
    var path: String { folder.path("sweep") }

    init(_ made: MadeTree? = nil) throws {
        self.made = try made ?? .medium
        folder = try TestFolder()
    }

    /// Starts `turnstone scan` of the tree.
    func startScan(_ options: [String] = ["--lanes", "1", "--shard-files", "5"]) throws
        -> RunningProgram
    {
        try Programs.start(
            "turnstone",
            ["scan", made.tree, "--hashes", made.list, "--sweep", path, "-q"] + options
        )
    }

    /// Runs `turnstone scan` of the tree to its end.
    func scan(_ options: [String] = ["--lanes", "1", "--shard-files", "5"]) async throws
        -> RunningProgram.Ended
    {
        try await startScan(options).end()
    }

    func startResume(_ options: [String] = []) throws -> RunningProgram {
        try Programs.start("turnstone", ["resume", path, "-q"] + options)
    }

    func report(_ format: String) async throws -> String {
        let run = try await Programs.turnstone("report", path, "--format", format)
        try #require(run.ending == .code(0), "\(run)")
        return run.output
    }

    /// What was found, after an audit.
    func answer() async throws -> Answer {
        let audit = try await Programs.turnstone("verify", path)
        try #require(audit.ending == .code(0), "verify: \(audit)")
        let findings = try await report("jsonl").split(separator: "\n").map { line in
            let bare = line.replacing(/,"worker":"[^"]*","shard":[0-9]+\}$/, with: "}")
            try #require(bare != line, "a finding names its worker and shard: \(line)")
            return String(bare)
        }
        return Answer(findings: findings, outcomes: try await report("outcomes"))
    }

    /// What `turnstone status --json` says.
    func status() async throws -> Status {
        let run = try await Programs.turnstone("status", path, "--json")
        try #require(run.ending == .code(0), "\(run)")
        return try JSONDecoder().decode(Status.self, from: Data(run.output.utf8))
    }

    /// Waits until so many shards are in.
    func waitForShards(_ count: Int, of program: RunningProgram) async throws {
        try await Patience.wait(for: "shard \(count)") {
            try #require(program.ending == nil, "it ended before: \(program.errors)")
            return segmentCount >= count
        }
    }

    private var segmentCount: Int {
        let segments = FileManager.default.enumerator(atPath: path + "/segments")
        return segments?.count { "\($0)".hasSuffix(".segment") } ?? 0
    }

    /// What an undisturbed run over the shared tree finds; run once.
    static var undisturbed: Answer {
        get async throws {
            if let known = await Undisturbed.shared.answer { return known }
            let sweep = try SweepRun()
            let run = try await sweep.scan(["--shard-files", "1000"])
            try #require(run.ending == .code(1), "\(run)")
            let answer = try await sweep.answer()
            try #require(answer.findings.count > 50)
            await Undisturbed.shared.keep(answer)
            return answer
        }
    }
}

/// The answer that all others are compared with.
private actor Undisturbed {
    static let shared = Undisturbed()
    private(set) var answer: SweepRun.Answer?

    func keep(_ answer: SweepRun.Answer) { self.answer = answer }
}

/// `turnstone status --json`, as far as tests look at it.
struct Status: Decodable {
    struct Worker: Decodable {
        let name: String
        let connected: Bool
        let files: Int
    }

    let state: String
    let shards: Int
    let shards_done: Int
    let files: Int
    let files_done: Int
    let outcomes: [String: Int]
    let findings: Int
    let resumed: Int
    let workers: [Worker]
}
