internal import Core

/// The findings and the closing summary as people read them: `--format text`.
///
/// The summary stands at the end, where a terminal shows it, and findings need not be kept.
struct ReportText {
    let summary: Summary
    let origin: ReportOrigin

    /// Writes every finding under its path, then the summary.
    func write(
        findings: RecordReader<FindingRecord>,
        outcomes: RecordReader<OutcomeItem>,
        to sink: inout some ReportSink & ~Copyable
    ) throws {
        var tally = ReportTally()
        var path: EntryPath?
        try findings.forEach { finding in
            tally.add(finding)
            if finding.path != path {
                try sink.write(VisibleText(finding.path.bytes).text + "\n")
                path = finding.path
            }
            try sink.write(ReportText.line(finding))
        }
        if path != nil { try sink.write("\n") }
        try outcomes.forEach { tally.add($0) }
        try sink.write(SummaryText(summary, origin: origin, tally: tally).bytes)
    }

    private static func line(_ finding: FindingRecord) -> String {
        var line = "    list \(VisibleText(finding.list).text)"
        line += "  entry \(VisibleText(finding.entry).text)  kind \(finding.kind.name)"
        if let distance = finding.distance { line += "  distance \(distance)" }
        if finding.variant != .original { line += "  variant \(finding.variant.name)" }
        if !finding.category.isEmpty {
            line += "  category \(VisibleText(finding.category).text)"
        }
        return line + "\n"
    }
}
