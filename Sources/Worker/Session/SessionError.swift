/// Why a worker cannot go on.
enum SessionError: Error, CustomStringConvertible {
    /// The coordinator will not serve this worker.
    case refused(String)
    case noList
    case damagedList(String)
    case otherLists
    case noCache(String)

    var description: String {
        switch self {
        case .refused(let reason): "the coordinator refuses this worker: \(reason)"
        case .noList: "the coordinator does not send a hash list; look at its log, then start again"
        case .damagedList(let name): "the hash list \(name) came damaged; start again"
        case .noCache(let folder):
            "hash lists cannot be kept in \(folder); name a folder that can be written with --cache"
        case .otherLists: "the coordinator now uses other hash lists; start again"
        }
    }

    /// Whether starting again cannot help.
    var isFinal: Bool {
        if case .refused = self { true } else { false }
    }
}
