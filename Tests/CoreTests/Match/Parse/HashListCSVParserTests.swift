import Core
import TestSupport
import Testing

@Suite struct HashListCSVParserTests {
    private typealias List = InventedList

    private func record(_ number: Int, _ id: String?) throws -> ListEvent {
        .record(ListRecord(number: number, id: id, hashes: [try List.hash(.pdq, List.pdq)]))
    }

    /// Both kinds of CSV with these lines behind the hash.
    private func lists(_ rests: [String]) -> [String] {
        [
            "pdq,quality,path\n" + rests.map { "\(List.pdq),99,\($0)\n" }.joined(),
            "kind,hash,id\n" + rests.map { "pdq,\(List.pdq),\($0)\n" }.joined(),
        ]
    }

    @Test func `a quoted field goes over several lines, however the list is cut`() throws {
        let names = ["a\n#b", "\n\n", "c\r\nd\r", "\"e\"\n,\"", "f\n\(List.pdq),99,g", "h"]
        let cells = names.map { CSVCell.text($0) }
        for text in lists(cells) {
            for length in [1, 7, 64, .max] {
                let events = try List.events(Array(text.utf8), pieceLength: length)
                #expect(
                    try events == [
                        record(2, names[0]), record(4, names[1]), record(7, names[2]),
                        record(9, names[3]), record(11, names[4]), record(13, names[5]),
                    ]
                )
            }
        }
    }

    @Test func `what turnstone hash prints of any name comes back as that name`() throws {
        var generator = SeededGenerator(seed: 11)
        let pieces = ["\n", "\"", ",", "\r", "a", "#", "\(List.pdq),50,", " ", "\u{301}"]
        var names: [String] = []
        for _ in 0..<400 {
            let count = Int.random(in: 1...6, using: &generator)
            let name = (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }
            names.append(name.joined())
        }
        for text in lists(names.map { CSVCell.text($0) }) {
            let ids = try List.events(text).map { event in
                if case .record(let record) = event { record.id } else { "no record" }
            }
            #expect(ids.map { $0.map { Array($0.utf8) } } == names.map { Array($0.utf8) })
        }
    }

    @Test func `a mark that is never closed takes no line behind it along`() throws {
        let both = lists(["\"a", "b", "\"c\nd\"", "e\"", "\"f"])
        #expect(
            try List.events(both[0]) == [
                record(2, "\"a"), record(3, "b"), record(4, "c\nd"), record(6, "e\""),
                record(7, "\"f"),
            ]
        )
        #expect(
            try List.events(both[1]) == [
                .rejection(2, .openQuote), record(3, "b"), record(4, "c\nd"), record(6, "e\""),
                .rejection(7, .openQuote),
            ]
        )
    }

    @Test func `a record that would be too large is none`() throws {
        let lines = String(repeating: "x\n", count: HashListLimits.quotedByteCountMax / 2)
        let long = String(repeating: "y", count: HashListLimits.lineByteCountMax + 1)
        for filling in [lines, long + "\n"] {
            let text = "\(List.pdq),99,\"a\n\(filling)\"\n\(List.pdq),99,b\n"
            let events = try List.events(text)
            #expect(try events.first == record(1, "\"a"))
            #expect(try events.last == record(filling.count { $0 == "\n" } + 3, "b"))
        }
    }

    @Test func `the longest id and category may be nothing but marks`() throws {
        let id = String(repeating: "\"", count: HashListLimits.labelByteCountMax - 1) + "\n"
        let cell = CSVCell.text(id)
        let events = try List.events("kind,hash,id,category\npdq,\(List.pdq),\(cell),\(cell)\n")
        #expect(
            try events == [
                .record(
                    ListRecord(
                        number: 2,
                        id: id,
                        category: id,
                        hashes: [List.hash(.pdq, List.pdq)]
                    )
                )
            ]
        )
    }
}
