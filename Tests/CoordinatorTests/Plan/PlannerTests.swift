import Core
import Foundation
import Storage
import Testing

@testable import Coordinator

@Suite struct `The planner` {
    /// A folder with a tree to walk and a sweep's folder, removed at the end.
    private final class Place {
        let top = FileManager.default.temporaryDirectory
            .appending(path: "turnstone-plan-\(UUID().uuidString)").path
        var tree: String { top + "/tree" }
        var sweep: EntryPath { EntryPath(top + "/sweep") }

        init() throws {
            for name in ["tree/sub.d", "sweep"] {
                try FileManager.default.createDirectory(
                    atPath: top + "/" + name,
                    withIntermediateDirectories: true
                )
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: top) }

        func file(_ name: String, _ text: String = "") throws {
            try Data(text.utf8).write(to: URL(filePath: tree + "/" + name))
        }

        func plan(_ change: (inout PlanOptions) -> Void = { _ in }) throws
            -> (plan: PlannedManifest, shards: [PlannedShard])
        {
            var options = PlanOptions(made: "2026-01-02T03:04:05Z")
            options.paths = [EntryPath(tree)]
            change(&options)
            var shards: [PlannedShard] = []
            let plan = try Planner(options).plan(into: sweep) { shards.append($0) }
            return (plan, shards)
        }

        var manifest: String { top + "/sweep/manifest" }
    }

    @Test func `writes a manifest whose digest sha256sum confirms`() throws {
        let place = try Place()
        for number in 0..<2500 { try place.file("sub.d/\(number).jpg", "x") }
        let (plan, shards) = try place.plan { $0.shardLimits.shardFileCountMax = 1000 }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/sha256sum")
        process.arguments = [place.manifest]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(String(decoding: output, as: UTF8.self).hasPrefix(plan.digest.hex))
        #expect(shards.map(\.shard.entryCount) == [1000, 1000, 500])
        #expect(plan.shardCount == 3 && plan.entryCount == 2500 && plan.byteCount == 2500)
        let mode = try FileManager.default.attributesOfItem(atPath: place.manifest)[
            .posixPermissions
        ]
        #expect(mode as? Int == 0o600)
        let left = try FileManager.default.contentsOfDirectory(atPath: place.top + "/sweep")
        #expect(left == ["manifest"])
    }

    @Test func `plans the same bytes with one thread and with many`() throws {
        let place = try Place()
        for number in 0..<500 { try place.file("\(number)", "\(number)") }
        let one = try place.plan { $0.threadCount = 1 }
        let bytes = try Data(contentsOf: URL(filePath: place.manifest))
        let many = try place.plan { $0.threadCount = 16 }
        #expect(try Data(contentsOf: URL(filePath: place.manifest)) == bytes)
        #expect(one.plan == many.plan && one.shards == many.shards)
    }

    @Test func `is read back a shard at a time`() throws {
        let place = try Place()
        // More lines than are written at once: shards end within a block, and go over its end.
        let name = String(repeating: "n", count: 200)
        for number in 0..<6000 { try place.file("\(number)\n\(name)", "") }
        let (plan, shards) = try place.plan { $0.shardLimits.shardFileCountMax = 77 }
        let file = try ManifestFile(path: place.manifest)
        let entries = try shards.flatMap { try file.lines(of: $0).entries() }
        #expect(entries.count == plan.entryCount)
        #expect(Set(entries.map(\.path)).count == 6000)
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: place.manifest)))
        let parsed = try ManifestHeader.parse(bytes[...])
        #expect(parsed.header.roots == plan.roots)
        #expect(Int64(parsed.byteCount) == shards.first?.shard.manifestOffset)
    }

    @Test func `makes an empty manifest of an empty folder`() throws {
        let place = try Place()
        let (plan, shards) = try place.plan()
        #expect(plan.entryCount == 0 && shards.isEmpty)
        let text = try String(contentsOfFile: place.manifest, encoding: .utf8)
        #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("#") })
    }

    @Test func `counts by extension and by cause`() throws {
        let place = try Place()
        for name in ["a.JPG", "b.jpg", ".hidden", "none", "x.", "sub.d/none", "y.a b", "z.tmp"] {
            try place.file(name, "12")
        }
        try place.file("w." + String(repeating: "l", count: 17), "12")
        try place.file("big.jpg", "123")
        symlink("a.JPG", place.tree + "/link")
        let (plan, _) = try place.plan {
            $0.fileSizeMax = 2
            $0.excludes = [Glob("*.tmp")].compactMap { $0 }
        }
        #expect(plan.counts.byExtension.mapValues(\.files) == ["jpg": 2])
        #expect(plan.counts.withoutExtension.files == 4)
        #expect(plan.counts.withOtherExtension.files == 2)
        let causes = plan.counts.passedOver.mapValues(\.files)
        #expect(causes == ["skipped: too_large": 1, "skipped: special": 1, "skipped: excluded": 1])
        #expect(plan.byteCount == 16)
        let text = PlanSummary(plan).text
        #expect(text.contains("  .jpg       2 files, 4 bytes\n"))
        #expect(text.contains("to read      8 files, 16 bytes\n"))
        #expect(text.contains("skipped: too_large 1 file, 3 bytes\n"))
    }

    @Test func `shows twenty extensions and the rest as other`() throws {
        let place = try Place()
        for number in 0..<25 { try place.file("a.e\(number)") }
        let text = PlanSummary(try place.plan().plan).text
        #expect(text.split(separator: "\n").count { $0.hasPrefix("  .e") } == 20)
        #expect(text.contains("  other      5 files, 0 bytes\n"))
    }

    @Test func `fails with a sentence where the sweep's folder is missing`() throws {
        let place = try Place()
        try FileManager.default.removeItem(atPath: place.top + "/sweep")
        #expect(throws: WalkError.self) { try place.plan() }
    }
}
