import Core
import Foundation
import TestSupport
import Testing
import WireMessages

@testable import Coordinator

@Suite(.timeLimit(.minutes(1))) struct `The read budget of a sweep` {
    private static let budget = PlannedSweep.Budget(bytes: 1000, files: 30)

    /// What a worker was last told that it may read, bytes and files a second.
    private struct Share: Equatable {
        let bytes: UInt64
        let files: Double

        init(_ bytes: UInt64, _ files: Double) { (self.bytes, self.files) = (bytes, files) }

        init(_ welcome: WireWelcome) {
            self.init(welcome.bytesPerSecond, welcome.filesPerSecond)
        }
    }

    private func serve(_ budget: PlannedSweep.Budget) async throws -> ServedSweep {
        try await PlannedSweep.$budget.withValue(budget) { try await ServedSweep() }
    }

    /// Waits until every one of them was told that share, with heartbeats of all.
    private func expect(
        _ share: Share,
        of workers: [FakeWorker],
        within limit: Duration = .seconds(20)
    ) async throws {
        let deadline = ContinuousClock.now + limit
        for (number, worker) in workers.enumerated() {
            var told: Share?
            while told != share {
                guard ContinuousClock.now < deadline else {
                    Issue.record("worker \(number) was told \(told.map { "\($0)" } ?? "nothing")")
                    return
                }
                for each in workers { try await each.renew([]) }
                if case .welcome(let welcome) = try await worker.next(within: FakeWorker.heartbeat)
                {
                    told = Share(welcome)
                }
            }
        }
    }

    /// Hears all that comes for a while, with heartbeats: whether a share was among it.
    private func isToldAgain(_ worker: FakeWorker, within limit: Duration) async throws -> Bool {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            try await worker.renew([])
            if case .welcome = try await worker.next(within: FakeWorker.heartbeat) { return true }
        }
        return false
    }

    private func end(_ served: ServedSweep, by worker: FakeWorker) async throws {
        try await served.finish(worker)
        #expect(try await served.end() == .complete)
        try served.expectWhole()
    }

    @Test func `is shared anew among those who stay when one leaves`() async throws {
        let served = try await serve(Self.budget)
        let one = try await served.worker("one")
        #expect(Share(try await one.join()) == Share(1000, 30))
        let two = try await served.worker("two")
        #expect(Share(try await two.join()) == Share(500, 15))
        try await expect(Share(500, 15), of: [one])
        let three = try await served.worker("three")
        #expect(Share(try await three.join()) == Share(333, 10))
        try await expect(Share(333, 10), of: [one, two])
        try await three.leave()
        try await expect(Share(500, 15), of: [one, two])
        try await two.leave()
        try await expect(Share(1000, 30), of: [one])
        try await end(served, by: one)
    }

    /// It says no goodbye: it is missed after some silence, and only then.
    @Test func `is shared anew when a worker is gone without a word`() async throws {
        let served = try await serve(Self.budget)
        let one = try await served.worker("one")
        try await one.join()
        let two = try await served.worker("two")
        try await two.join()
        try await expect(Share(500, 15), of: [one])
        await two.link.close()
        try await expect(
            Share(1000, 30),
            of: [one],
            within: ServerLimits.silenceLimit + .seconds(15)
        )
        try await end(served, by: one)
    }

    @Test func `that is smaller than its shares is never without limit`() async throws {
        let served = try await serve(PlannedSweep.Budget(bytes: 1, files: 0.5))
        let one = try await served.worker("one")
        try await one.join()
        let two = try await served.worker("two")
        #expect(Share(try await two.join()) == Share(1, 0.25))
        try await two.leave()
        try await end(served, by: one)
    }

    @Test func `is not spoken of where there is none`() async throws {
        let served = try await serve(PlannedSweep.Budget())
        let one = try await served.worker("one")
        #expect(Share(try await one.join()) == Share(0, 0))
        let two = try await served.worker("two")
        try await two.join()
        try await two.leave()
        #expect(try await !isToldAgain(one, within: ServerLimits.keepInterval * 2))
        try await end(served, by: one)
    }
}
