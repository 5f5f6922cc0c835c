internal import Core

/// Everything that the page's templates name.
struct PageModel {
    /// One figure with its label.
    struct Tile {
        let label: String
        let value: String
        let note: String
        /// The class of its colour: `plain`, `lead` or `gap`.
        let tone: String
    }

    /// A row of the causes.
    struct Cause {
        let outcome: String
        let cause: String
        let count: String
    }

    /// What is said of a sweep that is not complete.
    struct Unfinished {
        let clause: String
        let command: String
        let effect: String
    }

    let policy: String
    let sweep: String
    let state: String
    let stateClass: String
    /// Why some files have no outcome yet.
    let unfinished: Unfinished?
    let facts: [String]
    let principle = SummaryText.principle
    let notices: [String]
    let tiles: [Tile]
    let coverage: [CoverageBar]
    let lists: [ListRow]
    let histogram: DistanceHistogram?
    let findings: [PageFinding]
    let findingTotal: String
    let findingNote: String?
    let hasFindings: Bool
    let gaps: [PageGap]
    let gapTotal: String
    let gapNote: String?
    let hasGaps: Bool
    let causes: [Cause]
    let skipped: [Cause]
    let hasSkipped: Bool
    /// What prints a digest that findings hold; `nil` if they hold none.
    let digestTool: String?
    let verifyCommand: String
    let outcomesCommand: String
    let findingsCommand: String

    /// Prepares all texts of a page.
    init(summary: Summary, origin: ReportOrigin, content: PageContent) {
        let tally = content.tally
        let commands = ReportCommands(origin)
        policy = PagePolicy.text
        sweep = VisibleText(summary.sweep).text
        let phase = origin.phase ?? SweepPhase(summary.state)
        state = phase.rawValue
        stateClass = summary.state.rawValue
        unfinished = phase.next(commands).map {
            Unfinished(clause: phase.clause, command: $0.command, effect: $0.effect)
        }
        facts = PageModel.facts(summary, origin)
        let lost = MatchesLeftOut(summary.matchesLeftOut).map { [$0.sentence] } ?? []
        notices = Reservations(summary).sentences + lost + tally.disagreements(with: summary)
        tiles = PageModel.tiles(summary)
        coverage = CoverageBar.rows(summary, tally)
        lists = ListRow.rows(summary, tally)
        histogram = DistanceHistogram(tally.findingsByDistance)
        findings = content.findings
        findingTotal = Quantity.count(tally.findingCount)
        findingNote = PageModel.note(
            shown: content.findingData.count,
            of: tally.findingCount,
            noun: "findings",
            command: commands.report(.jsonl)
        )
        hasFindings = !content.findings.isEmpty
        gaps = content.gaps
        gapTotal = Quantity.count(content.gapCount, "file")
        gapNote = PageModel.note(
            shown: content.gapData.count,
            of: content.gapCount,
            noun: "files",
            command: commands.report(.outcomes)
        )
        hasGaps = !content.gaps.isEmpty
        causes = OutcomeKind.allCases.filter(\.isCoverageGap)
            .flatMap { PageModel.causes(of: $0, tally) }
        skipped = PageModel.causes(of: .skipped, tally)
        hasSkipped = !skipped.isEmpty
        digestTool = summary.digests.kinds.last.map { "\($0.rawValue)sum" }
        verifyCommand = commands.verify
        outcomesCommand = commands.report(.outcomes)
        findingsCommand = commands.report(.jsonl)
    }

    private static func facts(_ summary: Summary, _ origin: ReportOrigin) -> [String] {
        var facts: [String] = []
        if let moment = origin.madeAtNanoseconds {
            facts.append("report made \(Timestamp(nanoseconds: moment).heading)")
        }
        facts.append("sweep took \(Quantity.duration(seconds: summary.seconds))")
        facts.append(Quantity.count(summary.workers, "worker"))
        facts.append("digests: \(summary.digests.text)")
        facts.append("resumed \(Quantity.count(summary.resumed, "time"))")
        facts.append("Turnstone \(VisibleText(summary.turnstone).text)")
        return facts
    }

    private static func tiles(_ summary: Summary) -> [Tile] {
        let coverage = Coverage(summary)
        let gaps = coverage.notExamined + coverage.unreached
        var gapNote = "see “Not examined”"
        if coverage.unreached > 0 {
            gapNote = "\(Quantity.count(coverage.unreached)) of them not reached yet"
        }
        return [
            Tile(
                label: "Files in the manifest",
                value: Quantity.count(summary.files),
                note: Quantity.bytes(summary.bytes),
                tone: "plain"
            ),
            Tile(
                label: "Examined",
                value: Quantity.count(coverage.examined),
                note: Quantity.share(coverage.examined, of: summary.files) + " of files",
                tone: "plain"
            ),
            Tile(
                label: "Not examined",
                value: Quantity.count(gaps),
                note: gaps == 0 ? "no gap in the coverage" : gapNote,
                tone: gaps == 0 ? "plain" : "gap"
            ),
            Tile(
                label: "Passed over by rule",
                value: Quantity.count(coverage.skipped),
                note: "excluded, special or too large",
                tone: "plain"
            ),
            Tile(
                label: "Findings",
                value: Quantity.count(summary.findings),
                note: "pairs of a file and a list entry",
                tone: summary.findings == 0 ? "plain" : "lead"
            ),
            Tile(
                label: "Files with findings",
                value: Quantity.count(summary.filesWithFindings),
                note: "to be looked at by a person",
                tone: summary.findings == 0 ? "plain" : "lead"
            ),
        ]
    }

    private static func note(shown: Int, of count: Int, noun: String, command: String) -> String? {
        guard shown < count else { return nil }
        return "This page holds the first \(Quantity.count(shown)) of \(Quantity.count(count))"
            + " \(noun). All of them, the other \(Quantity.count(count - shown)) included:"
            + " \(command)"
    }

    private static func causes(of kind: OutcomeKind, _ tally: ReportTally) -> [Cause] {
        let causes = tally.causes(of: kind)
        let count = tally.outcomeCounts[kind] ?? 0
        if causes.isEmpty && count > 0 {
            return [Cause(outcome: kind.name, cause: "", count: Quantity.count(count))]
        }
        return causes.map {
            Cause(outcome: kind.name, cause: $0.cause, count: Quantity.count($0.count))
        }
    }
}
