internal import ArgumentParser
internal import Core
internal import Foundation

/// `turnstone plan`: manifest and shards only; reads no file.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Make manifest and shards only: counts, bytes, by type. Reads no file.",
        discussion: """
            With --hashes the planned sweep can be run: `turnstone resume SWEEP` begins it, with \
            the workers and limits that are given here.

            EXAMPLES
              turnstone plan /srv/storage --sweep /var/lib/turnstone/monday
              turnstone plan /srv/storage --sweep ./monday --hashes known.csv
            """
    )

    @OptionGroup(title: "What to look at") var plan: PlanArguments
    @OptionGroup(title: "What to look for") var lists: ListArguments
    @OptionGroup(title: "How to run") var runs: RunArguments

    @Option(help: "Folder of the sweep, made anew.")
    var sweep: String

    func run() async throws {
        let options = try runs.options(nil)
        let interruption = Interruption()
        let (sweep, planned) = try await interruption.unlessEnding {
            let sweep = try make(options, interruption)
            let planned = try await sweep.beginOrRemove { try sweep.plan() }
            interruption.reach(.checking(resume: sweep.folder.resumeCommand))
            return (sweep, planned)
        }
        try sweep.ledger.close()
        do { try show(PlanSummary(planned), of: sweep) } catch {
            throw UntoldEnd.error(error, .planned, sweep.folder)
        }
    }

    private func show(_ summary: PlanSummary, of sweep: Sweep) throws {
        var output = StandardOutputSink()
        if runs.json {
            try output.write(summary.json(of: sweep.folder))
        } else {
            try output.write(Array(summary.text.utf8))
            try output.write(Array("\nmanifest  \(sweep.folder.manifest)\n".utf8))
        }
        try output.finish()
    }

    private func make(_ options: RunOptions, _ interruption: Interruption) throws -> Sweep {
        try Sweep.make(at: sweep, log: runs.log) { folder in
            // Not before: a folder that was there already is never cleared away.
            interruption.reach(.making(folder))
            return SweepSettings(
                plan: plan.request,
                lists: lists.hashes.isEmpty ? [] : try lists.compile(into: folder),
                variants: lists.variants,
                exact: lists.exact,
                digests: try lists.digestKinds,
                workers: options.workers,
                lanes: options.lanes,
                listen: options.listen,
                keys: options.keys.map { URL(filePath: $0).path(percentEncoded: false) },
                bytesPerSecond: options.budget.bytesPerSecond,
                filesPerSecond: options.budget.filesPerSecond
            )
        }
    }
}
