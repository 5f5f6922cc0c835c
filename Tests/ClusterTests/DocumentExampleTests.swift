import Foundation
import TestSupport
import Testing

/// The examples of the documents, run as they stand; only the folders are others.
@Suite(.serialized) struct DocumentExampleTests {
    @Test(.timeLimit(.minutes(3)))
    func `every command of the README's first sweep does what it says`() async throws {
        let commands = try Example.commands(of: "README.md", under: "## Your first sweep")
        #expect(commands.count >= 6)
        let bench = try ExampleBench()
        try bench.folder.write(
            try String(contentsOfFile: bench.made.list, encoding: .utf8),
            to: "known.csv"
        )
        for command in commands { try await bench.run(command) }
    }

    @Test(.timeLimit(.minutes(3)))
    func `every command of the page on hash lists does what it says`() async throws {
        let commands = try Example.commands(of: "docs/hash-lists.md", under: "# Hash lists")
        #expect(commands.count >= 4)
        let bench = try ExampleBench()
        try bench.plantLists()
        for command in commands { try await bench.run(command) }
    }

    @Test(arguments: ["README.md", "docs/hash-lists.md"], [false, true])
    func `every list in the documents can be used`(document: String, windows: Bool) async throws {
        let lists = try Example.blocks(of: document, language: "csv")
        try #require(!lists.isEmpty)
        let folder = try TestFolder()
        for (number, list) in lists.enumerated() {
            let text = windows ? list.replacing("\n", with: "\r\n") : list
            let file = try folder.write(text, to: "list-\(number).csv")
            let run = try await Programs.turnstone("list", "inspect", file)
            #expect(run.ending == .code(0), "\(run)")
        }
    }

    @Test func `an example is found only under its heading`() {
        let text = "# A\n```sh\nturnstone one\n```\n## B\n```sh\nturnstone two   # why\n```\n## C\n"
        #expect(Example.commands(in: text, under: "## B") == ["turnstone two"])
        #expect(Example.commands(in: text, under: "# A") == ["turnstone one", "turnstone two"])
    }
}

/// What a document shows in fenced blocks.
private enum Example {
    static func text(of document: String) throws -> String {
        try String(contentsOf: Checkout.root.appending(path: document), encoding: .utf8)
    }

    static func commands(of document: String, under heading: String) throws -> [String] {
        commands(in: try text(of: document), under: heading)
    }

    /// Lines of shell blocks from a heading to the next of its level, without comments.
    static func commands(in text: String, under heading: String) -> [String] {
        let level = heading.prefix { $0 == "#" }
        var isInSection = false
        var isInBlock = false
        var commands: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isInBlock = !isInBlock && line == "```sh"
            } else if isInBlock && isInSection {
                let command = line.split(separator: "#")[0].trimmingCharacters(in: .whitespaces)
                if !command.isEmpty { commands.append(command) }
            } else if line == heading {
                isInSection = true
            } else if line.hasPrefix(level + " ") {
                isInSection = false
            }
        }
        return commands
    }

    static func blocks(of document: String, language: String) throws -> [String] {
        try text(of: document).components(separatedBy: "```\(language)\n").dropFirst()
            .map { String($0.prefix(upTo: $0.range(of: "```")?.lowerBound ?? $0.endIndex)) }
    }
}

/// A folder where the documents' commands run, with a made tree in the place of `/srv/files`.
private struct ExampleBench {
    let folder: TestFolder
    let made: MadeTree

    init() throws {
        folder = try TestFolder()
        made = try MadeTree.medium
    }

    /// The lists and pictures that the page on hash lists names.
    func plantLists() throws {
        let known = try String(contentsOfFile: made.list, encoding: .utf8)
        try folder.write(known, to: "known.csv")
        let hash = String(repeating: "0123456789abcdef", count: 4) + "\n"
        try folder.write(hash, to: "pictures.txt")
        try folder.write(hash, to: "files.txt")
        for name in ["holiday", "papers"] {
            try FileManager.default.createDirectory(
                atPath: folder.path(name),
                withIntermediateDirectories: false
            )
        }
        try folder.write("a letter", to: "papers/letter.txt")
        let picture = Checkout.fixture("pictures").path(percentEncoded: false)
        let jpeg = try #require(
            try FileManager.default.contentsOfDirectory(atPath: picture).sorted()
                .first { $0.hasSuffix(".jpg") }
        )
        try FileManager.default.copyItem(
            atPath: picture + "/" + jpeg,
            toPath: folder.path("holiday/beach.jpg")
        )
    }

    /// Runs a command by a shell; 1 is what a sweep with findings says.
    func run(_ command: String) async throws {
        let line = command.replacing("/srv/files", with: made.tree)
            .replacing("/var/tmp/sweep-1", with: folder.path("sweep-1"))
        let programs = URL(filePath: try Programs.path(of: "turnstone")).deletingLastPathComponent()
        let script =
            "cd '\(folder.path)' && PATH='\(programs.path(percentEncoded: false))':$PATH && \(line)"
        let run = try await RunningProgram(["/bin/bash", "-c", script]).end(within: 90)
        #expect(run.ending == .code(0) || run.ending == .code(1), "\(command): \(run)")
    }
}
