import Core
import Testing

@Suite struct BareListParserTests {
    private typealias List = InventedList

    @Test func `the number of digits tells the kind and what follows is the id`() throws {
        let text = """
            # a comment
            \(List.md5.uppercased())
            \(List.sha1), some name
            \(List.md5)\tid;x

            """
        #expect(
            try List.events(text) == [
                .record(ListRecord(number: 2, id: nil, hashes: [List.hash(.md5, List.md5)])),
                .record(
                    ListRecord(number: 3, id: "some name", hashes: [List.hash(.sha1, List.sha1)])
                ),
                .record(ListRecord(number: 4, id: "id;x", hashes: [List.hash(.md5, List.md5)])),
            ]
        )
    }

    @Test func `64 digits need a kind`() throws {
        #expect(throws: HashListError.kindNeeded(line: 1)) { try List.events(List.pdq) }
        #expect(throws: HashListError.kindNeeded(line: 2)) {
            try List.events("\(List.md5)\n\(List.pdq) name\n")
        }
        #expect("\(HashListError.kindNeeded(line: 2))".contains("pdq:FILE"))
        for kind in [MatchKind.pdq, .sha256] {
            #expect(
                try List.events(List.pdq + " a b", kind: kind) == [
                    .record(ListRecord(number: 1, id: "a b", hashes: [List.hash(kind, List.pdq)]))
                ]
            )
        }
    }

    @Test func `what is no hash of the list's kind is rejected`() throws {
        let text = "\(List.md5)\nhash\nabcdef\n\(List.md5)0\n\(List.md5)"
        let events = try List.events(text)
        #expect(events.count == 5)
        #expect(
            events[1...3] == [
                .rejection(2, .badHash), .rejection(3, .wrongLength), .rejection(4, .wrongLength),
            ]
        )
        #expect(
            try List.events("\(List.pdq)\n\(List.md5)", kind: .pdq).last
                == .rejection(2, .wrongLength)
        )
    }

    @Test func `a title above the first hash is one rejected record`() throws {
        let events = try List.events("MD5 hashes of March\n\(List.md5)\n")
        #expect(events.first == .rejection(1, .badHash))
        #expect(events.count == 2)
    }
}
