import Core
import Testing

@Suite struct HashListFormatTests {
    private typealias List = InventedList

    private func format(
        _ text: String,
        _ kind: MatchKind? = nil
    ) throws(HashListError) -> HashListFormat {
        try HashListFormat(firstBytes: Array(text.utf8), kind: kind)
    }

    @Test func `content tells the format`() throws {
        #expect(try format("# c\nHash,Kind\n") == .turnstoneCSV)
        #expect(try format("\(List.md5),name") == .bare)
        #expect(try format("pdq \(List.pdq)") == .pdqLines)
        #expect(try format("\(List.pdq),7,a") == .pdqTool)
        #expect(try format("hash,quality,name") == .pdqTool)
        #expect(try format("\(List.sha256)  a") == .checksums)
        #expect(try format("%%%% HASHDEEP-1.0\n") == .hashdeep)
        #expect(try format("{ \"odata.metadata\" : \"") == .vics)
    }

    @Test func `a kind goes only with bare hashes`() throws {
        #expect(try format("\(List.pdq)", .pdq) == .bare)
        #expect(try format("\(List.pdq),7,a", .pdq) == .pdqTool)
        #expect(try format("\(List.pdq),7,a", .sha256) == .bare)
        #expect(try format("\(List.sha256)  a", .sha256) == .checksums)
        #expect(try format("\(List.sha256)  a", .pdq) == .bare)
        #expect(throws: HashListError.kindNotWanted(.md5, format: .turnstoneCSV)) {
            try format("kind,hash\n", .md5)
        }
        #expect(throws: HashListError.kindNotWanted(.md5, format: .pdqLines)) {
            try format("pdq \(List.pdq)", .md5)
        }
    }

    @Test(arguments: [
        "<?xml version=\"1.0\"?>", "\"SHA-1\",\"MD5\",\"CRC32\"", "MD5;SHA1;PhotoDNA;Image ID",
        "indicator,first_descriptor_id,added_on,labels", "{\"hashRecords\":[]}", "[1]",
    ])
    func `formats that are known and not read are named`(text: String) {
        #expect {
            try format(text)
        } throws: { error in
            if case .unsupportedFormat = error as? HashListError { true } else { false }
        }
    }

    @Test func `anything else is unknown, UTF-16 is said to be so`() {
        #expect(throws: HashListError.empty) { try format("") }
        #expect(throws: HashListError.unknownFormat) { try format("hello\nworld\n") }
        for bytes: [UInt8] in [[0xFF, 0xFE, 0x6B, 0], [0xFE, 0xFF, 0, 0x6B], [0x6B, 0, 0x69, 0]] {
            #expect(throws: HashListError.notUTF8) {
                try HashListFormat(firstBytes: bytes, kind: nil)
            }
        }
    }
}
