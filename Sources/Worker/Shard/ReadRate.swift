internal import Core
internal import Threads

/// The rate at which a worker may read, its share of the sweep's.
final class ReadRate: Sendable {
    private struct State {
        var budget = RateBudget(bytesPerSecond: 0, filesPerSecond: 0, at: .now)
        /// Readers that wait.
        var waitingCount = 0
        var isClosed = false
    }

    private let monitor = Monitor(State())

    /// Changes the rate; 0 is no limit.
    func set(bytesPerSecond: Double, filesPerSecond: Double) {
        monitor.withLock {
            $0.budget.bytesPerSecond = bytesPerSecond
            $0.budget.filesPerSecond = filesPerSecond
        }
    }

    /// Whether somebody waits for it.
    var isHolding: Bool { monitor.withLock { $0.waitingCount > 0 } }

    /// Waits until a file of so many bytes may be read.
    ///
    /// - Returns: `false` if the worker drains: it is not to be read any more.
    func wait(for byteCount: Int64) -> Bool {
        let (pause, isClosed) = monitor.withLock { state in
            let pause = state.budget.take(byteCount: byteCount, at: .now)
            if pause > .zero { state.waitingCount += 1 }
            return (pause, state.isClosed)
        }
        guard pause > .zero else { return !isClosed }
        defer { monitor.withLock { $0.waitingCount -= 1 } }
        let deadline = ContinuousClock.now + pause
        while true {
            // A monitor waits an hour at most.
            let left = ContinuousClock.now.duration(to: deadline)
            let isClosed = monitor.wait(for: .first, limit: left) { $0.isClosed ? true : nil }
            if isClosed == true { return false }
            if ContinuousClock.now >= deadline { return true }
        }
    }

    /// Lets nobody wait any more.
    func close() {
        monitor.withLock { $0.isClosed = true }
        monitor.wakeAll(.first)
    }
}
