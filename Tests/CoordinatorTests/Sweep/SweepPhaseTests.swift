import Core
import Foundation
import TestSupport
import Testing

@testable import Coordinator

@Suite struct `The phase of a sweep` {
    /// A planned sweep that nobody holds any more, after `change`.
    private func left(
        _ change: (PlannedSweep) throws -> Void = { _ in }
    ) throws -> (folder: SweepFolder, home: TestFolder) {
        let planned = try PlannedSweep()
        try change(planned)
        try planned.ledger.close()
        return (planned.folder, planned.home)
    }

    private func report(_ folder: SweepFolder, _ format: String = "text") async throws -> String {
        let run = try await Programs.turnstone("report", folder.path, "--format", format)
        try #require(run.ending == .code(0), "\(run)")
        return run.output + run.errors
    }

    @Test(.timeLimit(.minutes(1))) func `is planned until it is begun`() async throws {
        let (folder, home) = try left()
        let status = try SweepStatus(folder: folder)
        #expect(status.phase == .planned && status.state == "interrupted")
        #expect(status.text.contains("  planned\n"))
        #expect(status.text.hasSuffix("`turnstone resume \(folder.path)` begins it"))
        let text = try await report(folder)
        #expect(text.contains(": planned\n") && text.contains("begin it"), "\(text)")
        #expect(!text.contains("interrupted"))
        #expect(try await report(folder, "html").contains("This sweep was planned and not begun"))
        let json = try SweepRecords(folder: folder, ledger: Ledger.look(in: folder.path)).summary()
        #expect(json.state == .interrupted)
        withExtendedLifetime(home) {}
    }

    @Test(.timeLimit(.minutes(1)))
    func `has nothing that helps where it was planned without a hash list`() async throws {
        let home = try TestFolder()
        try home.write("some bytes", to: "file")
        let path = home.path("sweep")
        let plan = try await Programs.turnstone("plan", home.path("file"), "--sweep", path)
        try #require(plan.ending == .code(0), "\(plan)")
        for command in ["status", "report", "verify", "resume"] {
            let run = try await Programs.turnstone(command, path)
            let text = run.output + run.errors
            #expect(text.contains("planned without a hash list"), "\(text)")
            #expect(!text.contains("turnstone resume"), "\(text)")
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: ["csv", "jsonl", "outcomes"])
    func `is told beside a report for programs`(format: String) async throws {
        let (folder, home) = try left { planned in
            _ = try planned.ledger.beginRun(isResumed: false)
            try planned.finish(planned.shards()[0])
        }
        let sentence =
            "turnstone: not complete: 8 of 11 files have no outcome yet, the sweep was "
            + "interrupted; `turnstone resume \(folder.path)` goes on where it stopped\n"
        #expect(try await report(folder, format).hasSuffix(sentence))
        withExtendedLifetime(home) {}
    }

    @Test(.timeLimit(.minutes(1))) func `is running while somebody holds it`() async throws {
        let planned = try PlannedSweep()
        _ = try planned.ledger.beginRun(isResumed: false)
        let text = try await report(planned.folder)
        #expect(text.contains(": running\n") && text.contains("turnstone status"), "\(text)")
        #expect(!text.contains("turnstone resume"))
        let audit = try await Programs.turnstone("verify", planned.folder.path)
        #expect(audit.ending == .code(4) && audit.output.contains("is running, `turnstone status"))
        #expect(try await report(planned.folder, "csv").contains("the sweep is running; `turn"))
    }

    @Test func `is planning while somebody plans it`() throws {
        let planned = try PlannedSweep()
        _ = try planned.sqlite("UPDATE sweep SET state = 'planning'")
        let status = try SweepStatus(folder: planned.folder)
        #expect(status.text.hasSuffix("being planned") && status.state == "planning")
        #expect(throws: SweepError.beingPlanned(planned.folder.path)) {
            try SweepRecords(folder: planned.folder, ledger: planned.ledger)
        }
    }

    @Test(.timeLimit(.minutes(1)), arguments: [nil, "-"])
    func `asks for the same wherever planning was stopped`(list: String?) async throws {
        let home = try TestFolder()
        let path = home.path("sweep")
        let settings = SweepSettings(
            plan: PlanRequest(
                paths: [],
                filesFrom: list ?? home.path("list"),
                files0From: nil,
                excludes: [],
                oneFileSystem: false,
                maxFileSize: nil,
                shardFiles: 1,
                shardBytes: 1
            ),
            lists: [try PlannedSweep().ledger.sweep().settings.lists[0]],
            variants: false,
            exact: false,
            digests: .all,
            workers: 1,
            bytesPerSecond: 0,
            filesPerSecond: 0
        )
        try Sweep.make(at: path, log: PlannedSweep.log) { _ in settings }.ledger.close()
        let word = list == nil ? "`turnstone resume \(path)`" : "remove the folder and start"
        for command in [["status"], ["report"], ["verify"]] + (list == nil ? [] : [["resume"]]) {
            let run = try await Programs.start("turnstone", command + [path]).end(within: 30)
            #expect((run.output + run.errors).contains(word), "\(run)")
            #expect(!run.output.contains("100 %"))
        }
        let again = try await Programs.start(
            "turnstone",
            ["scan", "/etc/hostname", "--hashes", "md5:\(home.path)/none", "--sweep", path]
        ).end(within: 30)
        #expect(again.ending == .code(2) && again.errors.contains(word), "\(again)")
    }
}
