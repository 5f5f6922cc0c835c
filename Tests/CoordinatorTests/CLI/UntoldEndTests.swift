import Glibc
import Testing

@testable import Coordinator

@Suite struct `An end that could not be told` {
    private let planned: PlannedSweep

    init() throws { planned = try PlannedSweep(files: 1) }

    @Test func `points to the sweep that is there`() {
        let full = ReportError(.write, output: "-", errno: ENOSPC)
        let path = planned.folder.path
        func sentence(_ phase: SweepPhase) -> String {
            "\(UntoldEnd.error(full, phase, planned.folder))"
        }
        #expect(
            sentence(.complete)
                == "standard output cannot be written (ENOSPC); the sweep is complete, "
                + "`turnstone report \(path) --format text` shows what it found"
        )
        #expect(sentence(.interrupted).contains("interrupted, `turnstone resume \(path)` goes on"))
        #expect(Failure.code(of: UntoldEnd.error(full, .planned, planned.folder)) == 4)
    }

    @Test func `is nothing to whoever has read enough`() {
        let gone = ReportError(.write, output: "-", errno: EPIPE)
        let error = UntoldEnd.error(gone, .planned, planned.folder) as? ReportError
        #expect(error?.isReaderGone == true)
    }
}
