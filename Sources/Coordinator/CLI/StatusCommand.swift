internal import ArgumentParser
internal import Core

/// `turnstone status`: how far a sweep is; does not disturb it.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shards, files, bytes, rate, time left, workers and findings so far.",
        discussion: """
            EXAMPLES
              turnstone status /var/lib/turnstone/monday
              turnstone status /var/lib/turnstone/monday --watch
            """
    )

    @Argument(help: "Folder of the sweep.")
    var sweep: String

    @Flag(help: "One JSON object.")
    var json = false

    @Flag(help: "Again every two seconds, until the sweep is complete.")
    var watch = false

    func run() async throws {
        let folder = try SweepFolder(existing: sweep)
        while true {
            let status = try SweepStatus(folder: folder)
            var output = StandardOutputSink()
            try output.write(Array(((json ? try status.json : status.text) + "\n").utf8))
            try output.finish()
            if !watch || status.isComplete { return }
            try await Task.sleep(for: .seconds(2))
        }
    }
}
