internal import ArgumentParser
internal import Core
internal import Foundation

/// `turnstone scan`: plan a sweep and run it to the end.
struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Plan a sweep and run it to the end.",
        discussion: """
            Walks the paths, reads every file once, compares digests and PDQ hashes with the hash \
            lists, and accounts for every file. The sweep's folder keeps everything that `resume`, \
            `report` and `verify` need.

            EXAMPLES
              turnstone scan /srv/storage --hashes known.csv
              turnstone scan /srv/a /srv/b --hashes md5:bare.txt --hashes vics.json
              turnstone scan /srv --hashes pdq.csv --digests none
              turnstone scan /srv --hashes known.csv --sweep /var/lib/turnstone/monday
              find /srv -print0 | turnstone scan --files0-from - --hashes known.csv
              turnstone scan /srv --hashes known.csv --listen tcp://10.0.0.1:7400 \\
                --keys ./keys
            """
    )

    @OptionGroup(title: "What to look at") var plan: PlanArguments
    @OptionGroup(title: "What to look for") var lists: ListArguments
    @OptionGroup(title: "How to run") var runs: RunArguments

    @Option(help: "Folder of the sweep, made anew; default: turnstone-sweep-<UTC time> here.")
    var sweep: String?

    mutating func validate() throws {
        guard !lists.hashes.isEmpty else {
            throw ValidationError("Say what to look for: --hashes [KIND:]FILE.")
        }
    }

    func run() async throws {
        let options = try runs.options(nil)
        let interruption = Interruption()
        let (sweep, host) = try await interruption.unlessEnding {
            let sweep = try make(options, interruption)
            let host = try await sweep.beginOrRemove {
                let host = try await sweep.openHost(options)
                try sweep.plan()
                return host
            }
            return (sweep, host)
        }
        try await Finish(sweep: sweep, arguments: runs, interruption: interruption)
            .run(on: host, options, isResumed: false)
    }

    private func make(_ options: RunOptions, _ interruption: Interruption) throws -> Sweep {
        let path = sweep ?? SweepFolder.defaultName(at: .now)
        return try Sweep.make(at: path, log: runs.log) { folder in
            // Not before: a folder that was there already is never cleared away.
            interruption.reach(.making(folder))
            return SweepSettings(
                plan: plan.request,
                lists: try lists.compile(into: folder),
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

extension Sweep {
    /// Begins a new sweep; one that cannot begin leaves nothing behind.
    func beginOrRemove<Value>(_ begin: () async throws -> Value) async throws -> Value {
        do { return try await begin() } catch {
            folder.remove()
            throw Failure(NotBegun.error(error, folder), code: 2)
        }
    }
}
