internal import ArgumentParser
internal import Core
internal import Foundation
internal import Glibc
internal import Logging
internal import Storage
internal import Threads
internal import UnixSignals
internal import Wire

/// Serves a coordinator until its sweep is over.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve a coordinator (the default)."
    )

    @Option(help: "Where the coordinator listens: tcp://HOST:PORT or ipc://PATH.")
    var connect: String

    @Option(help: "Folder with coordinator.public and NAME.secret.")
    var keys: String

    @Option(help: "Which NAME.secret to use, where there are several.")
    var name: String?

    @Option(help: "Decoder processes; default: the cores this process may use.")
    var lanes: Int?

    @Option(help: "Folder for hash lists; default: ~/.cache/turnstone/lists.")
    var cache: String?

    @Flag(name: .shortAndLong, help: "More on standard error.")
    var verbose = false

    @Flag(help: .hidden)
    var lifeline = false

    @Option(help: ArgumentHelp("Seconds that a lane may take for a file.", visibility: .hidden))
    var laneSeconds = LaneLimits.fileSeconds

    @Option(help: ArgumentHelp("Milliseconds added to each open and read.", visibility: .hidden))
    var storageDelay = 0

    func validate() throws {
        guard Endpoint(connect) != nil else {
            throw ValidationError("--connect takes tcp://HOST:PORT or ipc://PATH, not \(connect).")
        }
        guard (1...1024).contains(lanes ?? 1) else {
            throw ValidationError("--lanes takes 1 to 1024.")
        }
        guard laneSeconds > 0 else { throw ValidationError("--lane-seconds takes 1 or more.") }
        guard (0...60_000).contains(storageDelay) else {
            throw ValidationError("--storage-delay takes 0 to 60000.")
        }
    }

    func run() async throws {
        guard let endpoint = Endpoint(connect) else { return }
        let own = try WorkerKeys(folder: keys, name: name)
        let stop = StopRequest()
        let laneCount = lanes ?? coreCount()
        let crew = try await Crew(
            laneCount: laneCount,
            program: try programPath(),
            storage: storage(),
            fileLimit: .seconds(laneSeconds),
            readerCountMax: OpenFiles.readerCountMax(laneCount: laneCount)
        )
        let link = Link(context: try Context(), name: "link")
        try await link.connect(to: endpoint, keys: own.pair, server: own.coordinator)
        let session = Session(
            channel: Channel(link: link),
            crew: crew,
            lists: try ListCache(folder: cache ?? defaultCache()),
            stop: stop,
            log: log(),
            notice: SilenceNotice(endpoint: connect, keys: keys, name: own.name),
            say: { StandardError.write("turnstone-worker: \($0)\n") },
            abandon: { error in
                if let error { WorkerCommand.leave(because: ServiceError(cause: error)) }
                StandardError.write(
                    "turnstone-worker: left while files were in work; their shards are open again\n"
                )
                Glibc.exit(0)
            }
        )
        if lifeline { watchLifeline() }
        try await withThrowingTaskGroup { group in
            let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
            group.addTask {
                for await _ in signals {
                    // The second request does not wait for anything.
                    if stop.isRequested { Glibc.exit(4) }
                    stop.make()
                }
            }
            do { try await session.run() } catch { throw ServiceError(cause: error) }
            group.cancelAll()
        }
        await link.close()
        try StageCosts(await crew.cost()).leave()
        await crew.stop()
    }

    private func storage() -> any Storage {
        let local = LocalStorage()
        // A benchmark's; nothing else asks for it.
        return storageDelay > 0
            ? DelayedStorage(local, delay: .milliseconds(storageDelay)) : local
    }

    private func log() -> Logger {
        var log = Logger(label: "turnstone-worker") { StreamLogHandler.standardError(label: $0) }
        log.logLevel = verbose ? .info : .notice
        return log
    }

    private func defaultCache() -> String {
        let environment = ProcessInfo.processInfo.environment
        let base = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "/var/tmp") + "/.cache"
        return base + "/turnstone/lists"
    }
}

/// What ended a service that was begun. Whatever it is, it is no mistake in the command line.
struct ServiceError: Error, CustomStringConvertible {
    let cause: any Error

    var description: String { "\(cause)" }
}

/// Ends the process when standard input does: a local worker does not outlive its coordinator,
/// however that ends.
private func watchLifeline() {
    startThread {
        var byte: UInt8 = 0
        while true {
            let count = unsafe read(0, &byte, 1)
            if count == 0 || (count < 0 && errno != EINTR) { _exit(4) }
        }
    }
}

/// This program's file, to start lanes from.
func programPath() throws -> String {
    try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
}

/// The cores that this process may run on: what a container or taskset left it.
func coreCount() -> Int {
    max(1, ProcessInfo.processInfo.activeProcessorCount)
}
