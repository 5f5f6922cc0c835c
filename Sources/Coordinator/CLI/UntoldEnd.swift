internal import Core

/// A command that did its work and could not tell of it: the sweep is there, so the same command
/// would be refused.
struct UntoldEnd: Error, CustomStringConvertible {
    let description: String

    /// The error itself, unless it is of what was to be told.
    static func error(_ error: any Error, _ phase: SweepPhase, _ folder: SweepFolder) -> any Error {
        guard let error = error as? ReportError, !error.isReaderGone else { return error }
        let commands = ReportCommands(ReportOrigin(directory: EntryPath(folder.path)))
        let next = phase.next(commands).map { "`\($0.command)` \($0.effect)" }
        return UntoldEnd(
            description: "\(error.problem); the sweep \(phase.clause), "
                + (next ?? "`\(commands.report(.text))` shows what it found")
        )
    }
}
