import Core
import Storage
import Testing

@testable import Coordinator

@Suite struct `Warnings of a plan` {
    @Test func `name each exclusion that passed nothing over`() {
        var tally = WalkTally()
        tally.usedExcludes = [1]
        let sentences = PlanWarnings(tally, excludes: ["./a", "*.tmp", "{b,c}"]).sentences
        #expect(sentences.count == 2)
        #expect(sentences[0].hasPrefix("--exclude ./a passed nothing over; "))
        #expect(sentences[1].hasPrefix("--exclude {b,c} passed nothing over; "))
    }

    @Test func `name lists from another system`() {
        var tally = WalkTally()
        tally.listsWithCarriageReturns = [EntryPath("-"), EntryPath("/l")]
        let sentences = PlanWarnings(tally, excludes: []).sentences
        #expect(sentences[0].contains("file list from standard input end with CR LF"))
        #expect(sentences[1].contains("file list /l end with CR LF"))
    }

    @Test func `are none where all was of use`() {
        #expect(PlanWarnings(WalkTally(), excludes: []).sentences == [])
    }
}
