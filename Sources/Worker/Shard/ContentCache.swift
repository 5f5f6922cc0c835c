internal import Core
internal import Storage
internal import Threads

/// Remembers what files with several names were found to hold, so that each is decoded once.
final class ContentCache: Sendable {
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

    /// What a cache says of a content.
    enum Answer: Sendable {
        case known(Examined)
        /// Whoever asked is to examine it, and to ``ContentCache/publish(_:for:)`` the answer.
        case unknown
        /// The cache is closed: nobody will examine it any more.
        case closed
    }

    /// Entries kept: a few hundred bytes each.
    private static let entryCountMax = 4096

    private enum Entry {
        case known(Examined)
        case inWork
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        /// The keys that are known, each once, the oldest first: what is in work is never evicted,
        /// for whoever waits for it would wait for ever.
        var order: [Key] = []
        var isClosed = false
    }

    private let monitor = Monitor(State())

    /// What is known of a content, waiting for whoever examines it just now.
    func examined(_ key: Key) -> Answer {
        let answer = monitor.wait(for: .first) { state -> Answer? in
            if state.isClosed { return .closed }
            switch state.entries[key] {
            case .known(let examined): return .known(examined)
            case .inWork: return nil
            case nil:
                state.entries[key] = .inWork
                return .unknown
            }
        }
        return answer ?? .closed
    }

    /// Tells everybody who waits; `nil` says that it could not be examined: one of them tries.
    func publish(_ examined: Examined?, for key: Key) {
        monitor.withLock { state in
            // Of an evicted one there may be two answers, both true: the first stays.
            if case .known = state.entries[key] { return }
            guard let examined else {
                state.entries[key] = nil
                return
            }
            state.entries[key] = .known(examined)
            state.order.append(key)
            if state.order.count > ContentCache.entryCountMax {
                state.entries[state.order.removeFirst()] = nil
            }
        }
        monitor.wakeAll(.first)
    }

    /// Lets nobody wait any more.
    func close() {
        monitor.withLock { $0.isClosed = true }
        monitor.wakeAll(.first)
    }
}
