internal import Core

/// The commands that a report points to, with this sweep's directory in them.
struct ReportCommands {
    private let sweep: String

    /// Takes the directory from the origin; without one the commands say `SWEEP`.
    init(_ origin: ReportOrigin) {
        sweep = origin.directory.map(ShellWord.word(for:)) ?? "SWEEP"
    }

    var verify: String { "turnstone verify \(sweep)" }
    var resume: String { "turnstone resume \(sweep)" }
    var status: String { "turnstone status \(sweep)" }

    /// The command for a report in another form.
    func report(_ format: ReportFormat) -> String {
        "turnstone report \(sweep) --format \(format.rawValue)"
    }
}
