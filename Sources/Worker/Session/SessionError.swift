/// Why a worker cannot go on.
enum SessionError: Error, CustomStringConvertible {
    /// The coordinator will not serve this worker.
    case refused(String)
    case noList
    case damagedList(String)
    case otherLists
    /// The name of a list, and its file, which somebody wrote while it was in use.
    case listWritten(String, String)
    /// Digests that nobody here can make.
    case unknownDigests
    case noCache(String)
    /// The coordinator was started anew and knows of no hello.
    case forgotten
    /// The sweep ended before this worker had its lists.
    case over
    /// A stop was requested before this worker had its lists.
    case stopped
    /// No lane can be started, and a read never returned.
    case abandoned

    var description: String {
        switch self {
        case .refused(let reason): "the coordinator refuses this worker: \(reason)"
        case .noList: "the coordinator does not send a hash list; look at its log, then start again"
        case .damagedList(let name): "the hash list \(name) came damaged; start again"
        case .listWritten(let name, let path):
            "the hash list \(name) was written while it was in use, and nothing that was matched "
                + "since is returned; restore \(path), or remove it where it is a worker's own "
                + "copy, then start again"
        case .noCache(let folder):
            "hash lists cannot be kept in \(folder); name a folder that can be written with --cache"
        case .forgotten: "the coordinator was started anew; start again"
        case .over: "the sweep is over"
        case .stopped: "stopped before the hash lists were here"
        case .abandoned:
            "no lane can be started, and storage does not answer; look at both, then start again"
        case .unknownDigests:
            "the coordinator asks for digests that this worker does not know; install the same "
                + "version on all machines"
        case .otherLists: "the coordinator now uses other hash lists; start again"
        }
    }
}
