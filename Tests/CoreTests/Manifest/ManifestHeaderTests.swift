import Core
import Testing

@Suite struct `A manifest header` {
    private let header = ManifestHeader(
        made: "2026-01-02T03:04:05Z",
        roots: [EntryPath("/a b"), EntryPath([0x2F, 0xFF, 0x0A])],
        options: ["--exclude *.tmp", ""]
    )

    @Test func `comes back with its lines and bytes counted`() throws {
        var text: [UInt8] = []
        header.append(to: &text)
        let length = text.count
        text += Array("1\t2\t/a\n".utf8)
        let parsed = try ManifestHeader.parse(text[...])
        #expect(parsed.header == header)
        #expect(parsed.lineCount == 6)
        #expect(parsed.byteCount == length)
    }

    @Test func `of a newer version is refused, as is none`() {
        #expect(throws: ManifestError.newerVersion(2)) {
            try ManifestHeader.parse(Array("# turnstone manifest 2\n".utf8)[...])
        }
        for text in ["", "1\t2\t/a\n", "# something\n", "# turnstone manifest x\n"] {
            #expect(throws: ManifestError.notAManifest) {
                try ManifestHeader.parse(Array(text.utf8)[...])
            }
        }
    }

    @Test func `with a damaged line is refused by its number`() {
        let text = "# turnstone manifest 1\n# made x\n#\n"
        #expect(throws: ManifestError.malformed(line: 3, .header)) {
            try ManifestHeader.parse(Array(text.utf8)[...])
        }
    }
}
