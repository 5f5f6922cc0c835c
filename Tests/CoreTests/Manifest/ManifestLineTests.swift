import Core
import Testing

@Suite struct `A manifest line` {
    private func line(_ entry: FileEntry) -> [UInt8] {
        var text: [UInt8] = []
        ManifestLine.append(entry, to: &text)
        return text
    }

    private func parse(_ text: String) throws(ManifestError) -> FileEntry {
        try ManifestLine.entry(Array(text.utf8)[...], number: 7)
    }

    @Test func `is written as the manual says`() throws {
        let entry = FileEntry(
            path: EntryPath(Array("/a\tb\nc\\d\re\u{7F}é".utf8) + [0xFF, 0x41]),
            size: 12,
            mtimeNanoseconds: -5,
            plannedOutcome: .unreadable(errno: 13)
        )
        let expected = "12\t-5\t/a\\tb\\nc\\\\d\\x0de\\x7fé\\xffA\tunreadable:13\n"
        #expect(String(decoding: line(entry), as: UTF8.self) == expected)
    }

    @Test func `brings back any bytes, on one line of valid UTF-8`() throws {
        var random = SystemRandomNumberGenerator()
        let alphabet: [UInt8] = [
            0x09, 0x0A, 0x0D, 0x5C, 0x78, 0xC2, 0x85, 0xE2, 0x80, 0xA8, 0xED, 0xA0,
        ]
        for round in 0..<20_000 {
            let bytes = (0..<Int.random(in: 1...20, using: &random)).map { _ in
                round % 2 == 0
                    ? UInt8.random(in: 1...255, using: &random)
                    : alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            let entry = FileEntry(
                path: EntryPath(bytes),
                size: .random(in: 0...(.max), using: &random),
                mtimeNanoseconds: .random(in: (.min)...(.max), using: &random)
            )
            let text = line(entry)
            let decoded = try #require(String(validating: text, as: UTF8.self))
            #expect(decoded.dropLast().allSatisfy { !$0.isNewline })
            #expect(try ManifestLine.entry(text.dropLast(), number: 1) == entry)
        }
    }

    @Test func `brings back the ends of the numbers and every planned outcome`() throws {
        let outcomes: [Outcome?] =
            SkipCause.allCases.map { .skipped($0) } + [
                nil, .vanished, .unreadable(errno: 1), .unreadable(errno: .max),
            ]
        for outcome in outcomes {
            for time in [Int64.min, -1, 0, .max] {
                let entry = FileEntry(
                    path: EntryPath("/x"),
                    size: .max,
                    mtimeNanoseconds: time,
                    plannedOutcome: outcome
                )
                #expect(try ManifestLine.entry(line(entry).dropLast(), number: 1) == entry)
            }
        }
    }

    @Test(arguments: [
        ("", ManifestError.Flaw.columns), ("1\t2", .columns), ("1\t2\t/a\tvanished\t", .columns),
        ("-1\t2\t/a", .size), ("\t2\t/a", .size), ("01\t2\t/a", .size), ("+1\t2\t/a", .size),
        ("9223372036854775808\t2\t/a", .size), ("1\t-0\t/a", .time), ("1\t2.5\t/a", .time),
        ("1\t-9223372036854775809\t/a", .time), ("1\t2\t", .path), ("1\t2\t/a\\", .path),
        ("1\t2\t/a\\q", .path), ("1\t2\t/a\\x4", .path), ("1\t2\t/a\\xg0", .path),
        ("1\t2\t/a\\x00", .path), ("1\t2\t/a\u{1}", .path), ("1\t2\t/a\r", .path),
        ("1\t2\t/a\t", .outcome), ("1\t2\t/a\tskipped", .outcome), ("1\t2\t/a\timage", .outcome),
        ("1\t2\t/a\tskipped:maybe", .outcome), ("1\t2\t/a\tunreadable:0", .outcome),
        ("1\t2\t/a\tunreadable:x", .outcome), ("1\t2\t/a\tvanished:1", .outcome),
    ])
    func `that is damaged is refused by its number`(text: String, flaw: ManifestError.Flaw) {
        #expect(throws: ManifestError.malformed(line: 7, flaw)) { try parse(text) }
    }

    @Test func `UTF-8 sequences are found where the standard library finds them`() {
        var random = SystemRandomNumberGenerator()
        let edges: [UInt8] = [
            0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
            0xEC,
            0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
        ]
        for _ in 0..<100_000 {
            let bytes = (0..<4).map { _ in edges[Int.random(in: 0..<edges.count, using: &random)] }
            let length = UTF8Sequence.length(in: bytes, at: 0)
            let expected = (1...4).first {
                String(validating: bytes[..<$0], as: UTF8.self)?.unicodeScalars.count == 1
            }
            #expect(length == expected ?? 0, "\(bytes)")
        }
    }
}
