import Foundation
import TestSupport
import Testing

extension Cluster {
    /// Looking at a sweep while others work on it.
    @Suite struct StatusTests {
        @Test(.timeLimit(.minutes(2)))
        func `status and reports can be had at any time`() async throws {
            let sweep = try SweepRun()
            let run = try sweep.startScan([
                "--workers", "2", "--lanes", "1", "--shard-files", "5", "--limit-files", "60",
            ])
            try await sweep.waitForShards(2, of: run)
            try await Patience.wait(for: "the workers' names") {
                try await sweep.status().workers.count == 2
            }
            let status = try await sweep.status()
            #expect(status.state == "running")
            #expect(status.files_done > 0 && status.files_done < status.files)
            #expect(status.workers.map(\.name) == ["local-1", "local-2"])
            #expect(status.workers.allSatisfy { $0.connected })
            try await checkReports(sweep, isComplete: false)
            let ended = try await run.end()
            #expect(ended.ending == .code(1), "\(ended)")
            let after = try await sweep.status()
            #expect(after.state == "complete")
            #expect(after.files_done == after.files && after.shards_done == after.shards)
            #expect(after.outcomes.values.reduce(0, +) == after.files)
            #expect(after.workers.map(\.name) == ["local-1", "local-2"])
            #expect(after.workers.allSatisfy { !$0.connected })
            #expect(after.workers.reduce(0) { $0 + $1.files } == after.files)
            try await checkReports(sweep, isComplete: true)
            #expect(try await sweep.answer().difference(from: SweepRun.undisturbed) == nil)
        }

        /// A row of the page's table, whatever is in it.
        private struct Row: Decodable {}

        private func checkReports(_ sweep: SweepRun, isComplete: Bool) async throws {
            let text = try await sweep.report("text")
            #expect(text.contains(isComplete ? "complete" : ": running\n"))
            let page = try await sweep.report("html")
            #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("</html>"))
            let findings = try await sweep.report("jsonl").split(separator: "\n")
            let outcomes = try await sweep.report("outcomes").split(separator: "\n")
            for line in findings + outcomes {
                _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
            }
            // A sweep that runs goes on between two looks.
            let rows = try await sweep.report("csv").split(separator: "\r\n").count
            #expect(rows >= findings.count)
            let status = try await sweep.status()
            #expect(status.findings >= findings.count && status.files_done >= outcomes.count)
            if isComplete { #expect(outcomes.count == status.files) }
        }

        @Test(.timeLimit(.minutes(2)))
        func `a report of a running sweep is of one moment`() async throws {
            let sweep = try SweepRun()
            let run = try sweep.startScan([
                "--workers", "2", "--lanes", "1", "--shard-files", "1", "--limit-files", "100",
            ])
            try await sweep.waitForShards(1, of: run)
            var count = 0
            while run.ending == nil {
                let page = try await sweep.report("html")
                let total = try #require(page.firstMatch(of: /Findings <small>(\d+)/)?.1)
                let data = try #require(page.firstMatch(of: /id="finding-data">([^<]*)</)?.1)
                let rows = try JSONDecoder().decode([Row].self, from: Data(data.utf8))
                #expect(rows.count == Int(total))
                count += 1
            }
            #expect(count > 2)
            #expect(run.ending == .code(1), "\(run.errors)")
        }

        @Test(.timeLimit(.minutes(1)))
        func `a fast sweep names its workers as well`() async throws {
            let sweep = try SweepRun()
            let run = try await sweep.scan(["--shard-files", "1000"])
            #expect(run.ending == .code(1), "\(run)")
            let status = try await sweep.status()
            #expect(status.workers.map(\.name) == ["local-1"])
            #expect(status.workers.map(\.files) == [status.files])
            #expect(!FileManager.default.fileExists(atPath: sweep.path + "/wire/coordinator"))
        }
    }
}
