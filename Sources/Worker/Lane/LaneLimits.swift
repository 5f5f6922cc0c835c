/// The limits of lanes and of the memory they share with their worker.
enum LaneLimits {
    /// Files that are read ahead for each lane while it works on another.
    static let slotCount = 3

    /// Address space of one slot: the largest file that is given to a decoder. A 100-megapixel
    /// picture of 16 bits fits, hardly packed; only touched pages cost memory.
    static let slotByteCount = 256 << 20

    /// Pages that a slot keeps after a file; what lies behind them is given back at once.
    static let slotKeptByteCount = 4 << 20

    /// The most that is read of a file whose status says 0 bytes: within what a slot may keep,
    /// since no read budget was asked for it.
    static let sizelessByteCountMax = slotKeptByteCount

    /// Bytes of such a file that are read at a time.
    static let sizelessReadByteCount = 64 << 10

    /// Bytes read ahead in one worker, all lanes together. What every slot may keep comes on top:
    /// with these two and ``slotCount``, 256 MiB and 12 MiB a lane.
    static let readAheadByteCountMax = 256 << 20

    /// The longest that one file may take in a lane. The largest picture allowed takes a tenth.
    static let fileSeconds = 60

    /// The longest that a lane may take to start and prove itself: some hundredths of a second, on
    /// a machine that swaps some seconds.
    static let startSeconds = 60

    /// How often a lane is started that dies before it is ready.
    static let startCountMax = 3

    /// How often a file is tried whose lane died: a lane that was killed from outside is no fault
    /// of the file's, and a decoder that crashes does so again.
    static let attemptCountMax = 3

    /// How often a file is tried whose lane hung: each try costs ``fileSeconds``.
    static let hangCountMax = 2

    /// Address space of a lane process: its slots, one decoded picture and its coefficients.
    static let addressSpaceByteCount = 8 << 30

    /// Bytes of a file too large for a slot that are digested at a time.
    static let windowByteCount = 4 << 20
}
