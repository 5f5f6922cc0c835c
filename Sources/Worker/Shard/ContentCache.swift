internal import Core
internal import Storage

/// Remembers what files with several names were found to hold, so that each is decoded once.
actor ContentCache {
    /// What makes two names one content: the same inode, unchanged in between.
    struct Key: Hashable, Sendable {
        let device: UInt64
        let inode: UInt64
        let size: Int64
        let mtimeNanoseconds: Int64
        let ctimeNanoseconds: Int64

        init(_ status: FileStatus) {
            device = status.device
            inode = status.inode
            size = status.size
            mtimeNanoseconds = status.mtimeNanoseconds
            ctimeNanoseconds = status.ctimeNanoseconds
        }
    }

    /// Entries kept: a few hundred bytes each.
    private static let entryCountMax = 4096

    private enum State {
        case known(Examined)
        case inWork([CheckedContinuation<Examined?, Never>])
    }

    private var states: [Key: State] = [:]
    /// The keys that are known, each once, the oldest first: what is in work is never evicted, for
    /// whoever waits for it would wait for ever.
    private var order: [Key] = []

    /// What is known of a content, waiting for whoever examines it just now.
    ///
    /// - Returns: `nil` if the caller is to examine it, and to ``publish(_:for:)`` the answer.
    func examined(_ key: Key) async -> Examined? {
        switch states[key] {
        case .known(let examined): return examined
        case .inWork(var waiting):
            return await withCheckedContinuation {
                waiting.append($0)
                states[key] = .inWork(waiting)
            }
        case nil:
            states[key] = .inWork([])
            return nil
        }
    }

    /// Tells everybody who waits; `nil` says that it could not be examined, and each tries itself.
    func publish(_ examined: Examined?, for key: Key) {
        // Those who waited in vain publish as well: the first answer stays.
        if case .known = states[key] { return }
        if case .inWork(let waiting) = states[key] {
            for continuation in waiting { continuation.resume(returning: examined) }
        }
        guard let examined else {
            states[key] = nil
            return
        }
        states[key] = .known(examined)
        order.append(key)
        if order.count > ContentCache.entryCountMax { states[order.removeFirst()] = nil }
    }
}
