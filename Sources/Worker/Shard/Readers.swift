internal import CLinux
internal import Core
internal import Threads

/// The threads of a worker that read files into the memory it shares with its lanes: one at first,
/// more where storage makes the lanes wait.
///
/// Threads and not actors: a file would change threads four times on its way, which cost more than
/// reading it.
final class Readers: Sendable {
    /// How long a lane waits for a file before it looks whether more readers are needed.
    private static let patience = Duration.milliseconds(5)

    private let queue: ShardQueue
    private let readAhead: ReadAhead
    private let rate: ReadRate
    private let countMax: Int
    private let hiring: Monitor<Hiring>
    private let reader: @Sendable (Int) -> Reader
    /// Threads that have not ended.
    private let living = Lock(0)
    private let ends: AsyncStream<Never>
    private let ending: AsyncStream<Never>.Continuation

    /// Starts the first.
    ///
    /// - Parameter reader: makes the reader of a number, from 0 to one less than `countMax`.
    init(
        queue: ShardQueue,
        readAhead: ReadAhead,
        rate: ReadRate,
        countMax: Int,
        reader: @escaping @Sendable (Int) -> Reader
    ) {
        self.queue = queue
        self.readAhead = readAhead
        self.rate = rate
        self.countMax = countMax
        self.reader = reader
        hiring = Monitor(Hiring(countMax: countMax, at: .now))
        (ends, ending) = AsyncStream.makeStream()
        start([0])
    }

    /// The next files for a lane: as many as one request takes.
    ///
    /// - Parameter isPatient: whether to wait for them.
    /// - Returns: None when nothing is ready, or nothing is to be examined any more.
    func files(isPatient: Bool) -> [ReadFile] {
        while true {
            let start = ContinuousClock.now
            let supply = readAhead.files(within: isPatient ? Readers.patience : .zero)
            if isPatient { note(waited: start.duration(to: .now)) }
            switch supply {
            case .files(let files): return files
            case .nothing where isPatient: continue
            case .nothing, .closed: return []
            }
        }
    }

    /// Returns when all have ended; they do once the queue and what is read ahead are closed.
    func end() async { for await _ in ends {} }

    /// A lane waited. Where nothing is left, or the rate is what holds, more readers are of no use.
    private func note(waited: Duration) {
        guard !queue.isEmpty, !rate.isHolding else { return }
        let (hired, count) = hiring.withLock { hiring in
            (hiring.note(waited: waited, at: .now), hiring.numbers.count)
        }
        guard !hired.isEmpty else { return }
        readAhead.set(readerCount: count)
        start(hired)
    }

    private func start(_ numbers: [Int]) {
        living.withLock { $0 += numbers.count }
        for (index, number) in numbers.enumerated() {
            let code = startThreadIfAllowed {
                _ = unsafe linux_set_thread_name("read-\(number)")
                self.work(number, self.reader(number))
                self.leave(1)
            }
            if code != 0 { return withdraw(numbers[index...]) }
        }
    }

    /// As many have ended.
    private func leave(_ count: Int) {
        let isLast = living.withLock { living in
            living -= count
            return living == 0
        }
        if isLast { ending.finish() }
    }

    /// A limit on threads, as containers have it, is no reason to end: those there are go on.
    private func withdraw(_ numbers: ArraySlice<Int>) {
        let left = hiring.withLock { hiring in
            hiring.withdraw(numbers)
            return hiring.numbers
        }
        if left.isEmpty { unsafe linux_end_without("thread to read files", EAGAIN) }
        // Or a worker all of whose readers hang would wait for those that cannot be hired.
        for number in 0..<countMax where !left.contains(number) { reader(number).pulse.withdraw() }
        readAhead.set(readerCount: left.count)
        leave(numbers.count)
    }

    private func work(_ number: Int, _ reader: Reader) {
        var last = Duration.zero
        while let idle = readAhead.waitForTurn() {
            if idle > .zero, dismiss(number, idle, last) { return }
            guard let item = queue.next() else { return }
            let start = ContinuousClock.now
            let waits = linux_thread_wait_count()
            let file = reader.read(item)
            let isSlow = linux_thread_wait_count() > waits
            last = start.duration(to: .now)
            hiring.withLock { $0.note(readSlowly: isSlow) }
            if let file { readAhead.add(file) }
        }
    }

    private func dismiss(_ number: Int, _ idle: Duration, _ last: Duration) -> Bool {
        let (isDismissed, count) = hiring.withLock {
            ($0.dismiss(number, idle: idle, read: last, at: .now), $0.numbers.count)
        }
        if isDismissed { readAhead.set(readerCount: count) }
        return isDismissed
    }
}
