import Core
import TestSupport
import Testing

@testable import Coordinator

@Suite struct `The findings of a file` {
    /// What makes a finding differ from the plain one.
    private struct Case {
        var list = "b"
        var version = "11"
        var entry = "5"
        var kind = MatchKind.pdq
        var distance: Int? = 3
        var variant = PictureVariant.original
        var category = ""
    }

    /// In their order: each stands after the one before by the first thing that counts.
    private let ordered = [
        Case(list: "B", entry: "9"), Case(list: "a", entry: "9"),
        Case(list: "a", version: "12", entry: "1"), Case(entry: "10"),
        Case(kind: .md5, distance: nil), Case(kind: .sha1, distance: nil),
        Case(kind: .sha256, distance: nil), Case(distance: 2, category: "z"), Case(),
        Case(category: "A"), Case(category: "a"), Case(variant: .rotate90), Case(distance: 10),
        Case(entry: "9"), Case(entry: "a"),
        // One letter in two spellings: the same to String, two ids to a list.
        Case(entry: "e\u{301}"), Case(entry: "\u{e9}"), Case(list: "c", entry: "1"),
    ]

    /// A finding for each case, all of one file.
    private func findings(_ path: String, _ cases: [Case]) -> [FindingRecord] {
        var invented = InventedRecords(seed: 4)
        let plain = invented.finding(EntryPath(path))
        return cases.map { given in
            var finding = plain
            finding.list = given.list
            finding.listVersion = given.version
            finding.entry = given.entry
            finding.kind = given.kind
            finding.distance = given.distance
            finding.variant = given.variant
            finding.category = given.category
            return finding
        }
    }

    private func lines(_ findings: [FindingRecord]) throws -> [UInt8] {
        var sink = MemorySink()
        try Report.write(
            format: .jsonl,
            summary: InventedRecords.summary(findings, []),
            findings: RecordReader(findings),
            outcomes: RecordReader([]),
            to: &sink
        )
        return sink.bytes
    }

    @Test func `have one order, whatever the ledger's`() throws {
        let expected = findings("/a", ordered) + findings("/b", ordered)
        var bytes: [UInt8] = []
        for finding in expected { bytes += FindingLines.line(finding) }
        var generator = SeededGenerator(seed: 9)
        for _ in 0..<50 {
            let mixed =
                findings("/a", ordered).shuffled(using: &generator)
                + findings("/b", ordered).shuffled(using: &generator)
            #expect(try lines(mixed) == bytes)
        }
    }

    @Test func `are read as they are needed`() throws {
        var reads = 0
        let files = (0..<100).map { findings("/\(1000 + $0)", Array(ordered.prefix(3))) }
        let all = files.flatMap(\.self)
        let reader = FileFindings.sorted(
            RecordReader<FindingRecord> {
                defer { reads += 1 }
                return reads < all.count ? all[reads] : nil
            }
        )
        for file in files.indices {
            for _ in 0..<3 { #expect(try reader.next()?.path == files[file][0].path) }
            #expect(reads <= 3 * file + 4)
        }
        #expect(try reader.next() == nil)
        #expect(try FileFindings.sorted(RecordReader([])).next() == nil)
    }
}
