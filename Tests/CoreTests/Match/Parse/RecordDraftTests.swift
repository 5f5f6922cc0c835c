import Core
import Testing

@Suite struct RecordDraftTests {
    private typealias List = InventedList

    @Test func `a hash that comes twice is taken once and in silence`() throws {
        var events: [ListEvent] = []
        var draft = RecordDraft(number: 1)
        draft.add(.md5, hex: Array(List.md5.utf8)[...], to: &events)
        draft.add(.md5, hex: Array(List.md5.uppercased().utf8)[...], to: &events)
        draft.finish(to: &events)
        #expect(
            try events == [
                .record(ListRecord(number: 1, id: nil, hashes: [List.hash(.md5, List.md5)]))
            ]
        )
    }

    @Test func `hashes of one record have a limit and the rest is counted`() {
        var events: [ListEvent] = []
        var draft = RecordDraft(number: 8)
        for number in 0..<(HashListLimits.hashesPerRecordMax + 2) {
            let digits = String(number + 1, radix: 16)
            let hex = String(repeating: "0", count: 32 - digits.count) + digits
            draft.add(.md5, hex: Array(hex.utf8)[...], to: &events)
        }
        draft.finish(to: &events)
        #expect(events.count == 3)
        #expect(events.first == .rejection(8, .tooManyHashes))
    }

    @Test func `a label beyond the limit refuses each hash of the record`() {
        var events: [ListEvent] = []
        var draft = RecordDraft(number: 2)
        let label = [UInt8](repeating: 65, count: HashListLimits.labelByteCountMax + 1)
        draft.setCategory(label.dropLast())
        draft.setID(label[...])
        draft.add(.md5, hex: Array(List.md5.utf8)[...], to: &events)
        draft.add(.sha1, hex: Array(List.sha1.utf8)[...], to: &events)
        draft.finish(to: &events)
        #expect(events == [.rejection(2, .labelTooLong), .rejection(2, .labelTooLong)])
    }

    @Test func `a record without any hash is rejected, one of ignored hashes is not`() {
        var events: [ListEvent] = []
        RecordDraft(number: 1).finish(to: &events)
        var draft = RecordDraft(number: 2)
        draft.ignore(.photoDNA, to: &events)
        draft.finish(to: &events)
        #expect(events == [.rejection(1, .noHash), .ignored(.photoDNA)])
    }

    @Test func `every reason is a sentence without a value`() {
        for reason in RejectionReason.allCases { #expect(reason.sentence.count > 10) }
        #expect(
            Set(RejectionReason.allCases.map(\.sentence)).count == RejectionReason.allCases.count
        )
    }
}
