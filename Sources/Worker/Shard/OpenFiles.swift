internal import CLinux
internal import Glibc

/// How many files a process may have open at once, of which each reader takes one and each lane
/// one for its socket: a reader too many would find files unreadable that nothing is wrong with.
enum OpenFiles {
    /// For all else: lists, keys, memory, the sockets to the coordinator, a lane that starts.
    static let spareCount = 64

    /// Raises this process's limit as far as it may, and gives it. Most systems begin with 1024
    /// and allow many more.
    static func allowMost() -> Int {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(resource, &limit) == 0 else { return spareCount }
        var most = rlimit(rlim_cur: limit.rlim_max, rlim_max: limit.rlim_max)
        if unsafe setrlimit(resource, &most) == 0 { return Int(clamping: limit.rlim_max) }
        return Int(clamping: limit.rlim_cur)
    }

    /// The most readers that so many files are enough for, one at least.
    static func readerCountMax(laneCount: Int, openFileCountMax: Int = allowMost()) -> Int {
        max(1, min(Hiring.readerCountMax, openFileCountMax - laneCount - spareCount))
    }
}
