import Core
import Testing

@testable import Coordinator

@Suite struct `The notice of an unfinished sweep` {
    private func summary(files: Int) -> Summary {
        var summary = InventedRecords.summary([], [])
        summary.state = .interrupted
        summary.files = files
        return summary
    }

    @Test func `counts what has no outcome and says what to do`() {
        let notice = UnfinishedNotice(summary(files: 3), ReportOrigin(phase: .running))
        #expect(
            notice?.sentence
                == "not complete: 3 of 3 files have no outcome yet, the sweep is running; "
                + "`turnstone status SWEEP` shows how far it is"
        )
        let one = UnfinishedNotice(summary(files: 1), ReportOrigin())
        #expect(one?.sentence.contains("1 of 1 file has no outcome yet, the sweep was") == true)
    }

    @Test func `is none where every file has its outcome`() {
        #expect(UnfinishedNotice(summary(files: 0), ReportOrigin()) == nil)
    }
}
