import Core
import Foundation
import Storage
import Testing

@testable import Coordinator

@Suite struct `The summary of a plan` {
    private func planned(_ entries: [(name: String, size: Int64, outcome: Outcome?)]) throws
        -> PlannedManifest
    {
        var counts = PlanCounts()
        for entry in entries {
            counts.add(
                FileEntry(
                    path: EntryPath("/srv/" + entry.name),
                    size: entry.size,
                    mtimeNanoseconds: 0,
                    plannedOutcome: entry.outcome
                )
            )
        }
        return PlannedManifest(
            entryCount: entries.count,
            byteCount: counts.toRead.bytes,
            shardCount: 1,
            digest: try Digest.sha256(of: [UInt8]().span),
            counts: counts,
            tally: WalkTally(),
            roots: []
        )
    }

    /// Twenty extensions have lines of their own; the sum of the others may not turn negative.
    @Test func `counts sparse files to the greatest number, and not below none`() throws {
        let text = PlanSummary(
            try planned((0..<23).map { ("a.e\($0)", .max, nil) })
        ).text
        #expect(text.contains("  other      3 files, 9,223,372,036,854,775,807 bytes\n"))
        #expect(!text.contains("-"))
    }

    @Test func `is one JSON object with every extension and cause`() throws {
        let home = try PlannedSweep(files: 1)
        let plan = try planned(
            (0..<25).map { ("a.e\($0)", 2, nil) } + [
                ("none", 3, nil), ("b.long-and-odd-extension", 4, nil),
                ("c.tmp", 5, .skipped(.excluded)),
            ]
        )
        let bytes = PlanSummary(plan).json(of: home.folder)
        #expect(bytes.filter { $0 == UInt8(ascii: "\n") }.count == 1 && bytes.last == 10)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        )
        func count(_ value: Any?) -> [String: Int]? { value as? [String: Int] }
        #expect(object["entries"] as? Int == 28 && object["shards"] as? Int == 1)
        #expect(count(object["to_read"]) == ["files": 27, "bytes": 57])
        let extensions = object["by_extension"] as? [String: [String: Int]]
        #expect(extensions?.count == 25 && extensions?["e7"] == ["files": 1, "bytes": 2])
        #expect(count(object["without_extension"]) == ["files": 1, "bytes": 3])
        #expect(count(object["other_extensions"]) == ["files": 1, "bytes": 4])
        let passedOver = object["passed_over"] as? [String: [String: Int]]
        #expect(passedOver == ["skipped: excluded": ["files": 1, "bytes": 5]])
        #expect(object["manifest_sha256"] as? String == plan.digest.hex)
        #expect(object["sweep_folder"] as? String == home.folder.path)
        #expect(object["vanished"] as? Int == 0)
    }
}
