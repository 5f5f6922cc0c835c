internal import Core

/// How much of a manifest was examined, by the summary's counts.
struct Coverage {
    private let summary: Summary

    /// Reads the counts of a summary.
    init(_ summary: Summary) { self.summary = summary }

    /// Files with that outcome.
    func count(_ kind: OutcomeKind) -> Int { summary.outcomes[kind.name] ?? 0 }

    /// Files that were read to the end and compared by all that their format allows.
    var examined: Int { count(.image) + count(.other) + count(.empty) }

    /// Files that should have been examined and could not be.
    var notExamined: Int {
        OutcomeKind.allCases.filter(\.isCoverageGap).reduce(0) { $0 + count($1) }
    }

    /// Files passed over by rule.
    var skipped: Int { count(.skipped) }

    /// Files of the manifest without an outcome: only an interrupted sweep has some.
    var unreached: Int {
        max(0, summary.files - OutcomeKind.allCases.reduce(0) { $0 + count($1) })
    }
}
