import Foundation
import TestSupport
import Testing

extension Cluster {
    /// Whole sweeps that nobody disturbs.
    @Suite struct ScanTests {
        @Test(.timeLimit(.minutes(3)), arguments: [[], ["--variants"], ["--exact"]])
        func `findings and outcomes are those of Pillow, pdqhash and hashlib`(
            options: [String]
        ) async throws {
            let sweep = try SweepRun()
            let run = try await sweep.scan(options)
            #expect(run.ending == .code(1), "\(run)")
            let findings = try await sweep.folder.write(sweep.report("jsonl"), to: "findings")
            let outcomes = try await sweep.folder.write(sweep.report("outcomes"), to: "outcomes")
            let compared = try Programs.oracle(
                "sweep_oracle.py",
                ["compare", sweep.made.tree, sweep.made.list, "--findings", findings]
                    + ["--outcomes", outcomes] + options.filter { $0 != "--exact" }
            )
            #expect(compared.ending == .code(0), "\(compared)")
        }

        @Test(.timeLimit(.minutes(3)), arguments: [1, 2, 5], [1, 7, 1000])
        func `workers and shards change nothing`(workers: Int, files: Int) async throws {
            let sweep = try SweepRun()
            let options = ["--workers", "\(workers)", "--lanes", "1", "--shard-files", "\(files)"]
            let run = try await sweep.scan(options)
            #expect(run.ending == .code(1), "\(run)")
            let answer = try await sweep.answer()
            #expect(try await answer.difference(from: SweepRun.undisturbed) == nil)
        }

        @Test(.timeLimit(.minutes(2)), arguments: [1, 3])
        func `every name of one inode has its outcome and its findings`(workers: Int) async throws {
            let folder = try TestFolder()
            let files = FileManager.default
            let original = try #require(
                files.subpaths(atPath: MadeTree.medium.tree + "/pictures")?.sorted().first {
                    $0.hasSuffix(".jpg")
                }
            )
            let names = ["a.jpg", "b.txt", "c", "d.png", "e"].map { folder.path("tree/" + $0) }
            try files.createDirectory(
                atPath: folder.path("tree"),
                withIntermediateDirectories: false
            )
            try files.copyItem(
                atPath: MadeTree.medium.tree + "/pictures/" + original,
                toPath: names[0]
            )
            for name in names.dropFirst() { try files.linkItem(atPath: names[0], toPath: name) }
            let digest = try await RunningProgram(["sha256sum", names[0]]).end().output.prefix(64)
            let list = try folder.write("kind,hash\nsha256,\(digest)\n", to: "known.csv")
            let run = try await Programs.turnstone(
                "scan",
                folder.path("tree"),
                "--hashes",
                list,
                "--sweep",
                folder.path("sweep"),
                "-q",
                "--workers",
                "\(workers)",
                "--lanes",
                "2",
                "--shard-files",
                "1"
            )
            #expect(run.ending == .code(1), "\(run)")
            for format in ["jsonl", "outcomes"] {
                let report = try await Programs.turnstone(
                    "report",
                    folder.path("sweep"),
                    "--format",
                    format
                )
                let lines = report.output.split(separator: "\n")
                #expect(lines.count == names.count, "\(format)")
                for (name, line) in zip(names, lines) {
                    #expect(line.contains("\"path\":\"\(name)\""))
                    #expect(line.contains("\"sha256\":\"\(digest)\""))
                }
            }
        }
    }
}
