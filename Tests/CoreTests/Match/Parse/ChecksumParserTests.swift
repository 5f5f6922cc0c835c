import Core
import Testing

@Suite struct ChecksumParserTests {
    private typealias List = InventedList

    @Test func `names are unescaped behind a backslash and verbatim otherwise`() throws {
        let text = """
            \(List.md5)  a  b
            \(List.sha1) *c\\n
            \\\(List.sha256)  d\\\\e\\nf\\r
            \\\(List.md5)  g\\t
            \(List.md5)
            \(List.md5)0  h
            """
        #expect(
            try List.events(text) == [
                .record(ListRecord(number: 1, id: "a  b", hashes: [List.hash(.md5, List.md5)])),
                .record(ListRecord(number: 2, id: "c\\n", hashes: [List.hash(.sha1, List.sha1)])),
                .record(
                    ListRecord(
                        number: 3,
                        id: "d\\e\nf\r",
                        hashes: [List.hash(.sha256, List.sha256)]
                    )
                ),
                .rejection(4, .badEscape),
                .record(ListRecord(number: 5, id: nil, hashes: [List.hash(.md5, List.md5)])),
                .rejection(6, .wrongLength),
            ]
        )
    }

    @Test func `with pdq before its name such a list is one of PDQ hashes`() throws {
        #expect(
            try List.events("\(List.pdq)  a", kind: .pdq) == [
                .record(ListRecord(number: 1, id: "a", hashes: [List.hash(.pdq, List.pdq)]))
            ]
        )
        #expect(
            try List.events("\(List.md5)  a", kind: .sha1) == [.rejection(1, .wrongLength)]
        )
    }
}
