internal import Core

/// The closing summary as people read it.
package struct SummaryText {
    /// What every report says of its findings.
    static let principle =
        "Findings are leads, not verdicts: a person has to look at each before anything follows."

    private let summary: Summary
    private let origin: ReportOrigin
    private let tally: ReportTally?

    /// Makes the text of a summary alone, without causes, lists and kinds.
    package init(_ summary: Summary, origin: ReportOrigin = ReportOrigin()) {
        self.init(summary, origin: origin, tally: nil)
    }

    /// Makes the text of a summary and what was counted over its records.
    init(_ summary: Summary, origin: ReportOrigin, tally: ReportTally?) {
        self.summary = summary
        self.origin = origin
        self.tally = tally
    }

    /// Lines with line feeds, in UTF-8.
    package var bytes: [UInt8] {
        let sections = [
            heading, outcomes, reservations, causes, findings, lists, disagreements, next,
        ]
        let text = sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }
        return Array(text.joined(separator: "\n").utf8)
    }

    private var phase: SweepPhase { origin.phase ?? SweepPhase(summary.state) }

    private var heading: [String] {
        let coverage = Coverage(summary)
        var lines = ["Sweep \(VisibleText(summary.sweep).text): \(phase.rawValue)"]
        if let moment = origin.madeAtNanoseconds {
            lines.append("  made           \(Timestamp(nanoseconds: moment).heading)")
        }
        lines += [
            "  files          \(Quantity.count(summary.files))",
            "  bytes          \(Quantity.count(summary.bytes)) (\(Quantity.bytes(summary.bytes)))",
            "  examined       \(Quantity.count(coverage.examined))"
                + " (\(Quantity.share(coverage.examined, of: summary.files)))",
            "  not examined   \(Quantity.count(coverage.notExamined))",
            "  passed over    \(Quantity.count(coverage.skipped))",
        ]
        lines.append("  digests        \(summary.digests.text)")
        if coverage.unreached > 0 {
            lines.append("  not reached    \(Quantity.count(coverage.unreached))")
        }
        lines += [
            "  time           \(Quantity.duration(seconds: summary.seconds)),"
                + " \(Quantity.count(summary.workers, "worker")),"
                + " resumed \(Quantity.count(summary.resumed, "time"))",
            "  turnstone      \(VisibleText(summary.turnstone).text)",
        ]
        return lines
    }

    private var outcomes: [String] {
        let coverage = Coverage(summary)
        let rows = OutcomeKind.allCases.map { kind in
            [
                kind.name, Quantity.count(coverage.count(kind)),
                kind.explanation(summary.digests),
            ]
        }
        return ["Outcomes"] + TextTable(rows, alignment: [.left, .right, .left]).lines
    }

    private var reservations: [String] {
        let sentences = Reservations(summary).sentences
        return sentences.isEmpty ? [] : ["Compared in part only"] + sentences.map { "  " + $0 }
    }

    private var causes: [String] {
        guard let tally else { return [] }
        let kinds: [OutcomeKind] = [.undecodable, .unreadable, .vanished, .changed, .skipped]
        let rows = kinds.flatMap { kind -> [[String]] in
            let causes = tally.causes(of: kind)
            if causes.isEmpty, let count = tally.outcomeCounts[kind], count > 0 {
                return [[kind.name, "", Quantity.count(count)]]
            }
            return causes.map { [kind.name, $0.cause, Quantity.count($0.count)] }
        }
        if rows.isEmpty { return [] }
        return ["Not examined or passed over, by cause"]
            + TextTable(rows, alignment: [.left, .left, .right]).lines
    }

    private var findings: [String] {
        let files = Quantity.count(summary.filesWithFindings, "file")
        let lost = MatchesLeftOut(summary.matchesLeftOut)
        return [
            "Findings: \(Quantity.count(summary.findings)) in \(files)",
            "  " + SummaryText.principle,
        ] + (lost.map { ["  " + $0.loss, "  " + $0.advice] } ?? [])
    }

    private var lists: [String] {
        let kinds = MatchKind.allCases
        guard let tally else {
            let rows = summary.lists.map {
                [VisibleText($0.name).text, Quantity.count($0.entries, "entry")]
            }
            return rows.isEmpty
                ? [] : ["Hash lists"] + TextTable(rows, alignment: [.left, .right]).lines
        }
        let header = ["list", "version"] + kinds.map(\.name)
        let rows = tally.lists(of: summary).map { key in
            let counts = tally.findingsByList[key] ?? [:]
            return [VisibleText(key.name).text, String(key.version.prefix(12))]
                + kinds.map { Quantity.count(counts[$0] ?? 0) }
        }
        let alignment = [TextTable.Alignment.left, .left] + kinds.map { _ in .right }
        return ["Findings by list and kind"]
            + TextTable([header] + rows, alignment: alignment).lines
    }

    private var disagreements: [String] { tally?.disagreements(with: summary) ?? [] }

    private var next: [String] {
        let commands = ReportCommands(origin)
        var rows: [[String]] = []
        if let next = phase.next(commands) { rows.append([next.purpose, next.command]) }
        rows.append(["audit the sums", commands.verify])
        if summary.findings > 0 {
            rows.append(["findings as a page", commands.report(.html) + " --output report.html"])
            rows.append(["findings for programs", commands.report(.jsonl)])
        }
        rows.append(["every file and its outcome", commands.report(.outcomes)])
        return ["Where to look next"] + TextTable(rows, alignment: [.left, .left]).lines
    }
}
