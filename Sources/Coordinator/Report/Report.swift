package import Core

/// Where and when a report is made: given, since a report knows neither a clock nor a folder.
package struct ReportOrigin: Sendable {
    /// The sweep directory as people would type it; `nil` shows `SWEEP` in commands instead.
    package var directory: EntryPath?
    /// Nanoseconds since 1970 UTC; `nil` leaves the moment out.
    package var madeAtNanoseconds: Int64?
    /// How far the sweep is just now; `nil` is what the summary says.
    package var phase: SweepPhase?

    /// Makes an origin.
    package init(
        directory: EntryPath? = nil,
        madeAtNanoseconds: Int64? = nil,
        phase: SweepPhase? = nil
    ) {
        self.directory = directory
        self.madeAtNanoseconds = madeAtNanoseconds
        self.phase = phase
    }
}

/// What was found, what was examined and what could not be, in one of several forms.
package enum Report {
    /// Writes a report; the sink is not finished, which is the caller's to do.
    ///
    /// Findings come in the order of the manifest and are sorted within each file; outcomes come in
    /// the order of the manifest. Each is read once, and only if the form needs it. Memory does not
    /// grow with the number of either; the page holds at most ``ReportPage/findingCountMax``
    /// findings.
    ///
    /// - Parameter items: The same as `outcomes`, for forms that count files and show only some;
    ///   without it they read every record.
    /// - Throws: ``ReportError`` of the sink, and whatever the readers throw.
    package static func write(
        format: ReportFormat,
        summary: Summary,
        origin: ReportOrigin = ReportOrigin(),
        findings: RecordReader<FindingRecord>,
        outcomes: RecordReader<OutcomeRecord>,
        items: RecordReader<OutcomeItem>? = nil,
        to sink: inout some ReportSink & ~Copyable
    ) throws {
        let findings = FileFindings.sorted(findings)
        let items = items ?? RecordReader { try outcomes.next().map { .file($0) } }
        switch format {
        case .text:
            let report = ReportText(summary: summary, origin: origin)
            try report.write(findings: findings, outcomes: items, to: &sink)
        case .html:
            let page = ReportPage(summary: summary, origin: origin)
            try page.write(findings: findings, outcomes: items, to: &sink)
        case .csv: try FindingCells().write(findings, to: &sink)
        case .jsonl: try FindingLines().write(findings, to: &sink)
        case .outcomes: try OutcomeLines().write(outcomes, to: &sink)
        }
    }
}
