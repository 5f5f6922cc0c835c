internal import ArgumentParser
internal import Core
internal import Foundation

/// `turnstone resume`: go on where a sweep stopped.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on where a sweep stopped.",
        usage: "turnstone resume [<options>] <sweep>",
        discussion: """
            Lists and settings (--digests among them) are remembered; at most the shards that were \
            open are read again. \
            Options given here hold for this run alone. A sweep that was planned without --hashes \
            has nothing to look for and is refused.

            EXAMPLES
              turnstone resume /var/lib/turnstone/monday
              turnstone resume /var/lib/turnstone/monday --workers 4
              turnstone resume /var/lib/turnstone/monday --limit-bytes none
            """
    )

    @Argument(help: "Folder of the sweep.")
    var sweep: String

    @OptionGroup(title: "How to run") var runs: RunArguments

    func run() async throws {
        let sweep = try Sweep.open(at: sweep, log: runs.log)
        let interruption = Interruption(.checking(resume: sweep.folder.resumeCommand))
        let record = try sweep.ledger.sweep()
        // Compared with nothing, every file would be examined and none ever found.
        guard !record.settings.lists.isEmpty else { throw SweepError.noLists(sweep.folder.path) }
        let options = try runs.options(record.settings)
        if record.state == .planning {
            guard !record.settings.plan.readsStandardInput else {
                throw SweepError.pathsAreGone(sweep.folder.path)
            }
        } else {
            try sweep.folder.checkBeforeRun(record, sweep.ledger)
        }
        let isDone = try sweep.isComplete
        // The last run ended between its last shard and saying so.
        if isDone { try sweep.ledger.endRun(seconds: record.seconds, isComplete: true) }
        let host = try isDone ? nil : await sweep.openHost(options)
        if record.state == .planning { try sweep.plan() }
        try await Finish(sweep: sweep, arguments: runs, interruption: interruption)
            .run(on: host, options, isResumed: true)
    }
}
