internal import ArgumentParser
internal import Core
internal import Digests
internal import Glibc
internal import Storage

/// `turnstone-worker`: examines the files of the shards that a coordinator leases to it.
@main struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "turnstone-worker",
        abstract: "Examine files for a Turnstone coordinator.",
        usage: """
            turnstone-worker --connect <endpoint> --keys <folder> [--name <name>]
                                    [--lanes <n>] [--cache <folder>] [--verbose]
            """,
        discussion: """
            Connects to a coordinator, takes leases on shards of its manifest, reads and \
            fingerprints their files, compares them with the coordinator's hash lists and returns \
            what it found. \
            Start as many as you like, on as many machines as see the storage under the same paths.

            The folder of keys holds `coordinator.public` and this worker's own `NAME.secret`, \
            both made by `turnstone keys new`.

            `turnstone-worker serve --help` says what each option is.

            EXAMPLES
              turnstone-worker --connect tcp://10.0.0.1:7400 --keys /etc/turnstone
              turnstone-worker --connect tcp://10.0.0.1:7400 --keys ./keys --lanes 8
            """,
        version: Version.text,
        subcommands: [
            ServeCommand.self, LaneCommand.self, HashCommand.self, ProfileCommand.self,
            MatchCommand.self, SkimCommand.self,
        ],
        defaultSubcommand: ServeCommand.self
    )

    static func main() async {
        // A peer that closes its end is an error value here, never the end of the process.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot(words)
            try KernelLevel.asked()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            leave(because: error)
        }
    }

    /// `nil` for the words as Swift has them: only `hash` takes names of any bytes.
    private static var words: [String]? {
        let words = ArgumentWord.ofProcess
        return words.first == HashCommand.configuration.commandName ? words : nil
    }

    /// Says why the process ends, and ends it.
    static func leave(because error: any Error) -> Never {
        let code = exitCode(for: error)
        if code == .success || error is ExitCode { exit(withError: error) }
        let message =
            code == .validationFailure ? fullMessage(for: error) : "turnstone-worker: \(error)"
        StandardError.write(message + "\n")
        // What ends a service that was begun is a failure; all else is how it was started.
        let isFailure =
            error is ServiceError || error is LaneError || error is HashError
            || error is DigestError
        Glibc.exit(isFailure ? 4 : 2)
    }
}
