import Core
import Testing

@Suite struct HashListErrorTests {
    @Test func `every error says what to do about the list`() {
        let errors: [HashListError] = [
            .unknownFormat, .unsupportedFormat("XML"), .notUTF8, .kindNeeded(line: 7),
            .kindNotWanted(.md5, format: .vics), .columnMissing("hash"), .columnUnknown(3),
            .malformedJSON(line: 9), .nestedTooDeeply(line: 2), .cutOff,
            .noUsableRecord(ListTally()), .tooManyEntries,
        ]
        for error in errors {
            #expect(error.description.contains(";"), "\(error)")
            #expect(!error.description.contains("\n"))
        }
        #expect(HashListError.kindNeeded(line: 7).description.contains("line 7"))
        #expect(HashListError.columnUnknown(3).description.contains("3."))
    }
}
