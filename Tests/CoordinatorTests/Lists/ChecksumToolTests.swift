import Coordinator
import Core
import Foundation
import Storage
import Testing

/// Lists as coreutils write them, of files with hard names.
@Suite struct ChecksumToolTests {
    private static let names = ["plain", "two  blanks", "*star", "back\\slash", "line\nfeed", " b"]

    @Test(arguments: [DigestKind.md5, .sha1, .sha256], ["--text", "--binary"])
    func `what the tools print is read back as it was meant`(
        kind: DigestKind,
        mode: String
    ) throws {
        let folder = try ListFolder()
        for name in Self.names { _ = try folder.list("content of \(name)", name: name) }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/\(kind.rawValue)sum")
        process.arguments = [mode, "--"] + Self.names
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let path = try folder.list(String(decoding: output, as: UTF8.self), name: "list")
        let file = try HashListCompiler(directory: folder.path).compile(HashListArgument(path))
        #expect(file.format == .checksums)
        #expect(file.tally.accepted == [kind.matchKind: Self.names.count])
        let list = try CompiledList(MappedFile(path: file.path))
        #expect((0..<list.entryCount).map(list.entryID) == Self.names)
    }
}
