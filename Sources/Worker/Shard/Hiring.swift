/// How many readers a worker needs: more where its lanes wait for storage although files are left,
/// fewer where readers wait for lanes.
///
/// Storage that answers at once needs one reader, storage that takes 20 ms for each answer
/// hundreds. A state machine with time as an argument.
struct Hiring {
    /// The most threads that read in one worker: enough for 10,000 files a second where opening and
    /// reading one takes 40 ms. Each costs some 30 kB of stack.
    static let readerCountMax = 512

    /// Lanes starve that wait for more than one part in so many of the time.
    static let waitShare = 32

    /// Waiting for less than that is no sign of anything.
    static let waitMin = Duration.milliseconds(4)

    /// How far to look back; and how long to wait for what those hired last bring, before they are
    /// taken for hung.
    static let window = Duration.seconds(1)

    /// How many times as many there are after each hiring: hundreds after four, which storage of
    /// 20 ms sees in a fifth of a second.
    static let growth = 4

    /// A reader that waits so long for its turn, and longer than it reads, is one too many.
    static let idleMax = Duration.milliseconds(20)

    /// They end one by one, with so much time between: lanes that are slow for once still need
    /// those who wait.
    static let dismissalInterval = Duration.milliseconds(50)

    /// The numbers of the readers that there are.
    private(set) var numbers: Set<Int> = [0]
    /// Numbers there are, and how many may be given at once: fewer, where the system refused.
    private let numberCount: Int
    private var countMax: Int
    private var windowStart: ContinuousClock.Instant
    private var waited = Duration.zero
    private var readCount = 0
    private var slowCount = 0
    private var dismissedAt: ContinuousClock.Instant

    init(countMax: Int = Hiring.readerCountMax, at now: ContinuousClock.Instant) {
        numberCount = countMax
        self.countMax = countMax
        windowStart = now
        dismissedAt = now
    }

    /// A reader has read a file, slowly if storage made it wait. What is cached is no slower for
    /// one reader than for two.
    mutating func note(readSlowly: Bool) {
        readCount += 1
        if readSlowly { slowCount += 1 }
    }

    /// A lane waited for so long with files left to be read.
    ///
    /// - Returns: The numbers of those to hire.
    mutating func note(waited: Duration, at now: ContinuousClock.Instant) -> [Int] {
        self.waited += waited
        let elapsed = windowStart.duration(to: now)
        let isOver = elapsed >= Hiring.window
        let isStarving =
            self.waited >= max(Hiring.waitMin, elapsed / Hiring.waitShare)
            && 2 * slowCount >= readCount
        // Those hired last have brought something: one file each.
        guard isOver || (isStarving && readCount >= numbers.count) else { return [] }
        windowStart = now
        self.waited = .zero
        readCount = 0
        slowCount = 0
        guard isStarving else { return [] }
        let free = Set(0..<numberCount).subtracting(numbers).sorted()
        let count = min((Hiring.growth - 1) * numbers.count, countMax - numbers.count)
        let hired = Array(free.prefix(max(count, 0)))
        numbers.formUnion(hired)
        return hired
    }

    /// Those could not be hired: the system has no room for them, and none are asked for again.
    mutating func withdraw(_ numbers: some Sequence<Int>) {
        self.numbers.subtract(numbers)
        countMax = self.numbers.count
    }

    /// A reader waited because enough was read, and had read for so long before.
    ///
    /// - Returns: Whether it is to end.
    mutating func dismiss(
        _ number: Int,
        idle: Duration,
        read: Duration,
        at now: ContinuousClock.Instant
    ) -> Bool {
        guard idle >= max(Hiring.idleMax, read), numbers.count > 1,
            dismissedAt.duration(to: now) >= Hiring.dismissalInterval
        else { return false }
        dismissedAt = now
        numbers.remove(number)
        return true
    }
}
