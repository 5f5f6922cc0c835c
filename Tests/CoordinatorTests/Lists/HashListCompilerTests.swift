import Coordinator
import Core
import Foundation
import Storage
import Testing

@Suite struct HashListCompilerTests {
    private static let md5 = "00112233445566778899aabbccddeeff"
    private static let text = """
        kind,hash,id,category
        md5,\(md5),demo-1,test
        md5,\(md5),demo-1,test
        pdq,0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef,,test
        md5,bad
        """

    /// The command's own answer, for an oracle.
    private func sha256sum(_ path: String) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/sha256sum")
        process.arguments = [path]
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output.prefix(64), as: UTF8.self)
    }

    @Test func `a list becomes one file named by its digest, for its owner alone`() throws {
        let folder = try ListFolder()
        let lists = try ListFolder()
        let path = try lists.list(Self.text, name: "a:b.csv")
        let file = try HashListCompiler(directory: folder.path).compile(HashListArgument(path))
        #expect(file.name == "a:b.csv")
        #expect(file.format == .turnstoneCSV)
        #expect(file.version.hex == (try sha256sum(path)))
        #expect(file.digest.hex == (try sha256sum(file.path)))
        #expect(file.path == "\(folder.path)/\(file.digest.hex).list")
        #expect(try folder.names == ["\(file.digest.hex).list"])
        #expect(file.entryCount == 2)
        #expect(file.tally.duplicateCount == 1 && file.tally.rejectedCount == 1)
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(attributes[.size] as? Int == file.byteCount)
    }

    @Test func `the compiled file is opened mapped and answers`() throws {
        let folder = try ListFolder()
        let path = try folder.list(Self.text)
        let file = try HashListCompiler(directory: folder.path).compile(HashListArgument(path))
        let mapped = try MappedFile(path: file.path)
        #expect(mapped.count == file.byteCount)
        #expect(try mapped.sha256() == file.digest)
        let list = try CompiledList(mapped)
        #expect(list.version == file.version)
        #expect((0..<2).map(list.entryID) == ["demo-1", "4"])
        let digest = try #require(Digest(.md5, bytes: Hex.bytes(Self.md5.utf8) ?? []))
        #expect(list.entries(matching: digest) == [0])
    }

    @Test func `compiling again gives the same file`() throws {
        let folder = try ListFolder()
        let path = try folder.list(Self.text)
        let compiler = HashListCompiler(directory: folder.path)
        let first = try compiler.compile(HashListArgument(path))
        #expect(try compiler.compile(HashListArgument(path)).path == first.path)
        #expect(try folder.names.count == 2)
    }

    @Test func `the quality floor decides which hashes are in the file`() throws {
        let folder = try ListFolder()
        let hash = String(repeating: "0123456789abcdef", count: 4)
        let path = try folder.list("\(hash),60,a\n\(hash),50,b\n\(hash),10,c\n")
        let compiler = HashListCompiler(directory: folder.path)
        #expect(try compiler.compile(HashListArgument(path)).entryCount == 2)
        let higher = HashListCompiler(directory: folder.path, qualityFloor: 51)
        #expect(try higher.compile(HashListArgument(path)).entryCount == 1)
    }

    @Test func `a list that is of no use leaves nothing behind and says why`() throws {
        let folder = try ListFolder()
        let compiler = HashListCompiler(directory: folder.path)
        let empty = try folder.list("kind,hash\n", name: "empty")
        let message = #expect(throws: HashListFileError.self) {
            try compiler.compile(HashListArgument(empty))
        }
        #expect(message?.description.contains("no usable record") == true)
        #expect(throws: HashListFileError.self) {
            try compiler.compile(HashListArgument("\(folder.path)/none"))
        }
        #expect(throws: HashListFileError.self) {
            try compiler.compile(HashListArgument(folder.path))
        }
        #expect(try folder.names == ["empty"])
    }

    @Test func `a folder that cannot be written to is an error`() throws {
        let folder = try ListFolder()
        let path = try folder.list(Self.text)
        #expect(throws: HashListFileError.self) {
            try HashListCompiler(directory: folder.path + "/none").compile(HashListArgument(path))
        }
    }
}
