internal import Core
internal import Mustache

/// One self-contained page of a sweep: `--format html`.
///
/// The page loads nothing, shows no picture, and runs one script that its own policy names by
/// digest. Without JavaScript it shows the summary and the first rows of each table.
struct ReportPage {
    /// Findings in the page: browsers stay quick, and the page stays near 15 MB. All are counted;
    /// the other forms hold the rest.
    static let findingCountMax = 20_000
    /// Files that could not be examined in the page, for the same reason.
    static let gapCountMax = 10_000
    /// Rows of each table that are there without JavaScript, and before it has run.
    static let staticRowCount = 100

    let summary: Summary
    let origin: ReportOrigin

    /// Reads all records, counting and keeping the first of them, then writes the page.
    func write(
        findings: RecordReader<FindingRecord>,
        outcomes: RecordReader<OutcomeItem>,
        to sink: inout some ReportSink & ~Copyable
    ) throws {
        var content = PageContent()
        try findings.forEach { content.add($0) }
        try outcomes.forEach { content.add($0) }
        let model = PageModel(summary: summary, origin: origin, content: content)
        guard case .success(let templates) = PageTemplates.parsed else {
            throw ReportError(.render, output: "html")
        }
        try sink.write(templates.head.render(model))
        try sink.write("<style>" + PageStyle.text + "</style>\n</head>\n")
        try sink.write(templates.body.render(model))
        try ReportPage.write(content.findingData, as: "finding-data", to: &sink)
        try ReportPage.write(content.gapData, as: "gap-data", to: &sink)
        try sink.write("<script>" + PageScript.text + "</script>\n</body>\n</html>\n")
    }

    /// A block of data, not of script: the policy does not let browsers run it.
    private static func write(
        _ rows: [[UInt8]],
        as id: String,
        to sink: inout some ReportSink & ~Copyable
    ) throws {
        try sink.write("<script type=\"application/json\" id=\"\(id)\">[\n")
        for (index, row) in rows.enumerated() {
            try sink.write(index + 1 < rows.count ? row + Array(",\n".utf8) : row)
        }
        try sink.write("]</script>\n")
    }
}

/// What the page keeps of the records: counts of all, rows of the first.
struct PageContent {
    private(set) var tally = ReportTally()
    private(set) var findings: [PageFinding] = []
    private(set) var findingData: [[UInt8]] = []
    private(set) var gaps: [PageGap] = []
    private(set) var gapData: [[UInt8]] = []
    private(set) var gapCount = 0

    /// Counts a finding and keeps it if there is room.
    mutating func add(_ finding: FindingRecord) {
        tally.add(finding)
        if findings.count < ReportPage.staticRowCount { findings.append(PageFinding(finding)) }
        if findingData.count < ReportPage.findingCountMax {
            findingData.append(PageFinding.data(finding))
        }
    }

    /// Counts files, and keeps one that could not be examined if there is room.
    mutating func add(_ item: OutcomeItem) {
        tally.add(item)
        if case .counted(let outcome) = item, outcome.kind.isCoverageGap { gapCount += 1 }
        guard case .file(let record) = item, record.outcome.kind.isCoverageGap else { return }
        gapCount += 1
        if gaps.count < ReportPage.staticRowCount { gaps.append(PageGap(record)) }
        if gapData.count < ReportPage.gapCountMax { gapData.append(PageGap.data(record)) }
    }
}
