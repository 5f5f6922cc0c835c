import Foundation
import TestSupport
import Testing

/// A folder where the documents' commands run, with a made tree in the place of `/srv/files`.
///
/// There are two hosts in it, `coordinator` and `worker`, with nothing but their folders between
/// them: `scp` is `cp`, and the coordinator's address is the loopback's.
struct ExampleBench {
    let folder: TestFolder
    private let made: MadeTree
    private let port: UInt16

    /// Makes both hosts; the coordinator has the list that the documents call `known.csv`.
    init() throws {
        folder = try TestFolder()
        made = try MadeTree.medium
        port = try LocalPort.free()
        for host in ["coordinator", "worker"] { try makeFolder(host) }
        try FileManager.default.copyItem(
            atPath: made.list,
            toPath: folder.path("coordinator/known.csv")
        )
    }

    /// The lists and files that the page on hash lists names.
    func plantLists() async throws {
        try await prepare(
            """
            file=$(find '\(made.tree)' -type f -name '*.jpg' -size +1k | sort | sed -n 1p)
            sha256sum "$file" | cut -c 1-64 > files.txt
            turnstone hash --exact --format csv "$file" | cut -d , -f 1 > pictures.txt
            mkdir holiday papers
            cp "$file" holiday/beach.jpg; echo 'a letter' > papers/letter.txt
            """
        )
    }

    /// Starts a command by a shell.
    func start(_ command: String, on host: String = "coordinator") throws -> RunningProgram {
        let line = command.replacing("/srv/files", with: made.tree)
            .replacing("/var/tmp/sweep-1", with: folder.path("sweep-1"))
            .replacing("10.0.0.1:5577", with: "127.0.0.1:\(port)")
            .replacing(/^scp (.*) coordinator:/) { "cp \($0.1) ../coordinator/" }
            .replacing(/^scp coordinator:/) { _ in "cp ../coordinator/" }
        let programs = URL(filePath: try Programs.path(of: "turnstone")).deletingLastPathComponent()
        let place =
            "cd '\(folder.path(host))' && PATH='\(programs.path(percentEncoded: false))':$PATH"
        return try RunningProgram(
            ["/bin/bash", "-eu", "-o", "pipefail", "-c", place + "\n" + line],
            environment: ["XDG_CACHE_HOME": folder.path(host + "-cache")]
        )
    }

    /// Runs a command to its end, which must be as the documents say.
    @discardableResult
    func run(_ command: String, on host: String = "coordinator") async throws -> String {
        try await end(start(command, on: host), of: command)
    }

    /// Waits for the end: 1 of a sweep, for it knows some of the files, and 0 of all else.
    @discardableResult
    func end(_ program: RunningProgram, of command: String) async throws -> String {
        let ended = try await program.end(within: 90)
        let isSweep = command.contains(/^turnstone (scan|resume)\b/)
        #expect(ended.ending == .code(isSweep ? 1 : 0), "\(command): \(ended)")
        return ended.output
    }

    private func prepare(_ script: String) async throws {
        let ended = try await start(script).end(within: 90)
        try #require(ended.ending == .code(0), "\(ended)")
    }

    private func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder.path(name),
            withIntermediateDirectories: false
        )
    }
}
