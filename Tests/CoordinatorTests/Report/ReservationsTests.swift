import Foundation
import Testing

@testable import Coordinator

@Suite struct ReservationsTests {
    private func summary(_ change: (inout Summary) -> Void) -> Summary {
        var summary = InventedRecords.summary([], [])
        summary.lists = [Summary.List(name: "ours", version: "1", entries: 2)]
        change(&summary)
        return summary
    }

    @Test func `there is nothing to say where all was compared`() {
        #expect(Reservations(summary { _ in }).sentences == [])
    }

    @Test func `each is one sentence, and names its list`() {
        let told = summary {
            $0.lowQuality = 31
            $0.withWarnings = 1
            $0.lists[0].rejected = 6
            $0.lists[0].ignored = 1
        }
        let sentences = Reservations(told).sentences
        #expect(sentences.count == 3)
        #expect(sentences[0].hasPrefix("31 images of a quality below"))
        #expect(sentences[1].hasPrefix("1 image decoded with warnings"))
        #expect(
            sentences[2].hasPrefix(
                "List ours: records not used: 6 rejected and 1 ignored, beside its 2 entries"
            )
        )
        let text = String(decoding: SummaryText(told).bytes, as: UTF8.self)
        let line = String(decoding: SummaryLine(told).bytes, as: UTF8.self)
        for sentence in sentences { #expect(text.contains(sentence)) }
        #expect(line.contains(#""low_quality":31,"with_warnings":1,"#))
        #expect(line.contains(#""entries":2,"rejected":6,"ignored":1"#))
    }
}
