internal import ArgumentParser
internal import Glibc
internal import Logging
internal import Wire

/// Who works on a sweep and what is said meanwhile: options of `scan`, `plan` and `resume`.
struct RunArguments: ParsableArguments {
    @Option(help: "Local worker processes; default: 1, or 0 with --listen.")
    var workers: Int?

    @Option(help: "Lanes (decoder processes) of a local worker; default: its cores.")
    var lanes: Int?

    @Option(help: "Let remote workers in: tcp://ADDRESS:PORT, ADDRESS numeric (0.0.0.0: any).")
    var listen: String?

    @Option(help: "Folder with coordinator.secret, and workers/*.public of those let in.")
    var keys: String?

    @Option(help: "Read at most so many bytes a second, all workers together (100M), or none.")
    var limitBytes: Rate?

    @Option(help: "Read at most so many files a second, all workers together, or none.")
    var limitFiles: Rate?

    @Flag(help: "The closing summary as one JSON object on standard output.")
    var json = false

    @Flag(name: .shortAndLong, help: "Nothing on standard error but problems.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "A line a shard on standard error.")
    var verbose = false

    @Option(help: ArgumentHelp("Seconds to wait for room on a full disk.", visibility: .hidden))
    var diskFullWait = 600

    func validate() throws {
        guard (0...256).contains(workers ?? 0) else {
            throw ValidationError("--workers takes 0 to 256.")
        }
        guard (1...1024).contains(lanes ?? 1) else {
            throw ValidationError("--lanes takes 1 to 1024.")
        }
        if let listen, !listen.hasPrefix("tcp://") || Endpoint(listen) == nil {
            throw ValidationError("--listen takes tcp://ADDRESS:PORT, not \(listen).")
        }
    }

    /// The options of a run; what is not given is as the sweep's settings have it.
    func options(_ settings: SweepSettings?) throws -> RunOptions {
        let listen = listen ?? settings?.listen
        let options = RunOptions(
            workers: workers ?? settings?.workers ?? (listen == nil ? 1 : 0),
            lanes: lanes ?? settings?.lanes,
            listen: listen,
            keys: keys ?? settings?.keys,
            budget: ReadBudget(
                bytesPerSecond: limitBytes?.bytesPerSecond ?? settings?.bytesPerSecond ?? 0,
                filesPerSecond: limitFiles?.perSecond ?? settings?.filesPerSecond ?? 0
            ),
            meter: quiet ? .silent : isatty(2) == 1 ? .terminal : .lines,
            diskFullLimit: .seconds(diskFullWait)
        )
        if listen != nil && options.keys == nil {
            throw ValidationError("--listen needs --keys DIR.")
        }
        if keys != nil && listen == nil {
            throw ValidationError(
                "--keys is for remote workers, whom only --listen lets in: add --listen "
                    + "tcp://ADDRESS:PORT, or leave --keys out."
            )
        }
        if options.workers == 0 && listen == nil {
            throw ValidationError(
                "No worker would ever come: give --workers 1 or more, or --listen."
            )
        }
        return options
    }

    /// A log to standard error, as loud as asked for.
    var log: Logger {
        var log = Logger(label: "turnstone") {
            StreamLogHandler(label: $0, stream: ProgressLine())
        }
        log.logLevel = verbose ? .info : quiet ? .error : .notice
        return log
    }
}

/// A rate as people write it: a number of bytes or files a second, 0.5 or 100M or 20M/s; `none`
/// takes a limit off that a sweep remembers.
struct Rate: ExpressibleByArgument {
    /// 0 is no limit.
    let perSecond: Double

    init?(argument: String) {
        if argument == "none" {
            perSecond = 0
            return
        }
        let text = argument.hasSuffix("/s") ? String(argument.dropLast(2)) : argument
        guard let number = Size.number(text), number > 0 else { return nil }
        perSecond = number
    }

    /// In whole bytes; 0 only for no limit at all.
    var bytesPerSecond: UInt64 { UInt64(perSecond.rounded(.up)) }
}
