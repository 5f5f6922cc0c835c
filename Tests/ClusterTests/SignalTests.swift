import Foundation
import Glibc
import TestSupport
import Testing

extension Cluster {
    /// Ctrl-C.
    @Suite struct SignalTests {
        @Test(.timeLimit(.minutes(2)), arguments: [SIGINT, SIGTERM])
        func `a request to stop drains, and resume goes on`(signal: Int32) async throws {
            let sweep = try SweepRun()
            let run = try sweep.startScan([
                "--workers", "2", "--lanes", "1", "--shard-files", "5", "--limit-files", "100",
            ])
            try await sweep.waitForShards(3, of: run)
            run.signal(signal)
            let stopped = try await run.end(within: 15)
            #expect(stopped.ending == .code(4), "\(stopped)")
            #expect(stopped.errors.contains("turnstone resume \(sweep.path)"), "\(stopped)")
            #expect(stopped.output.contains("interrupted"), "\(stopped)")
            let status = try await sweep.status()
            #expect(status.state == "interrupted")
            #expect(status.files_done > 0 && status.files_done < status.files)
            let audit = try await Programs.turnstone("verify", sweep.path)
            #expect(audit.ending == .code(4), "\(audit)")
            let end = try await sweep.startResume().end()
            #expect(end.ending == .code(1), "\(end)")
            #expect(try await sweep.answer().difference(from: SweepRun.undisturbed) == nil)
            #expect(try await sweep.status().resumed == 1)
        }

        @Test(.timeLimit(.minutes(1)))
        func `a shard too long to wait for is returned`() async throws {
            let sweep = try SweepRun()
            let run = try sweep.startScan(["--lanes", "1", "--limit-files", "5"])
            try await Patience.wait(for: "a lane") {
                !ProcessTree.lanes(of: run.processID).isEmpty
            }
            run.signal(SIGINT)
            let stopped = try await run.end(within: 12)
            #expect(stopped.ending == .code(4), "\(stopped)")
            #expect(try await sweep.status().files_done == 0)
        }

        @Test(.timeLimit(.minutes(1)))
        func `a second Ctrl-C stops at once`() async throws {
            let sweep = try SweepRun()
            let run = try sweep.startScan(["--lanes", "1", "--limit-files", "5"])
            try await Patience.wait(for: "a lane") {
                !ProcessTree.lanes(of: run.processID).isEmpty
            }
            let all = ProcessTree.descendants(of: run.processID)
            run.signal(SIGINT)
            try await Patience.wait(for: "an answer to the first", within: 5) {
                run.errors.contains("once more stops at once")
            }
            #expect(run.ending == nil)
            run.signal(SIGINT)
            let stopped = try await run.end(within: 2)
            #expect(stopped.ending == .code(4), "\(stopped)")
            #expect(stopped.errors.contains("turnstone resume \(sweep.path)"), "\(stopped)")
            try await Patience.wait(for: "the end of all processes", within: 5) {
                !all.contains(where: ProcessTree.isRunning)
            }
        }
    }
}
