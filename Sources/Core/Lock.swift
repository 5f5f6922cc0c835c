public import Synchronization

/// A value that one thread at a time may touch.
///
/// The standard library's `Mutex`, plus an edge that ThreadSanitizer sees: on Linux a contended
/// `Mutex` is handed over by the kernel (FUTEX_LOCK_PI), which writes the lock's word itself, and
/// the sanitizer calls what comes after it a race.
///
/// Public, for the compiler specialises nothing of a package in its other modules: with the types
/// looked up at every call, locks were a tenth of what a worker itself costs a small file.
public struct Lock<Value: Sendable>: ~Copyable, Sendable {
    @usableFromInline let mutex: Mutex<Value>
    @usableFromInline let edge = Atomic<Bool>(false)

    /// Guards `value`.
    public init(_ value: Value) { mutex = Mutex(value) }

    /// Runs `body` while no other thread is in one of this lock; not to be nested.
    @inlinable public borrowing func withLock<Result: Sendable, Failure: Error>(
        _ body: (inout Value) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try mutex.withLock { value throws(Failure) in
            _ = edge.load(ordering: .acquiring)
            defer { edge.store(false, ordering: .releasing) }
            return try body(&value)
        }
    }
}
