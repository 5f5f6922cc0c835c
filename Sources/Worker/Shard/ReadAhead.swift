internal import Core
internal import Threads

/// The files that a worker has read and its lanes have not yet taken, and the memory that they
/// stand in: what readers and lanes hand to each other.
///
/// Readers wait while enough is ready, or no memory is left; lanes wait while nothing is.
final class ReadAhead: Sendable {
    private struct State {
        var arena: Arena
        var ready: [ReadFile] = []
        var readyByteCount = 0
        var readerCount = 1
        /// One reader waits for a place, the others before the door: no file is overtaken for ever
        /// by smaller ones.
        var isDoorTaken = false
        var isClosed = false
    }

    /// What is waited for.
    private static let file = Monitor<State>.Condition.first
    private static let turn = Monitor<State>.Condition.second
    private static let place = Monitor<State>.Condition.third
    private static let door = Monitor<State>.Condition.fourth

    private let monitor: Monitor<State>
    private let memory: SharedMemory
    private let laneCount: Int
    private let readyCountMax: Int
    private let readyByteCountMax: Int
    private let keptByteCount: Int

    /// - Parameter capacity: bytes of files that may stand in the memory at once.
    init(
        memory: SharedMemory,
        laneCount: Int,
        capacity: Int = LaneLimits.readAheadByteCountMax
    ) {
        self.memory = memory
        monitor = Monitor(State(arena: Arena(byteCount: memory.byteCount, capacity: capacity)))
        self.laneCount = laneCount
        readyCountMax = laneCount * LaneLimits.readyCountMax
        readyByteCountMax = laneCount * LaneLimits.readyByteCountMax
        keptByteCount = laneCount * LaneLimits.keptByteCount
    }

    /// Waits while enough files are ready.
    ///
    /// - Returns: how long that took; `nil` when nothing is to be read any more.
    func waitForTurn() -> Duration? {
        var start: ContinuousClock.Instant?
        let isOpen = monitor.wait(for: ReadAhead.turn) { state -> Bool? in
            if state.isClosed { return false }
            if !isFull(state) { return true }
            start = start ?? .now
            return nil
        }
        return isOpen == true ? start?.duration(to: .now) ?? .zero : nil
    }

    /// Says how many readers there are: each may have a file ready, however many that are, for what
    /// slow storage brings comes in waves.
    ///
    /// One that ends was woken for a turn, which another gets.
    func set(readerCount: Int) {
        monitor.withLock { $0.readerCount = readerCount }
        monitor.wake(ReadAhead.turn, count: 1)
    }

    /// Waits for a place for a file of so many bytes.
    ///
    /// - Returns: `nil` when nothing is to be read any more.
    func place(for byteCount: Int) -> Range<Int>? {
        let entry = monitor.wait(for: ReadAhead.door) { state -> Entry? in
            if state.isClosed { return .closed }
            if state.isDoorTaken { return nil }
            if let place = state.arena.take(byteCount) { return .place(place) }
            state.isDoorTaken = true
            return .door
        }
        defer { monitor.wake(ReadAhead.door, count: 1) }
        guard case .door = entry else { return entry?.place }
        defer { monitor.withLock { $0.isDoorTaken = false } }
        let last = monitor.wait(for: ReadAhead.place) { state -> Entry? in
            if state.isClosed { return .closed }
            return state.arena.take(byteCount).map { .place($0) }
        }
        return last?.place
    }

    /// What came of asking for a place.
    private enum Entry {
        case place(Range<Int>)
        /// There is none: whoever asked is the one to wait.
        case door
        case closed

        var place: Range<Int>? { if case .place(let place) = self { place } else { nil } }
    }

    /// Gives back a place, of whose bytes the first `touched` were written.
    func giveBack(_ place: Range<Int>, touched: Int) {
        // Before anybody else has it.
        let end = place.lowerBound + min(touched, place.count)
        let start = max(place.lowerBound, keptByteCount)
        memory.release(from: start, count: end - start)
        monitor.withLock { $0.arena.giveBack(place) }
        monitor.wake(ReadAhead.place, count: 1)
    }

    /// Hands a file to the lanes.
    func add(_ file: ReadFile) {
        monitor.withLock { state in
            state.ready.append(file)
            state.readyByteCount += file.place.count
        }
        monitor.wake(ReadAhead.file, count: 1)
    }

    /// What came of asking for files.
    enum Supply: Sendable {
        case files([ReadFile])
        /// Nothing was ready in time.
        case nothing
        case closed
    }

    /// The next files for a lane, as many as one request takes; waits for `limit` at most.
    func files(within limit: Duration) -> Supply {
        let supply = monitor.wait(for: ReadAhead.file, limit: limit) { state -> Supply? in
            if state.isClosed { return .closed }
            return state.ready.isEmpty ? nil : .files(take(&state))
        }
        guard case .files(let files) = supply else { return supply ?? .nothing }
        // Woken when half is gone, a reader reads many files before it sleeps again.
        if monitor.withLock({ isHalfEmpty($0) }) {
            monitor.wake(ReadAhead.turn, count: max(files.count, 1))
        }
        return .files(files)
    }

    /// Takes nothing more, and lets nobody wait.
    func close() {
        monitor.withLock { $0.isClosed = true }
        monitor.wakeAll(ReadAhead.file)
        monitor.wakeAll(ReadAhead.turn)
        monitor.wakeAll(ReadAhead.place)
        monitor.wakeAll(ReadAhead.door)
    }

    private func isFull(_ state: State) -> Bool {
        state.ready.count >= state.readerCount
            && (state.ready.count >= readyCountMax || state.readyByteCount >= readyByteCountMax)
    }

    private func isHalfEmpty(_ state: State) -> Bool {
        !isFull(state) && 2 * state.ready.count <= max(readyCountMax, state.readerCount)
    }

    private func take(_ state: inout State) -> [ReadFile] {
        let share = state.readyByteCount / (laneCount * LaneLimits.requestShare)
        let byteCountMax = min(
            max(share, LaneLimits.requestByteCountMin),
            LaneLimits.requestByteCountMax
        )
        var byteCount = 0
        var count = 0
        for file in state.ready.prefix(LaneLimits.fileCountMax) {
            byteCount += file.place.count
            if count > 0 && byteCount > byteCountMax { break }
            count += 1
        }
        let files = Array(state.ready.prefix(count))
        state.ready.removeFirst(count)
        state.readyByteCount -= files.reduce(0) { $0 + $1.place.count }
        return files
    }
}
