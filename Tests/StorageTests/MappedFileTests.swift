import Core
import Foundation
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
}
