import Core
import Testing

@Suite struct PDQLineParserTests {
    private typealias List = InventedList

    @Test func `lines of pdq and a hash are read`() throws {
        let text = "pdq \(List.pdq)\r\nPDQ\t\(List.pdq.uppercased()) n 1\nmd5 \(List.md5)\npdq\n"
        #expect(
            try List.events(text) == [
                .record(ListRecord(number: 1, id: nil, hashes: [List.hash(.pdq, List.pdq)])),
                .record(ListRecord(number: 2, id: "n 1", hashes: [List.hash(.pdq, List.pdq)])),
                .rejection(3, .unknownKind), .rejection(4, .unknownKind),
            ]
        )
    }
}
