/// What is said beside a report for programs, which itself holds no word of it: that files of the
/// manifest have no outcome yet.
struct UnfinishedNotice {
    /// One sentence: how many, and what to do.
    let sentence: String

    /// `nil` where every file has its outcome.
    init?(_ summary: Summary, _ origin: ReportOrigin) {
        let unreached = Coverage(summary).unreached
        guard unreached > 0 else { return nil }
        let phase = origin.phase ?? SweepPhase(summary.state)
        let count = "\(unreached) of \(Quantity.count(summary.files, "file"))"
        let verb = unreached == 1 ? "has" : "have"
        let next = phase.next(ReportCommands(origin)).map { "; `\($0.command)` \($0.effect)" }
        sentence =
            "not complete: \(count) \(verb) no outcome yet, the sweep \(phase.clause)"
            + (next ?? "")
    }
}
