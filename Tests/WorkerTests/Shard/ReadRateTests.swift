import TestSupport
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(1))) struct `The rate of reading` {
    private let rate = ReadRate()

    @Test func `is kept to`() {
        rate.set(bytesPerSecond: 0, filesPerSecond: 50)
        let start = ContinuousClock.now
        for _ in 0..<15 { #expect(rate.wait(for: 1)) }
        // The bucket holds a second's worth at most, and begins empty.
        #expect(start.duration(to: .now) >= .milliseconds(200))
    }

    @Test func `holds nobody where there is none`() {
        let start = ContinuousClock.now
        for _ in 0..<10_000 { #expect(rate.wait(for: .max)) }
        #expect(start.duration(to: .now) < .seconds(5) && !rate.isHolding)
    }

    @Test func `ends a wait when it is closed`() async throws {
        rate.set(bytesPerSecond: 1, filesPerSecond: 0)
        let waits = Task.detached { rate.wait(for: 1 << 20) }
        try await Patience.wait(for: "the wait", within: 10) { rate.isHolding }
        rate.close()
        #expect(await waits.value == false)
        #expect(!rate.isHolding)
        #expect(!rate.wait(for: 1))
    }
}
