import Core
import Foundation
import Testing

@testable import Coordinator

/// The page as it is written, before any browser: read by Python's HTML parser.
struct PageTests {
    static func page(findings: Int, outcomes: Int, seed: UInt64 = 21) throws -> Data {
        var invented = InventedRecords(seed: seed)
        let findings = invented.findings(findings)
        let outcomes = invented.outcomes(outcomes)
        var sink = MemorySink()
        try Report.write(
            format: .html,
            summary: InventedRecords.summary(findings, outcomes),
            origin: ReportOrigin(
                directory: EntryPath("/var/sweeps/2026-11-22"),
                madeAtNanoseconds: 1_795_356_000_000_000_000
            ),
            findings: RecordReader(findings),
            outcomes: RecordReader(outcomes),
            to: &sink
        )
        return Data(sink.bytes)
    }

    @Test func `the policy names the digests of the one style and the one script`() throws {
        let reader = try PageReader(PageTests.page(findings: 3, outcomes: 30))
        let (style, script) = try #require(
            reader.digests.count == 2 ? (reader.digests[0], reader.digests[1]) : nil
        )
        #expect(
            reader.policy
                == "default-src 'none'; style-src '\(style)'; script-src '\(script)';"
                + " base-uri 'none'; form-action 'none'"
        )
    }

    @Test func `hostile names add no element and no attribute`() throws {
        let reader = try PageReader(PageTests.page(findings: 60, outcomes: 300))
        var invented = InventedRecords(seed: 21)
        _ = invented.findings(60)
        let causes = Set(
            invented.outcomes(300).map(\.outcome)
                .filter { $0.kind.isCoverageGap || $0.kind == .skipped }
        )
        #expect(reader.activeAttributes == [])
        #expect(reader.elements["img"] == nil && reader.elements["link"] == nil)
        #expect(reader.elements["script"] == 3 && reader.elements["style"] == 1)
        // Tiles, sums of lists, causes: and not the <b> in the name of a list.
        #expect(reader.elements["b"] == 6 + InventedRecords.lists.count + causes.count)
        #expect(reader.title == "Turnstone report: 2026-11-22T0800Z <storage> \\u{202e}4")
        let shown = Set(reader.findings.compactMap(\.first))
        for path in InventedRecords.hostilePaths {
            #expect(shown.contains(VisibleText(path).text))
        }
    }

    @Test func `without JavaScript the first rows are there`() throws {
        let reader = try PageReader(PageTests.page(findings: 400, outcomes: 4000))
        #expect(reader.findings.count == ReportPage.staticRowCount)
        #expect(reader.gaps.count == ReportPage.staticRowCount)
        #expect(reader.findings.allSatisfy { $0.count == 10 })
        #expect(reader.findingData == 400)
    }

    @Test func `the page holds a bounded number of rows and says how to get the others`() throws {
        var invented = InventedRecords(seed: 4)
        let record = OutcomeRecord(
            path: EntryPath("/a"),
            size: 1,
            mtimeNanoseconds: 0,
            outcome: .unreadable(errno: 5),
            format: .other,
            fingerprint: nil,
            isLowQuality: false,
            owner: 0
        )
        let finding = invented.finding(EntryPath("/a"))
        var content = PageContent()
        for _ in 0..<ReportPage.gapCountMax + 5 { content.add(.file(record)) }
        for _ in 0..<ReportPage.findingCountMax + 5 { content.add(finding) }
        #expect(content.gapData.count == ReportPage.gapCountMax)
        #expect(content.findingData.count == ReportPage.findingCountMax)
        let model = PageModel(
            summary: InventedRecords.summary([], []),
            origin: ReportOrigin(),
            content: content
        )
        #expect(
            model.gapNote
                == "This page holds the first 10,000 of 10,005 files. All of them, the other 5"
                + " included: turnstone report SWEEP --format outcomes"
        )
        #expect(model.findingNote?.contains("20,000 of 20,005 findings") == true)
    }

    @Test func `the longest labels are cut in the page and whole for programs`() throws {
        var invented = InventedRecords(seed: 4)
        var finding = invented.finding(EntryPath("/a"))
        finding.entry = "e" + String(repeating: "\u{301}", count: 2047)
        finding.category = String(repeating: "c", count: HashListLimits.labelByteCountMax)
        func report(_ format: ReportFormat) throws -> MemorySink {
            var sink = MemorySink()
            try Report.write(
                format: format,
                summary: InventedRecords.summary([finding], []),
                findings: RecordReader([finding]),
                outcomes: RecordReader([]),
                to: &sink
            )
            return sink
        }
        let row = try #require(PageReader(Data(report(.html).bytes)).findings.first)
        #expect(row[2].unicodeScalars.count == 201 && row[2].hasSuffix("…"))
        #expect(row[3] == String(repeating: "c", count: 200) + "…")
        #expect(PageFinding.data(finding).count < 2000)
        for format in [ReportFormat.csv, .jsonl] {
            let text = try report(format).text
            #expect(text.contains(finding.entry) && text.contains(finding.category))
        }
    }

    @Test func `a sweep without findings says so and no more`() throws {
        let markup = try PageTests.page(findings: 0, outcomes: 20)
        let reader = try PageReader(markup)
        #expect(reader.findings == [])
        let text = String(decoding: markup, as: UTF8.self)
        #expect(text.contains("No file matched an entry of these lists."))
        #expect(!text.contains("class=\"histogram\""))
    }
}
