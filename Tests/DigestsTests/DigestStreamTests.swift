import Core
import Digests
import Foundation
import Testing

struct DigestStreamTests {
    @Test func `digests of nothing and of abc are the published ones`() throws {
        let nothing = try DigestStream().finish()
        #expect(nothing.md5.hex == "d41d8cd98f00b204e9800998ecf8427e")
        #expect(nothing.sha1.hex == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
        #expect(
            nothing.sha256.hex
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
        var stream = try DigestStream()
        stream.update(Array("abc".utf8).span)
        let abc = stream.finish()
        #expect(abc.md5.hex == "900150983cd24fb0d6963f7d28e17f72")
        #expect(abc.sha1.hex == "a9993e364706816aba3e25717850c26c9cd0d89d")
        #expect(
            abc.sha256.hex
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        )
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [0, 1, 55, 56, 64, 16_383, 16_384, 16_385, 32_768, 100_003]
    )
    func `digests of bytes in pieces are those of md5sum, sha1sum and sha256sum`(
        count: Int
    ) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31 &+ $0 >> 5) }
        var stream = try DigestStream()
        var single = try SHA256Stream()
        for start in stride(from: 0, to: count, by: 20_011) {
            let piece = Array(bytes[start..<min(start + 20_011, count)])
            stream.update(piece.span)
            single.update(piece.span)
        }
        let digests = stream.finish()
        #expect(try digests.md5.hex == output(of: "md5sum", for: bytes))
        #expect(try digests.sha1.hex == output(of: "sha1sum", for: bytes))
        #expect(try digests.sha256.hex == output(of: "sha256sum", for: bytes))
        #expect(single.finish() == digests.sha256)
        #expect(try Digest.sha256(of: bytes.span) == digests.sha256)
    }

    @Test func `the error names the digest and what to do`() {
        let text = DigestError.unavailable(.md5).description
        #expect(text.contains("md5") && text.contains("OpenSSL"))
    }

    /// The first word that a tool of coreutils prints for a file of those bytes.
    private func output(of tool: String, for bytes: [UInt8]) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [tool, file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let text = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: text.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
    }
}
