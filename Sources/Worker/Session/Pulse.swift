internal import Core

/// One reader's signs of life: which file it has, and when that file last moved.
///
/// Only storage can hang for ever; waits for lanes and for the network have limits, and those for
/// other threads of the worker end with them. So a file moves when it is handed out and whenever
/// storage answers.
final class Pulse: Sendable {
    /// What a reader was seen to do.
    struct State: Sendable {
        /// The file it has; `nil` while it waits for one.
        var item: ShardQueue.Item?
        /// When the file was handed out, or storage last answered.
        var movedAt: ContinuousClock.Instant
        /// Since when storage has not answered; `nil` while nothing is asked of it.
        var askedAt: ContinuousClock.Instant?
        /// Whether the system had no thread for it: it has nothing, and will have nothing.
        var isWithdrawn = false
    }

    private let lock: Lock<State>

    init(at now: ContinuousClock.Instant = .now) { lock = Lock(State(movedAt: now)) }

    var state: State { lock.withLock { $0 } }

    /// A file was handed out, or is done: `nil`.
    func take(_ item: ShardQueue.Item?, at now: ContinuousClock.Instant = .now) {
        lock.withLock { $0 = State(item: item, movedAt: now) }
    }

    /// There is no such reader, until one takes a file after all.
    func withdraw() { lock.withLock { $0.isWithdrawn = true } }

    /// Storage is asked for something.
    func ask(at now: ContinuousClock.Instant = .now) { lock.withLock { $0.askedAt = now } }

    /// Storage answered.
    func answer(at now: ContinuousClock.Instant = .now) {
        lock.withLock {
            $0.askedAt = nil
            $0.movedAt = now
        }
    }
}
