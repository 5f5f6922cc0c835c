import Core
import Foundation
import Glibc
import Storage
import Testing

@Suite struct MappedFileTests {
    private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data(bytes).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        try body(url.path)
    }

    private func held(_ file: MappedFile) -> [UInt8] {
        file.withBytes { bytes in bytes.indices.map { bytes[$0] } }
    }

    @Test func `a file's bytes and their digest are there`() throws {
        try withFile(Array("abc".utf8)) { path in
            let file = try MappedFile(path: path)
            #expect(file.count == 3)
            #expect(held(file) == Array("abc".utf8))
            // FIPS 180-2, appendix B.1.
            #expect(
                try file.sha256().hex
                    == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
            )
        }
    }

    @Test func `it outlives its name`() throws {
        var file: MappedFile?
        try withFile([7, 8]) { path in file = try MappedFile(path: path) }
        #expect(try held(#require(file)) == [7, 8])
    }

    @Test func `an empty file has no bytes`() throws {
        try withFile([]) { path in
            let file = try MappedFile(path: path)
            #expect(file.count == 0)
            #expect(file.withBytes { $0.count } == 0)
            #expect(
                try file.sha256().hex
                    == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
            )
        }
    }

    @Test(arguments: ["/", "/dev/null", "/nowhere/at/all"])
    func `what is no regular file is refused`(path: String) {
        #expect(throws: SystemError.self) { try MappedFile(path: path) }
    }

    @Test func `one that is cut short ends the process with a sentence that names it`()
        async throws
    {
        let result = try #require(
            await #expect(
                processExitsWith: .exitCode(4),
                observing: [\.standardErrorContent]
            ) {
                let path = NSTemporaryDirectory() + "turnstone-cut-\(getpid())"
                try Data(repeating: 7, count: 100_000).write(to: URL(filePath: path))
                let file = try MappedFile(path: path)
                truncate(path, 10)
                unlink(path)
                print(file.withBytes { $0[90_000] })
            }
        )
        let text = String(decoding: result.standardErrorContent, as: UTF8.self)
        #expect(text.contains("turnstone-cut-"))
        #expect(text.contains(" was cut short while it was in use"))
    }

    #if TURNSTONE_TSAN
        // How ThreadSanitizer's own handler ends a process.
        private static let faultEnding = ExitTest.Condition.exitCode(66)
    #else
        private static let faultEnding = ExitTest.Condition.signal(SIGBUS)
    #endif

    @Test func `another fault than a file's ends the process as ever`() async throws {
        await #expect(processExitsWith: Self.faultEnding) {
            let path = NSTemporaryDirectory() + "turnstone-whole-\(getpid())"
            try Data(repeating: 7, count: 100_000).write(to: URL(filePath: path))
            let file = try MappedFile(path: path)
            unlink(path)
            kill(getpid(), SIGBUS)
            sleep(5)
            print(file.count)
        }
    }

    @Test func `who writes into it, and who puts another in its place, is seen`() throws {
        try withFile([7, 8]) { path in
            let file = try MappedFile(path: path)
            #expect(try file.status() == file.statusWhenMapped && !file.isWritten)
            #expect(chmod(path, 0o400) == 0)
            #expect(try file.status() != file.statusWhenMapped && !file.isWritten)
            #expect(utimes(path, nil) == 0)
            #expect(file.isWritten)
            #expect(try file.status().linkCount == 1)
            unlink(path)
            #expect(try file.status().linkCount == 0)
        }
    }
}
