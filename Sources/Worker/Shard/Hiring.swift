/// When a worker needs more readers: where its lanes wait for storage although files are left.
///
/// Storage that answers at once needs one reader, storage that takes 20 ms for each answer
/// hundreds. A state machine with time as an argument.
struct Hiring {
    /// The most threads that read in one worker: enough for 6,000 files a second where opening and
    /// reading one takes 40 ms. Each costs some 30 kB of stack.
    static let readerCountMax = 256

    /// Lanes starve that wait for more than one part in so many of the time.
    static let waitShare = 32

    /// Waiting for less than that is no sign of anything.
    static let waitMin = Duration.milliseconds(4)

    /// How far to look back; and how long to wait for what those hired last bring, before they are
    /// taken for hung.
    static let window = Duration.seconds(1)

    /// Readers that there are.
    private(set) var count = 1
    private let countMax: Int
    private var windowStart: ContinuousClock.Instant
    private var waited = Duration.zero
    private var readCount = 0
    private var slowCount = 0

    init(countMax: Int = Hiring.readerCountMax, at now: ContinuousClock.Instant) {
        self.countMax = countMax
        windowStart = now
    }

    /// A reader has read a file, slowly if storage made it wait. What is cached is no slower for
    /// one reader than for two.
    mutating func note(readSlowly: Bool) {
        readCount += 1
        if readSlowly { slowCount += 1 }
    }

    /// A lane waited for so long with files left to be read.
    ///
    /// - Returns: How many readers to hire.
    mutating func note(waited: Duration, at now: ContinuousClock.Instant) -> Int {
        self.waited += waited
        let elapsed = windowStart.duration(to: now)
        let isOver = elapsed >= Hiring.window
        let isStarving =
            self.waited >= max(Hiring.waitMin, elapsed / Hiring.waitShare)
            && 2 * slowCount >= readCount
        // Those hired last have brought something: one file each.
        guard isOver || (isStarving && readCount >= count) else { return 0 }
        let hired = isStarving ? min(count, countMax - count) : 0
        count += hired
        windowStart = now
        self.waited = .zero
        readCount = 0
        slowCount = 0
        return hired
    }
}
