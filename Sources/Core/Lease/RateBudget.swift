/// A read budget: so many bytes and files a second, as a value with time as an argument.
///
/// A token bucket that holds at most a second's worth; a read larger than that leaves a debt.
package struct RateBudget: Sendable {
    /// Bytes a second; 0 is no limit.
    package var bytesPerSecond: Double
    /// Files a second; 0 is no limit.
    package var filesPerSecond: Double
    private var bytes = 0.0
    private var files = 0.0
    private var last: ContinuousClock.Instant

    /// Makes a budget that begins empty.
    package init(bytesPerSecond: Double, filesPerSecond: Double, at now: ContinuousClock.Instant) {
        self.bytesPerSecond = bytesPerSecond
        self.filesPerSecond = filesPerSecond
        last = now
    }

    /// Takes one file of that many bytes, and says how long to wait before reading it.
    package mutating func take(byteCount: Int64, at now: ContinuousClock.Instant) -> Duration {
        let elapsed = max(0, last.duration(to: now) / .seconds(1))
        last = max(last, now)
        bytes = min(bytes + elapsed * bytesPerSecond, bytesPerSecond)
        files = min(files + elapsed * filesPerSecond, max(filesPerSecond, 1))
        var wait = 0.0
        if bytesPerSecond > 0 {
            bytes -= Double(byteCount)
            wait = max(wait, -bytes / bytesPerSecond)
        }
        if filesPerSecond > 0 {
            files -= 1
            wait = max(wait, -files / filesPerSecond)
        }
        return .seconds(wait)
    }
}
