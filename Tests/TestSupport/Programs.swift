import Foundation

/// The programs as they were built, to be run as people run them.
package enum Programs {
    /// A program that is not there.
    package struct Missing: Error, CustomStringConvertible {
        let path: String
        let remedy: String

        package var description: String { "\(path) is missing: \(remedy)" }
    }

    /// Runs `turnstone` to its end.
    package static func turnstone(
        _ arguments: String...,
        environment: [String: String] = [:],
        within seconds: Double = 60
    ) async throws -> RunningProgram.Ended {
        try await start("turnstone", arguments, environment: environment).end(within: seconds)
    }

    /// Starts `turnstone` or `turnstone-worker`.
    package static func start(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) throws -> RunningProgram {
        try RunningProgram([path(of: program)] + arguments, environment: environment)
    }

    /// Runs one of the oracles, by Debian's Python with its peers from PyPI.
    package static func oracle(
        _ script: String,
        _ arguments: [String],
        within seconds: Double = 120
    ) throws -> RunningProgram.Ended {
        let python = try existing(
            Checkout.root.path(percentEncoded: false) + ".oracle/bin/python",
            remedy: "`make .oracle/is-complete` makes it"
        )
        let file = Checkout.root.path(percentEncoded: false) + "Tests/Oracle/" + script
        return try RunningProgram([python, "-B", file] + arguments).endBlocking(within: seconds)
    }

    /// Where a program is: in the folder that TURNSTONE_PROGRAMS names, or beside the tests.
    package static func path(of program: String) throws -> String {
        let named = ProcessInfo.processInfo.environment["TURNSTONE_PROGRAMS"]
        let folder = try named ?? besideTests()
        return try existing(
            URL(filePath: folder).appending(path: program).path(percentEncoded: false),
            remedy: named == nil
                ? "`swift build` first; `swift test` alone does not link it"
                : "TURNSTONE_PROGRAMS names another folder"
        )
    }

    private static func besideTests() throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(filePath: own).deletingLastPathComponent().path(percentEncoded: false)
    }

    private static func existing(_ path: String, remedy: String) throws -> String {
        guard FileManager.default.isExecutableFile(atPath: path) else {
            throw Missing(path: path, remedy: remedy)
        }
        return path
    }
}
