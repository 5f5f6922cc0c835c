import Core
import Testing

@Suite struct CSVFieldsTests {
    private func fields(_ line: String) -> [String]? {
        CSVFields.split(Array(line.utf8))?.map { String(decoding: $0, as: UTF8.self) }
    }

    /// What Python's `csv` module reads from the same lines, but for the empty one.
    @Test func `fields are split at commas outside quotation marks`() {
        #expect(fields("a,b") == ["a", "b"])
        #expect(fields("") == [""])
        #expect(fields(",") == ["", ""])
        #expect(fields("\"a,b\",c") == ["a,b", "c"])
        #expect(fields("\"a\"\"b\",\"\"") == ["a\"b", ""])
        #expect(fields("a\"b,c") == ["a\"b", "c"])
    }

    @Test(arguments: ["\"a", "a,\"", "\"a\"b,c", "\"a\"\""])
    func `a quotation mark that is not closed is no field`(line: String) {
        #expect(fields(line) == nil)
    }

    @Test func `a line says whether its last field goes on`() {
        func quoting(_ line: String, isInside: Bool = false) -> CSVFields.Quoting {
            CSVFields.quoting(Array(line.utf8)[...], isInside: isInside)
        }
        #expect(quoting("a,b\"c") == .closed(fieldCount: 2))
        #expect(quoting("") == .closed(fieldCount: 1))
        #expect(quoting("\"a\"\"\",") == .closed(fieldCount: 2))
        #expect(quoting("a,\"b") == .open && quoting("\"") == .open)
        #expect(quoting("a,\"b\"\"") == .open)
        #expect(quoting("\"a\"b") == .malformed)
        #expect(quoting("a,b", isInside: true) == .open && quoting("", isInside: true) == .open)
        #expect(quoting("a\"", isInside: true) == .closed(fieldCount: 1))
        #expect(quoting("a\",\"", isInside: true) == .open)
        #expect(quoting("a\"b", isInside: true) == .malformed)
    }

    @Test func `decimal digits are a number and nothing else is`() {
        func value(_ text: String) -> Int? { DecimalDigits.value(Array(text.utf8)[...]) }
        #expect(value("0") == 0 && value("007") == 7 && value("999999999") == 999_999_999)
        for text in ["", "-1", "+1", "1.0", "1 ", "1000000000", "x"] { #expect(value(text) == nil) }
    }
}
