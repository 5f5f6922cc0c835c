internal import Core

/// Matches that were made and are in no report: told wherever findings are, for a loss that nobody
/// hears of would be taken for an answer.
struct MatchesLeftOut {
    /// What was lost, and why.
    let loss: String
    /// What to do about it.
    let advice =
        "To see them all, sweep the files with findings again: with a lower --threshold, one list "
        + "at a time, or a smaller --shard-files."

    /// Tells of that many; `nil` if none was left out.
    init?(_ count: Int) {
        guard count > 0 else { return nil }
        let matches = Quantity.count(count, "match")
        loss =
            "\(matches) left out of the findings: one file keeps the "
            + "\(Quantity.count(Matcher.matchesPerFileMax)) nearest, one shard what fits a message."
    }

    /// Both in one line.
    var sentence: String { loss + " " + advice }
}
