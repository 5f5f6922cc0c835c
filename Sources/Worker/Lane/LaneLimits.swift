/// The limits of lanes and of the memory they share with their worker.
enum LaneLimits {
    /// The largest file that is given to a decoder. A 100-megapixel picture of 16 bits fits, hardly
    /// packed.
    static let fileByteCountMax = 256 << 20

    /// Bytes of files in the memory that a worker shares with its lanes: read ahead, being read and
    /// in lanes, all together.
    static let readAheadByteCountMax = 256 << 20

    /// Address space of that memory: room enough that files of all sizes find a place beside each
    /// other. Only touched pages cost memory.
    static let arenaByteCount = 1 << 30

    /// Pages at the front of that memory that stay, for each lane; what lies behind them is given
    /// back with each file. Two requests fit, what is ready, and what lies between them: with 32
    /// MiB, as much as the first two alone, 3 % of a sweep's time went into pages given back, with
    /// 48 MiB 2 %. With ``readAheadByteCountMax``: no more than 256 MiB, and 64 MiB a lane.
    static let keptByteCount = 64 << 20

    /// Files that wait for a lane, for each: a few requests, read within microseconds where they
    /// are cached.
    static let readyCountMax = 64

    /// Bytes of files that wait for a lane, for each: with what is in the lane it is what may stay
    /// at the front.
    static let readyByteCountMax = 16 << 20

    /// Files in one request: what waking two processes costs is shared by as many.
    static let fileCountMax = 16

    /// Bytes in one request of several files, which a lane works on for a tenth of a second: the
    /// digests of some photographs together cost less than those of each alone. More cost memory:
    /// 1.7 GB of pictures cost 2.2 s where each is alone, 1.9 with 8 MiB, 1.7 with 16, 1.6 with 32.
    static let requestByteCountMax = 8 << 20

    /// Bytes that a request of several files may have however little is ready: a lane works on them
    /// for some milliseconds.
    static let requestByteCountMin = 256 << 10

    /// A request has one part in so many of a lane's share of the bytes that are ready: the fewer
    /// are left, the smaller requests are, and lanes end together.
    static let requestShare = 2

    /// Requests that a lane has at once: one to work on, and the next.
    static let requestCountMax = 2

    /// The most that is read of a file whose status says 0 bytes.
    static let sizelessByteCountMax = 4 << 20

    /// Bytes of such a file that are read at a time.
    static let sizelessReadByteCount = 64 << 10

    /// The longest that one request may take in a lane. The largest picture allowed takes a tenth;
    /// what is too slow together with others is asked again alone, and has as long.
    static let fileSeconds = 60

    /// The longest that a lane may take to start and prove itself: some hundredths of a second, on
    /// a machine that swaps some seconds.
    static let startSeconds = 60

    /// How often a lane is started that dies before it is ready.
    static let startCountMax = 3

    /// How often a file is tried whose lane died: a lane that was killed from outside is no fault
    /// of the file's, and a decoder that crashes does so again. The first try may be together with
    /// other files, the others are alone.
    static let attemptCountMax = 3

    /// How often a file is tried whose lane hung: each try costs ``fileSeconds``.
    static let hangCountMax = 2

    /// Address space of a lane process: the shared memory, one decoded picture and its
    /// coefficients.
    static let addressSpaceByteCount = 8 << 30

    /// Bytes of a file too large for a decoder that are digested at a time.
    static let windowByteCount = 4 << 20
}
