public import CLinux

/// A value that one thread at a time may touch, and conditions that threads wait for.
///
/// For what threads hand to each other: a `Lock` has nothing to wait for, and each hop between
/// actors costs two switches of threads. Who waits for one condition is not woken for another.
///
/// Public for the reason that `Lock` is.
@safe public final class Monitor<Value>: @unchecked Sendable {
    /// What threads may wait for; an owner gives them names.
    public enum Condition: UInt32, Sendable { case first, second, third, fourth }

    // SAFETY: the value is touched only between `lock` and `unlock` of the handle.
    @usableFromInline let handle: UnsafeMutablePointer<linux_monitor>
    @usableFromInline var value: Value

    /// Guards `value`.
    package init(_ value: sending Value) {
        guard let handle = unsafe linux_monitor_new() else {
            preconditionFailure("no memory left for a lock")
        }
        unsafe self.handle = unsafe handle
        self.value = value
    }

    deinit { unsafe linux_monitor_free(handle) }

    /// Runs `body` while no other thread touches the value; not to be nested.
    @inlinable public func withLock<Result, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        unsafe linux_monitor_lock(handle)
        defer { unsafe linux_monitor_unlock(handle) }
        return try body(&value)
    }

    /// Tries again each time the condition is woken, until there is a result.
    ///
    /// - Parameters:
    ///   - limit: how long to wait at most, an hour or less; `nil` is for ever.
    ///   - attempt: runs while no other thread touches the value; `nil` is "not yet".
    /// - Returns: `nil` if there was no result in time.
    @inlinable public func wait<Result>(
        for condition: Condition,
        limit: Duration? = nil,
        _ attempt: (inout Value) -> Result?
    ) -> Result? {
        unsafe linux_monitor_lock(handle)
        defer { unsafe linux_monitor_unlock(handle) }
        if let result = attempt(&value) { return result }
        if let limit, limit <= .zero { return nil }
        let deadline = limit.map { linux_monotonic_deadline(Int64($0.pollMilliseconds)) }
        while true {
            var isLate = false
            if let deadline {
                isLate = unsafe !linux_monitor_wait_until(handle, condition.rawValue, deadline)
            } else {
                unsafe linux_monitor_wait_for(handle, condition.rawValue)
            }
            if let result = attempt(&value) { return result }
            if isLate { return nil }
        }
    }

    /// Wakes `count` of those that wait for a condition.
    package func wake(_ condition: Condition, count: Int) {
        for _ in 0..<count { unsafe linux_monitor_wake_one(handle, condition.rawValue) }
    }

    /// Wakes all that wait for a condition.
    package func wakeAll(_ condition: Condition) {
        unsafe linux_monitor_wake_everyone(handle, condition.rawValue)
    }
}
