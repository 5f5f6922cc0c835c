import Core
import Foundation
import Testing

@Suite struct DigestKindsTests {
    @Test(
        arguments: [
            ("md5,sha1,sha256", .all), ("sha256,md5", [.md5, .sha256]), ("sha1", .sha1),
            ("sha256,sha1,md5", .all), ("none", []),
        ] as [(String, DigestKinds)]
    )
    func `names with commas between them say which digests are made`(
        argument: String,
        kinds: DigestKinds
    ) throws {
        #expect(try DigestKinds(argument: argument) == kinds)
        #expect(try DigestKinds(argument: kinds.argument) == kinds)
        #expect(kinds.text == kinds.argument.replacing(",", with: ", "))
    }

    @Test(
        arguments: [
            ("", .unknown("")), (",", .unknown("")), ("md5,", .unknown("")),
            ("md5,,sha1", .unknown("")), ("md4", .unknown("md4")), ("MD5", .unknown("MD5")),
            ("md5, sha1", .unknown(" sha1")), ("sha-1", .unknown("sha-1")),
            ("all", .unknown("all")), ("sha1,md5,sha1", .twice(.sha1)),
            ("none,md5", .noneAmongOthers), ("md5,none", .noneAmongOthers),
            ("none,none", .noneAmongOthers),
        ] as [(String, DigestKindsError)]
    )
    func `other words are refused with those that are allowed`(
        argument: String,
        expected: DigestKindsError
    ) {
        #expect(throws: expected) { try DigestKinds(argument: argument) }
        #expect("\(expected)".hasPrefix("--digests takes some of md5,sha1,sha256, or none"))
        #expect("\(expected)".hasSuffix("."))
    }

    @Test func `what is refused cannot move what a terminal shows`() {
        #expect("\(DigestKindsError.unknown("\u{1b}[2J"))".contains("\\u{1b}[2J"))
    }

    @Test func `bits are those of known kinds or none at all`() {
        for bits in 0..<8 { #expect(DigestKinds(bits: bits)?.rawValue == UInt8(bits)) }
        for bits in [-1, 8, 15, 128, 256, 263, Int.max] { #expect(DigestKinds(bits: bits) == nil) }
    }

    @Test func `files have the names, each once`() throws {
        let encoded = try JSONEncoder().encode([DigestKinds.all, [.sha1], []])
        let text = #"[["md5","sha1","sha256"],["sha1"],[]]"#
        #expect(String(decoding: encoded, as: UTF8.self) == text)
        let decoded = try JSONDecoder().decode([DigestKinds].self, from: encoded)
        #expect(decoded == [.all, .sha1, []])
        for text in [#"["md4"]"#, #"["md5","md5"]"#, #"["none"]"#, #"[7]"#, #""md5""#] {
            #expect(throws: (any Error).self) {
                try JSONDecoder().decode(DigestKinds.self, from: Data(text.utf8))
            }
        }
    }
}
