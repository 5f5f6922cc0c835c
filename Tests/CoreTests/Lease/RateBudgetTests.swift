import Core
import Testing

@Suite struct RateBudgetTests {
    private let start = ContinuousClock.now

    /// Seconds that `count` files of that size take under the budget, when each wait is kept.
    private func seconds(_ count: Int, of byteCount: Int64, bytes: Double, files: Double) -> Double
    {
        var budget = RateBudget(bytesPerSecond: bytes, filesPerSecond: files, at: start)
        var now = start
        for _ in 0..<count { now += budget.take(byteCount: byteCount, at: now) }
        return start.duration(to: now) / .seconds(1)
    }

    @Test func `bytes and files are read at the rates that are set, whichever is slower`() {
        #expect(abs(seconds(1000, of: 1000, bytes: 100_000, files: 0) - 10) < 0.1)
        #expect(abs(seconds(1000, of: 1000, bytes: 0, files: 50) - 20) < 0.1)
        #expect(abs(seconds(1000, of: 1000, bytes: 100_000, files: 50) - 20) < 0.1)
        #expect(abs(seconds(3, of: 1_000_000, bytes: 100_000, files: 50) - 30) < 0.1)
    }

    @Test func `no limit is no wait`() {
        #expect(seconds(1000, of: 1 << 40, bytes: 0, files: 0) == 0)
    }

    @Test func `a pause saves up one second's worth and no more`() {
        var budget = RateBudget(bytesPerSecond: 1000, filesPerSecond: 0, at: start)
        let later = start + .seconds(3600)
        let first = budget.take(byteCount: 1000, at: later)
        #expect(first == .zero)
        let second = budget.take(byteCount: 1000, at: later)
        #expect(second == .seconds(1))
    }

    @Test func `a clock that goes back gives nothing`() {
        var budget = RateBudget(bytesPerSecond: 1000, filesPerSecond: 0, at: start)
        _ = budget.take(byteCount: 0, at: start + .seconds(1))
        let wait = budget.take(byteCount: 2000, at: start - .seconds(60))
        #expect(wait == .seconds(1))
    }
}
