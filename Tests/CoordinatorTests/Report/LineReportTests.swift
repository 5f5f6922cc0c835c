import Core
import Foundation
import Testing

@testable import Coordinator

/// The reports for programs, read by Python's own parsers.
struct LineReportTests {
    private static func report(_ format: ReportFormat, seed: UInt64 = 7) throws -> Made {
        var invented = InventedRecords(seed: seed)
        let findings = invented.findings(60)
        let outcomes = invented.outcomes(400)
        var sink = MemorySink()
        try Report.write(
            format: format,
            summary: InventedRecords.summary(findings, outcomes),
            findings: RecordReader(findings),
            outcomes: RecordReader(outcomes),
            to: &sink
        )
        return Made(findings: findings, outcomes: outcomes, data: Data(sink.bytes))
    }

    private struct Made {
        var findings: [FindingRecord]
        var outcomes: [OutcomeRecord]
        var data: Data
    }

    /// What Python read of one line: names in order, the exact path in hex, other values as text.
    private struct Row: Decodable {
        var names: [String]
        var path: String
        var isReplaced: Bool
        var values: [String: String?]
    }

    private static let readLines = """
        import sys, json, base64
        rows = []
        data = sys.stdin.buffer.read()
        assert data.endswith(b"\\n")
        for line in data.decode("utf-8", "strict").split("\\n")[:-1]:
            assert all(" " <= c != "\\x7f" for c in line), line
            o = json.loads(line)
            exact = base64.b64decode(o["path_base64"], validate=True) if o["path_base64"] else None
            if exact is not None: assert exact.decode("utf-8", "replace").count("\\ufffd") > 0
            path = o["path"].encode() if exact is None else exact
            values = {k: None if v is None else str(v) for k, v in o.items()}
            rows.append(dict(names=list(o), path=path.hex(), isReplaced=exact is not None,
                             values=values))
        print(json.dumps(rows))
        """

    private static let readCells = """
        import sys, json, csv, io, base64
        text = sys.stdin.buffer.read().decode("utf-8", "strict")
        assert text.count("\\n") == text.count("\\r\\n")
        table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        names, rows = table[0], []
        for cells in table[1:]:
            assert len(cells) == len(names), cells
            for cell in cells: assert not cell or cell[0] not in "=+-@\\t\\r\\n", cell
            o = dict(zip(names, cells))
            exact = base64.b64decode(o["path_base64"], validate=True) if o["path_base64"] else None
            path = o["path"].encode() if exact is None else exact
            assert o["path"].isprintable(), o["path"]
            rows.append(dict(names=names, path=path.hex(), isReplaced=exact is not None,
                             values={k: v or None for k, v in o.items()}))
        print(json.dumps(rows))
        """

    private static let findingNames = [
        "path", "path_base64", "size", "mtime", "owner", "format", "width", "height", "md5", "sha1",
        "sha256", "pdq", "quality", "list", "list_version", "entry", "category", "kind", "distance",
        "variant", "worker", "shard",
    ]

    @Test(arguments: [ReportFormat.jsonl, .csv])
    func `Python reads every finding back as it was`(format: ReportFormat) throws {
        let made = try LineReportTests.report(format)
        let rows = try OutsideProgram.python(
            format == .csv ? LineReportTests.readCells : LineReportTests.readLines,
            input: made.data,
            as: [Row].self
        )
        try #require(rows.count == made.findings.count)
        for (row, finding) in zip(rows, made.findings) {
            #expect(row.names == LineReportTests.findingNames)
            #expect(row.path == Hex.string(finding.path.bytes))
            let isText = String(validating: finding.path.bytes, as: UTF8.self) != nil
            if format == .jsonl { #expect(row.isReplaced == !isText) }
            #expect(row.values["size"] == String(finding.size))
            #expect(row.values["owner"] == String(finding.owner))
            #expect(row.values["format"] == finding.format.name)
            #expect(row.values["width"] == finding.width.map { String($0) })
            #expect(row.values["height"] == finding.height.map { String($0) })
            #expect(row.values["md5"] == finding.md5?.hex)
            #expect(row.values["sha1"] == finding.sha1?.hex)
            #expect(row.values["sha256"] == finding.sha256?.hex)
            #expect(row.values["pdq"] == finding.pdq?.hex)
            #expect(row.values["quality"] == finding.quality.map { String($0) })
            #expect(row.values["list"] == finding.list)
            #expect(row.values["list_version"] == finding.listVersion)
            #expect(row.values["entry"] == finding.entry)
            let category = format == .csv && finding.category.isEmpty ? nil : finding.category
            #expect(row.values["category"] == category)
            #expect(row.values["kind"] == finding.kind.name)
            #expect(row.values["distance"] == finding.distance.map { String($0) })
            #expect(row.values["variant"] == finding.variant.name)
            #expect(row.values["worker"] == finding.worker)
            #expect(row.values["shard"] == String(finding.shard.value))
        }
    }

    @Test func `Python reads every outcome back as it was`() throws {
        let made = try LineReportTests.report(.outcomes)
        let rows = try OutsideProgram.python(
            LineReportTests.readLines,
            input: made.data,
            as: [Row].self
        )
        try #require(rows.count == made.outcomes.count)
        for (row, record) in zip(rows, made.outcomes) {
            #expect(row.path == Hex.string(record.path.bytes))
            #expect(row.values["outcome"] == record.outcome.kind.name)
            #expect(row.values["cause"] == record.outcome.causeName)
            #expect(row.values["md5"] == record.fingerprint?.digests.md5?.hex)
            #expect(row.values["pdq"] == record.fingerprint?.picture?.hash.hex)
            #expect(row.values["quality"] == record.fingerprint?.picture.map { String($0.quality) })
            let flag = record.isLowQuality ? "True" : "False"
            #expect(row.values["low_quality"] == (record.outcome == .image ? flag : nil))
        }
        #expect(rows.contains { $0.values["cause"] == "EACCES" })
    }

    @Test func `a formula in a cell of a list's words is made text`() throws {
        var invented = InventedRecords(seed: 3)
        var finding = invented.finding(EntryPath("/a"))
        finding.category = "=HYPERLINK(\"http://example.invalid\")"
        finding.entry = "@1"
        var sink = MemorySink()
        try FindingCells().write(RecordReader([finding]), to: &sink)
        let row = try #require(sink.text.split(separator: "\r\n").last)
        #expect(row.contains(",\"'=HYPERLINK(\"\"http://example.invalid\"\")\","))
        #expect(row.contains(",\"'@1\","))
    }

    @Test func `the same records make the same bytes`() throws {
        for format in ReportFormat.allCases {
            let first = try LineReportTests.report(format).data
            #expect(try LineReportTests.report(format).data == first)
        }
    }

    @Test func `a reader that fails ends the report with its error`() {
        struct Broken: Error {}
        for format in [ReportFormat.jsonl, .csv, .text, .html] {
            var sink = MemorySink()
            #expect(throws: Broken.self) {
                try Report.write(
                    format: format,
                    summary: InventedRecords.summary([], []),
                    findings: RecordReader { throw Broken() },
                    outcomes: RecordReader([]),
                    to: &sink
                )
            }
        }
    }
}
