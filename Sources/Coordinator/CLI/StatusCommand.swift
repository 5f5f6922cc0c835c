internal import ArgumentParser
internal import Core
internal import Foundation
internal import Glibc

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
            print(json ? try status.json : status.text)
            fflush(unsafe stdout)
            if !watch || status.isComplete { return }
            try await Task.sleep(for: .seconds(2))
        }
    }
}
