import Foundation
import Glibc
import TestSupport
import Testing

extension Cluster {
    /// Ctrl-C before there is anything to drain. A pipe that nobody writes to stands for storage
    /// that does not answer.
    @Suite struct PlanSignalTests {
        private let sweep: SweepRun
        private let pipe: String

        init() throws {
            sweep = try SweepRun()
            pipe = sweep.folder.path("pipe")
            try #require(mkfifo(pipe, 0o600) == 0)
        }

        private func start(_ words: [String], until file: String) async throws -> RunningProgram {
            let run = try Programs.start("turnstone", words + ["-q"])
            try await Patience.wait(for: file) {
                try #require(run.ending == nil, "it ended before: \(run.errors)")
                return FileManager.default.fileExists(atPath: sweep.path + "/" + file)
            }
            // On to where it waits.
            try await Task.sleep(for: .milliseconds(200))
            return run
        }

        @Test(
            .timeLimit(.minutes(1)),
            arguments: [("scan", SIGINT), ("scan", SIGTERM), ("plan", SIGINT)]
        )
        func `a new sweep whose tree is being walked is ended and cleared away`(
            command: String,
            signal: Int32
        ) async throws {
            let run = try await start(
                [
                    command, "--files-from", pipe, "--hashes", sweep.made.list, "--sweep",
                    sweep.path,
                ],
                until: "ledger.sqlite"
            )
            run.signal(signal)
            let stopped = try await run.end(within: 5)
            #expect(stopped.ending == .code(4), "\(stopped)")
            let sentence = "nothing was scanned, and \(sweep.path) was removed"
            #expect(stopped.errors.contains(sentence), "\(stopped)")
            #expect(stopped.errors.split(separator: "\n").count == 1, "\(stopped)")
            #expect(!FileManager.default.fileExists(atPath: sweep.path))
        }

        @Test(.timeLimit(.minutes(1)))
        func `a new sweep whose list is being read is ended and cleared away`() async throws {
            let run = try await start(
                ["scan", sweep.made.tree, "--hashes", pipe, "--sweep", sweep.path],
                until: "wire"
            )
            run.signal(SIGINT)
            let stopped = try await run.end(within: 5)
            #expect(stopped.ending == .code(4), "\(stopped)")
            #expect(stopped.errors.contains("was removed"), "\(stopped)")
            #expect(!FileManager.default.fileExists(atPath: sweep.path))
        }

        @Test(.timeLimit(.minutes(1)))
        func `a sweep that is planned again stays, and resume goes on`() async throws {
            let first = try await start(
                ["scan", "--files-from", pipe, "--hashes", sweep.made.list, "--sweep", sweep.path],
                until: "ledger.sqlite"
            )
            first.signal(SIGKILL)
            _ = try await first.end()
            // What the first one left there says nothing of the second.
            try? FileManager.default.removeItem(atPath: sweep.path + "/wire/coordinator")
            let resumed = try await start(["resume", sweep.path], until: "wire/coordinator")
            resumed.signal(SIGINT)
            let stopped = try await resumed.end(within: 5)
            #expect(stopped.ending == .code(4), "\(stopped)")
            #expect(stopped.errors.contains("`turnstone resume \(sweep.path)` goes on"))
            let last = try sweep.startResume()
            let writer = try RunningProgram(
                ["bash", "-c", "find '\(sweep.made.tree)' -type f > '\(pipe)'"]
            )
            #expect(try await last.end().ending == .code(1))
            #expect(try await writer.end().ending == .code(0))
            #expect(try await Programs.turnstone("verify", sweep.path).ending == .code(0))
        }

        @Test(.timeLimit(.minutes(1)))
        func `a folder that was there before is never cleared away`() async throws {
            let kept = sweep.path + "/kept"
            try FileManager.default.createDirectory(
                atPath: sweep.path,
                withIntermediateDirectories: false
            )
            try Data().write(to: URL(filePath: kept))
            for pause in stride(from: 0, to: 60, by: 4) {
                let run = try Programs.start(
                    "turnstone",
                    ["scan", sweep.made.tree, "--hashes", pipe, "--sweep", sweep.path]
                )
                try await Task.sleep(for: .milliseconds(pause))
                run.signal(SIGINT)
                _ = try await run.end(within: 5)
                #expect(FileManager.default.fileExists(atPath: kept))
            }
        }
    }
}
