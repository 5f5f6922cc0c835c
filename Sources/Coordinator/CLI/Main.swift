internal import ArgumentParser
internal import Core
internal import Glibc
internal import Storage

/// `turnstone`: plans sweeps, runs them, and reports what they found.
@main struct TurnstoneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "turnstone",
        abstract: "Find known child-abuse imagery on large storage, and prove what was looked at.",
        discussion: """
            EXAMPLES
              turnstone scan /srv/storage --hashes known.csv
              turnstone resume turnstone-sweep-20260101T120000Z
              turnstone report turnstone-sweep-20260101T120000Z --format html

            EXIT CODES
              0  complete, every file examined, no finding; other commands: done
              1  at least one finding (scan, resume)
              2  usage or configuration error; nothing was scanned
              3  no finding, but some files could not be examined (scan, resume)
              4  stopped before the end, or failed; verify: the audit failed
            """,
        version: "turnstone \(Version.text)",
        subcommands: [
            ScanCommand.self, PlanCommand.self, ResumeCommand.self, StatusCommand.self,
            ReportCommand.self, VerifyCommand.self, HashCommand.self, ListCommand.self,
            KeysCommand.self,
        ]
    )

    static func main() async {
        // A reader that closes its end is an error value here, never the end of the process.
        signal(SIGPIPE, SIG_IGN)
        var type: (any ParsableCommand.Type)?
        do {
            let command = try parseAsRoot(words)
            type = Swift.type(of: command)
            try room.check()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                var command = command
                try command.run()
            }
        } catch {
            leave(because: error, of: type)
        }
    }

    /// Its own threads are a dozen, and some more on many cores; the rest is spare.
    private static let room = ProcessRoom(
        threadCount: 16,
        openFileCount: 64,
        byteCount: 256 << 20
    )

    /// `nil` for the words as Swift has them: only `hash` takes names of any bytes.
    private static var words: [String]? {
        let words = ArgumentWord.ofProcess
        return words.first == HashCommand.configuration.commandName ? words : nil
    }

    /// - Parameter type: The command that ran; `nil` if it was not even understood.
    private static func leave(
        because error: any Error,
        of type: (any ParsableCommand.Type)?
    ) -> Never {
        if error is ExitCode || exitCode(for: error) == .success { exit(withError: error) }
        // Whoever reads only the beginning has all that they wanted.
        if (error as? ReportError)?.isReaderGone == true { Glibc.exit(0) }
        let isUsage = exitCode(for: error) == .validationFailure
        StandardError.write((isUsage ? usage(error, type) : "turnstone: \(error)") + "\n")
        Glibc.exit(isUsage ? 2 : Failure.code(of: error))
    }

    /// What is wrong, and the usage of the command that was meant.
    private static func usage(_ error: any Error, _ type: (any ParsableCommand.Type)?) -> String {
        guard let type, let error = error as? ValidationError else {
            return fullMessage(for: error)
        }
        return """
            Error: \(error.message)
            Usage: \(usageString(for: type))
              See 'turnstone \(type._commandName) --help' for more information.
            """
    }
}
