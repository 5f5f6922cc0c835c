import Foundation
import TestSupport
import Testing

extension Cluster {
    /// What standard error looks like on a terminal; `script` is one.
    @Suite struct ProgressTests {
        private static let clearing = "\r\u{1B}[K"

        /// A run on a terminal of its own, at the end of which all was shown.
        private func shown(_ sweep: SweepRun, _ options: [String]) async throws -> String {
            let words =
                [
                    try Programs.path(of: "turnstone"), "scan", sweep.made.tree, "--hashes",
                    sweep.made.list, "--sweep", sweep.path, "--lanes", "1",
                ] + options
            let command = words.map { "'\($0)'" }.joined(separator: " ")
            let run = try await RunningProgram(["script", "-qefc", command, "/dev/null"]).end()
            try #require(run.ending == .code(1), "\(run)")
            return run.output.replacing("\r\n", with: "\n")
        }

        @Test(.timeLimit(.minutes(1)))
        func `a log line stands above the bar, which is drawn again`() async throws {
            let text = try await shown(
                SweepRun(),
                ["-v", "--shard-files", "5", "--limit-files", "150"]
            )
            let bar = "\u{1B}[?7l["
            #expect(text.components(separatedBy: bar).count > 10, "\(text)")
            var above = 0
            for line in text.split(separator: "\n") where line.contains(" turnstone: ") {
                // What of the row is left to see.
                let row = line.components(separatedBy: Self.clearing).last ?? ""
                #expect(row.prefixMatch(of: /\d{4}-\d\d-\d\dT\S+ \w+ turnstone:/) != nil, "\(row)")
                #expect(!row.contains("[?7l"), "\(row)")
                if line.contains(Self.clearing) { above += 1 }
            }
            #expect(above > 5, "\(text)")
            // Cleared, said and drawn again without a pause in between.
            let again = /\r\u{1B}\[K\d{4}-[^\n\r]* turnstone: [^\n\r]*\n\u{1B}\[\?7l\[[#.]{20}\]/
            #expect(text.contains(again), "\(text)")
        }

        @Test(.timeLimit(.minutes(1)))
        func `nothing of the bar is left at the end`() async throws {
            let text = try await shown(SweepRun(), ["--shard-files", "1000"])
            let last = try #require(text.range(of: "\u{1B}[?7h\r", options: .backwards))
            #expect(text[last.upperBound...].hasPrefix(Self.clearing), "\(text)")
        }
    }
}
