import Core
import Digests
import Foundation
import Testing

struct DigestStreamTests {
    static let methods = DigestMethod.allCases.filter(\.isSupported)

    @Test(arguments: methods, PublishedDigests.all)
    func `digests are the published ones`(method: DigestMethod, known: PublishedDigests) throws {
        var stream = try DigestStream(.all, method)
        stream.update(Array(known.text.utf8).span)
        let digests = stream.finish()
        #expect(digests.md5?.hex == known.md5)
        #expect(digests.sha1?.hex == known.sha1)
        #expect(digests.sha256?.hex == known.sha256)
    }

    @Test(arguments: methods, 0...DigestKinds.all.rawValue)
    func `what is not asked for is not made, and the others are the same`(
        method: DigestMethod,
        bits: UInt8
    ) throws {
        let kinds = DigestKinds(rawValue: bits)
        for known in PublishedDigests.all {
            var stream = try DigestStream(kinds, method)
            stream.update(Array(known.text.utf8).span)
            let digests = stream.finish()
            #expect(digests.kinds == kinds)
            #expect(digests.md5?.hex == (kinds.contains(.md5) ? known.md5 : nil))
            #expect(digests.sha1?.hex == (kinds.contains(.sha1) ? known.sha1 : nil))
            #expect(digests.sha256?.hex == (kinds.contains(.sha256) ? known.sha256 : nil))
        }
    }

    @Test func `only where MD5 and another are asked for are all made in one loop`() {
        let methods = DigestStreamTests.methods
        #expect(methods.contains(.separate))
        for bits in 0...DigestKinds.all.rawValue {
            let kinds = DigestKinds(rawValue: bits)
            let isLoop = methods.contains(.interleaved) && kinds.contains(.md5) && kinds != .md5
            #expect(DigestMethod.best(for: kinds) == (isLoop ? .interleaved : .separate))
        }
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: methods,
        [0, 1, 55, 56, 64, 16_383, 16_384, 16_385, 32_768, 100_003]
    )
    func `digests of bytes in pieces are those of md5sum, sha1sum and sha256sum`(
        method: DigestMethod,
        count: Int
    ) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31 &+ $0 >> 5) }
        var stream = try DigestStream(.all, method)
        var single = try SHA256Stream()
        for start in stride(from: 0, to: count, by: 20_011) {
            let piece = Array(bytes[start..<min(start + 20_011, count)])
            stream.update(piece.span)
            single.update(piece.span)
        }
        let digests = stream.finish()
        #expect(try digests.md5?.hex == output(of: "md5sum", for: bytes))
        #expect(try digests.sha1?.hex == output(of: "sha1sum", for: bytes))
        #expect(try digests.sha256?.hex == output(of: "sha256sum", for: bytes))
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
