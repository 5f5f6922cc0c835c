internal import ArgumentParser
internal import Glibc

/// The lane process itself; workers start it, people do not.
struct LaneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lane",
        abstract: "A decoder process; started by workers only.",
        shouldDisplay: false
    )

    @Option(help: "Bytes of the memory shared with the worker.")
    var memory: Int

    func run() throws {
        // Ctrl-C in a terminal reaches the whole group; the worker decides when its lanes end.
        signal(SIGINT, SIG_IGN)
        signal(SIGTERM, SIG_IGN)
        var lane = try LaneProcess(byteCount: memory)
        lane.prove()
        lane.run()
    }
}
