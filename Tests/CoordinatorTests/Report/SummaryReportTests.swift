import Core
import Foundation
import Testing

@testable import Coordinator

struct SummaryReportTests {
    private static func text(_ format: ReportFormat, _ count: Int) throws -> String {
        var invented = InventedRecords(seed: 11)
        let findings = invented.findings(count)
        let outcomes = invented.outcomes(2000)
        var sink = MemorySink()
        try Report.write(
            format: format,
            summary: InventedRecords.summary(findings, outcomes),
            origin: ReportOrigin(directory: EntryPath("/sweeps/it's here"), madeAtNanoseconds: 0),
            findings: RecordReader(findings),
            outcomes: RecordReader(outcomes),
            to: &sink
        )
        return sink.text
    }

    @Test func `the summary as JSON is one line in one order`() throws {
        var invented = InventedRecords(seed: 5)
        let summary = InventedRecords.summary(invented.findings(3), invented.outcomes(50))
        let line = SummaryLine(summary).bytes
        #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1 && line.last == 10)
        #expect(try JSONDecoder().decode(Summary.self, from: Data(line)) == summary)
        let names = try OutsideProgram.python(
            """
            import sys, json
            o = json.load(sys.stdin)
            print(json.dumps(list(o) + list(o["outcomes"]) + list(o["lists"][0])))
            """,
            input: Data(line),
            as: [String].self
        )
        let expected =
            "sweep state files bytes outcomes low_quality with_warnings findings"
            + " files_with_findings matches_left_out digests lists seconds workers resumed"
            + " turnstone"
            + " image other undecodable unreadable vanished changed skipped empty"
            + " name version entries rejected ignored"
        #expect(names.joined(separator: " ") == expected)
    }

    @Test(arguments: 0...DigestKinds.all.rawValue)
    func `every form of a summary says which digests were made`(bits: UInt8) throws {
        let kinds = DigestKinds(rawValue: bits)
        var summary = InventedRecords.summary([], [])
        summary.digests = kinds
        let line = SummaryLine(summary).bytes
        let names = kinds.names.map { "\"\($0)\"" }.joined(separator: ",")
        #expect(String(decoding: line, as: UTF8.self).contains("\"digests\":[\(names)],"))
        #expect(try JSONDecoder().decode(Summary.self, from: Data(line)) == summary)
        let text = String(decoding: SummaryText(summary).bytes, as: UTF8.self)
        #expect(text.contains("\n  digests        \(kinds.text)\n"))
    }

    @Test func `files that were compared with nothing are counted, and never told otherwise`() {
        var summary = InventedRecords.summary([], [])
        summary.outcomes["other"] = 3
        summary.outcomes["undecodable"] = 2
        summary.lowQuality = 1
        for (kinds, isNothing) in [(DigestKinds.sha1, false), ([], true)] {
            summary.digests = kinds
            let text = String(decoding: SummaryText(summary).bytes, as: UTF8.self)
            #expect(text.contains("5 files without a PDQ hash: compared with nothing") == isNothing)
            #expect(text.contains("they were compared with nothing.") == isNothing)
            #expect(text.contains("only digests were compared.") != isNothing)
            #expect(text.contains("digests made") != isNothing)
        }
    }

    @Test func `the text names every path, count, cause and the next commands`() throws {
        let text = try SummaryReportTests.text(.text, 40)
        #expect(text.contains("Findings: 40 in 40 files"))
        #expect(text.contains("/srv/\\u{202e}gpj.exe\n"))
        #expect(text.contains("/srv/latin-1 caf\\xe9.jpg\n"))
        #expect(text.contains("EACCES"))
        #expect(text.contains("leads, not verdicts"))
        #expect(text.contains("turnstone verify '/sweeps/it'\\''s here'"))
        #expect(text.contains("1970-01-01 00:00:00 UTC"))
        #expect(!text.contains("run `turnstone verify` before relying"))
        for scalar in text.unicodeScalars where scalar != "\n" {
            #expect(!VisibleText.isInvisible(scalar), "U+\(String(scalar.value, radix: 16))")
        }
    }

    @Test func `no report calls anything clean`() throws {
        for format in ReportFormat.allCases {
            #expect(!(try SummaryReportTests.text(format, 0)).lowercased().contains("clean"))
        }
    }

    @Test func `records that disagree with the summary are said to`() throws {
        var invented = InventedRecords(seed: 2)
        let findings = invented.findings(30)
        let summary = InventedRecords.summary(findings, [])
        for format in [ReportFormat.text, .html] {
            var sink = MemorySink()
            try Report.write(
                format: format,
                summary: summary,
                findings: RecordReader(findings.dropLast()),
                outcomes: RecordReader([]),
                to: &sink
            )
            #expect(sink.text.contains("The summary counts 30 findings, the records 29"))
        }
    }

    @Test func `an interrupted sweep says what was not reached and how to go on`() {
        var summary = InventedRecords.summary([], [])
        summary.state = .interrupted
        summary.files = 1234
        let text = String(decoding: SummaryText(summary).bytes, as: UTF8.self)
        #expect(text.contains("not reached    1,234"))
        #expect(text.contains("turnstone resume SWEEP"))
    }
}

struct QuantityTests {
    @Test func `numbers are grouped by thousands`() {
        #expect(Quantity.count(0) == "0")
        #expect(Quantity.count(999) == "999")
        #expect(Quantity.count(1000) == "1,000")
        #expect(Quantity.count(Int.min) == "-9,223,372,036,854,775,808")
    }

    @Test func `nouns follow their number`() {
        #expect(Quantity.count(0, "file") == "0 files")
        #expect(Quantity.count(1, "file") == "1 file")
        #expect(Quantity.count(1000, "file") == "1,000 files")
        #expect(Quantity.count(1, "entry") == "1 entry")
        #expect(Quantity.count(2, "entry") == "2 entries")
        #expect(Quantity.noun("byte", for: Int64(1)) == "byte")
    }

    @Test func `one of everything is told in the singular`() throws {
        let planned = try PlannedSweep(files: 0, shardFiles: 1)
        try planned.ledger.keep(
            [
                WorkerRecord(
                    name: "w",
                    host: "h",
                    lanes: 1,
                    isConnected: true,
                    fileCount: 1,
                    byteCount: 1
                )
            ],
            seconds: 1
        )
        _ = try planned.ledger.beginRun(isResumed: true)
        let audit = try Audit(folder: planned.folder, ledger: planned.ledger)
        let status = try SweepStatus(folder: planned.folder)
        var summary = InventedRecords.summary([], [])
        summary.lists = [Summary.List(name: "l", version: "1", entries: 1)]
        summary.workers = 1
        summary.resumed = 1
        summary.filesWithFindings = 1
        summary.findings = 1
        let closing = String(decoding: SummaryText(summary).bytes, as: UTF8.self)
        for text in [audit.text, status.text, closing] {
            #expect(text.contains(/\b1 (file|shard|lane|time|worker|entry|problem)\b/))
            #expect(!text.contains(/\b1 (\w+s)\b/), "\(text)")
        }
    }

    @Test func `bytes have binary units`() {
        #expect(Quantity.bytes(1023) == "1023 B")
        #expect(Quantity.bytes(1024) == "1.0 KiB")
        #expect(Quantity.bytes(1_048_575) == "1023.9 KiB")
        #expect(Quantity.bytes(1 << 40) == "1.0 TiB")
        #expect(Quantity.bytes(Int64.max) == "7.9 EiB")
    }

    @Test func `a share is all or nothing only if it is`() {
        #expect(Quantity.share(1, of: 1_000_000) == "< 0.1 %")
        #expect(Quantity.share(999_999, of: 1_000_000) == "> 99.9 %")
        #expect(Quantity.share(5, of: 5) == "100.0 %")
        #expect(Quantity.share(0, of: 0) == "–")
    }

    @Test func `times grow from seconds to days`() {
        #expect(Quantity.duration(seconds: 3.49) == "3.4 s")
        #expect(Quantity.duration(seconds: 723) == "12 min 03 s")
        #expect(Quantity.duration(seconds: 18_120) == "5 h 02 min")
        #expect(Quantity.duration(seconds: 273_600) == "3 d 04 h")
        #expect(Quantity.duration(seconds: .nan) == "unknown")
    }
}
