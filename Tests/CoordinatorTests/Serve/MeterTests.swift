import Testing

@testable import Coordinator

@Suite struct `What people read of progress` {
    @Test(
        arguments: [
            (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"),
            (4 << 30, "4.0 GiB"), (1 << 60, "1024.0 PiB"), (Int64.max, "8192.0 PiB"),
        ] as [(Int64, String)]
    )
    func `is bytes in the unit that fits`(count: Int64, text: String) {
        #expect(ByteCount.text(count) == text)
    }

    @Test(
        arguments: [
            (0, "0 s"), (59.4, "59 s"), (60, "1 min 0 s"), (3599, "59 min 59 s"),
            (3600, "1 h 0 min"), (86_399, "23 h 59 min"), (90_000, "1 d 1 h"), (-5, "0 s"),
            (.infinity, "11574 d 1 h"),
        ] as [(Double, String)]
    )
    func `is time in two units`(seconds: Double, text: String) {
        #expect(Clock.text(seconds: seconds) == text)
    }

    @Test func `adds up the time of all runs`() throws {
        let planned = try PlannedSweep()
        try planned.ledger.endRun(seconds: 100, isComplete: false)
        let meter = Meter(
            style: .silent,
            record: try planned.ledger.sweep(),
            done: try planned.ledger.progress()
        )
        let seconds = meter.seconds(at: .now + .seconds(50))
        #expect(seconds >= 150 && seconds < 160)
    }
}
