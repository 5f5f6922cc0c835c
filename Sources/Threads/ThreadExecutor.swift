internal import CLinux
internal import Core
internal import Glibc
internal import Synchronization

/// A serial executor that owns one OS thread, and so confines an actor to it.
///
/// Between jobs the thread sleeps in poll(2) on an eventfd and on the descriptor it watches.
/// The thread starts with ``init(name:)`` and ends after ``shutdown()``.
@safe package final class ThreadExecutor: SerialExecutor {
    /// How long the thread may sleep.
    package enum Rest {
        /// Until a job comes: what it watches is not looked at.
        case untilWoken
        /// Until the watched descriptor is readable too, or that instant has come.
        case untilReadable(ContinuousClock.Instant?)
    }

    private struct Queue {
        var jobs: [UnownedJob] = []
        var isShutDown = false
    }

    private let queue = Lock(Queue())
    private let wakeup: Int32
    private let threadID = Atomic<UInt>(0)

    /// Touched only on the executor's own thread.
    private nonisolated(unsafe) var watched: Int32 = -1
    private nonisolated(unsafe) var onTurn: (() -> Rest)?

    /// Starts the thread; `name` is cut to the 15 bytes that Linux keeps.
    package init(name: String) {
        wakeup = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        if wakeup < 0 { unsafe linux_end_without("descriptor", errno) }
        let name = String(name.prefix(15))
        startThread {
            _ = unsafe linux_set_thread_name(name)
            self.run()
        }
    }

    deinit { close(wakeup) }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.withLock { $0.jobs.append(job) }
        wake()
    }

    package func checkIsolated() {
        precondition(isCurrentThread, "called off the executor's thread")
    }

    package func isIsolatingCurrentContext() -> Bool? { isCurrentThread }

    /// Watches `descriptor` and calls `onTurn` on this thread when it is readable, after each job,
    /// and at the instant that the last call of it asked for.
    ///
    /// What is readable and not read would wake the thread again and again, and so would a closed
    /// descriptor: `onTurn` answers ``Rest/untilWoken`` where it reads nothing.
    package func watch(_ descriptor: Int32, onTurn: @escaping () -> Rest) {
        checkIsolated()
        unsafe watched = descriptor
        unsafe self.onTurn = onTurn
    }

    /// Lets the thread end once its queue is empty.
    package func shutdown() {
        queue.withLock { $0.isShutDown = true }
        wake()
    }

    private var isCurrentThread: Bool {
        threadID.load(ordering: .acquiring) == UInt(pthread_self())
    }

    private func wake() { eventfd_write(wakeup, 1) }

    private func run() {
        threadID.store(UInt(pthread_self()), ordering: .releasing)
        while true {
            let (jobs, isShutDown) = queue.withLock { queue in
                defer { queue.jobs = [] }
                return (queue.jobs, queue.isShutDown)
            }
            for job in jobs { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
            let rest = unsafe onTurn?() ?? .untilWoken
            if !jobs.isEmpty { continue }
            if isShutDown {
                unsafe onTurn = nil
                return
            }
            park(rest)
        }
    }

    private func park(_ rest: Rest) {
        var items = [pollfd(fd: wakeup, events: Int16(POLLIN), revents: 0)]
        var timeout: Int32 = -1
        if case .untilReadable(let deadline) = rest {
            unsafe items.append(pollfd(fd: watched, events: Int16(POLLIN), revents: 0))
            if let deadline {
                timeout = ContinuousClock.now.duration(to: deadline).pollMilliseconds
            }
        }
        // EINTR ends the wait early, which costs one more turn and loses nothing.
        _ = unsafe poll(&items, nfds_t(items.count), timeout)
        var count: eventfd_t = 0
        _ = unsafe eventfd_read(wakeup, &count)
    }
}

extension Duration {
    /// Milliseconds for poll(2): rounded up, 0 for the past, at most an hour.
    @usableFromInline package var pollMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        if seconds < 0 || attoseconds < 0 { return 0 }
        if seconds >= 3600 { return 3_600_000 }
        return Int32(seconds) * 1000
            + Int32((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}

private final class ThreadBody {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Runs `body` on a new detached thread, without which the process is of no use.
package func startThread(_ body: @escaping @Sendable () -> Void) {
    let code = startThreadIfAllowed(body)
    if code != 0 { unsafe linux_end_without("thread", code) }
}

/// Runs `body` on a new detached thread, if there may be one more.
///
/// - Returns: 0, or the errno: `EAGAIN` where a container's or a user's limit is reached.
package func startThreadIfAllowed(_ body: @escaping @Sendable () -> Void) -> Int32 {
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(ThreadBody(body)).toOpaque()
    let code = unsafe pthread_create(
        &thread,
        nil,
        { raw in
            guard let raw = unsafe raw else { return nil }
            unsafe Unmanaged<ThreadBody>.fromOpaque(raw).takeRetainedValue().run()
            return nil
        },
        context
    )
    guard code == 0 else {
        unsafe Unmanaged<ThreadBody>.fromOpaque(context).release()
        return code
    }
    pthread_detach(thread)
    return 0
}
