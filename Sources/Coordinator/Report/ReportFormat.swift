/// The forms in which a report is written: what `--format` takes.
package enum ReportFormat: String, CaseIterable, Sendable {
    /// The findings and the closing summary, as people read them.
    case text
    /// One self-contained page.
    case html
    /// The findings as a table.
    case csv
    /// The findings, one JSON object a line.
    case jsonl
    /// Every file with its outcome, one JSON object a line.
    case outcomes

    /// Whether the form is records alone, with no word of the sweep they are of.
    package var isLines: Bool { self != .text && self != .html }

    /// Whether the form shows findings; the reader of findings is not touched otherwise.
    package var readsFindings: Bool { self != .outcomes }

    /// Whether the form shows or counts outcomes; the reader of outcomes is not touched otherwise.
    package var readsOutcomes: Bool {
        switch self {
        case .text, .html, .outcomes: true
        case .csv, .jsonl: false
        }
    }
}
