internal import Synchronization

/// A value that one thread at a time may touch.
///
/// The standard library's `Mutex`, plus an edge that ThreadSanitizer sees: on Linux a contended
/// `Mutex` is handed over by the kernel (FUTEX_LOCK_PI), which writes the lock's word itself, and
/// the sanitizer calls what comes after it a race.
package struct Lock<Value: Sendable>: ~Copyable, Sendable {
    private let mutex: Mutex<Value>
    private let edge = Atomic<Bool>(false)

    /// Guards `value`.
    package init(_ value: Value) { mutex = Mutex(value) }

    /// Runs `body` while no other thread is in one of this lock; not to be nested.
    package borrowing func withLock<Result: Sendable, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try mutex.withLock { value throws(Failure) in
            _ = edge.load(ordering: .acquiring)
            defer { edge.store(false, ordering: .releasing) }
            return try body(&value)
        }
    }
}
