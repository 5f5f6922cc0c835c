internal import CLinux

/// What a process needs of the machine, tried before anything is begun: where there is less,
/// libraries end it without a sentence or wait for ever.
package struct ProcessRoom: Sendable {
    /// The most threads that can be tried at once.
    package static let threadCountMax = Int(LINUX_TRIED_THREAD_COUNT)

    private let threadCount: Int
    private let openFileCount: Int
    private let byteCount: Int

    /// - Parameters:
    ///   - threadCount: threads beside the first, all at once.
    ///   - openFileCount: files, sockets and what else has a descriptor.
    ///   - byteCount: bytes of address space, beside what those threads have.
    package init(threadCount: Int, openFileCount: Int, byteCount: Int) {
        self.threadCount = min(threadCount, ProcessRoom.threadCountMax)
        self.openFileCount = openFileCount
        self.byteCount = byteCount
    }

    /// Raises the limit of open files where it is too low and may be raised, and throws what there
    /// is too little of.
    package func check() throws(ProcessRoomError) {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        if unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur < openFileCount {
            limit.rlim_cur = min(UInt(openFileCount), limit.rlim_max)
            _ = unsafe setrlimit(resource, &limit)
            guard limit.rlim_cur >= openFileCount else {
                throw .openFiles(Int(limit.rlim_cur), needed: openFileCount)
            }
        }
        let allowed = Int(linux_try_threads(Int32(threadCount), byteCount))
        guard allowed >= 0 else { throw .memory(needed: byteCount) }
        guard allowed == threadCount else { throw .threads(allowed, needed: threadCount) }
    }
}

/// What there is too little of. Each is a sentence that says what to do.
package enum ProcessRoomError: Error, Equatable, CustomStringConvertible {
    case openFiles(Int, needed: Int)
    case threads(Int, needed: Int)
    case memory(needed: Int)

    package var description: String {
        switch self {
        case .openFiles(let count, let needed):
            "only \(count) files may be open at once, and \(needed) are needed; raise that limit "
                + "(ulimit -n, LimitNOFILE= of systemd)"
        case .threads(let count, let needed):
            "only \(count) of \(needed) threads can be started; raise the limits of processes "
                + "(ulimit -u, TasksMax= of systemd, pids.max) and of memory (ulimit -v)"
        case .memory(let needed):
            "\(needed >> 20) MiB of memory cannot be had; raise its limit (ulimit -v)"
        }
    }
}
