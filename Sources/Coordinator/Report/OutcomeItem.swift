package import Core

/// What a report needs of outcomes that it counts: a record only where a file is shown.
package enum OutcomeItem: Sendable {
    /// A file that may be shown by itself.
    case file(OutcomeRecord)
    /// A file that is counted with its cause.
    case counted(Outcome)
    /// Files that were examined: counted by kind; and how many pictures of them are of a quality
    /// below the floor of every list.
    case examined(OutcomeCounts, lowQuality: Int)
}
