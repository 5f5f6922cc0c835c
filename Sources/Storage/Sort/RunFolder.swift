internal import CLinux
internal import Core

/// The folder of a walk's sorted runs, inside the sweep's own; removed when the walk is over.
final class RunFolder: Sendable {
    /// What is written to a run at once, in bytes.
    static let writeByteCount = 256 << 10

    private struct State {
        var nextNumber = 0
        var runs: [EntryPath] = []
    }

    private let path: EntryPath
    private let state = Lock(State())

    /// Makes the folder; what an earlier walk left in it is removed.
    init(in sweepDirectory: EntryPath) throws(SystemError) {
        path = sweepDirectory.appending("planning")
        let result = unsafe path.withCString { unsafe linux_make_directory($0, 0o700) }
        guard result == 0 || result == -EEXIST else {
            throw SystemError(operation: "mkdir", path: path, errno: -result)
        }
        try removeAll()
    }

    deinit {
        for run in state.withLock({ $0.runs }) { remove(run) }
        remove(path)
    }

    private func removeAll() throws(SystemError) {
        let folder = try Descriptor(opening: path, flags: O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        var names: [String] = []
        let failure = FolderNames().forEach(in: folder.number) { name in
            unsafe names.append(String(decoding: name.bytes, as: UTF8.self))
        }
        guard failure == 0 else {
            throw SystemError(operation: "getdents", path: path, errno: failure)
        }
        for name in names { remove(path.appending(name)) }
    }

    /// Opens a new run for writing.
    func create() throws(SystemError) -> Descriptor {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        return try Descriptor(creating: path.appending("run-\(number)"))
    }

    /// Opens the file that pending folders are spilled into. It has no name any more: it goes away
    /// with its descriptor.
    func createPending() throws(SystemError) -> Descriptor {
        let file = path.appending("pending")
        let descriptor = try Descriptor(creating: file)
        remove(file)
        return descriptor
    }

    /// Takes a run that is written whole into the merge.
    func add(_ run: EntryPath) { state.withLock { $0.runs.append(run) } }

    /// Takes the first runs, at most `count`, out of the folder; the caller removes them.
    func take(_ count: Int) -> [EntryPath] {
        state.withLock { state in
            let taken = Array(state.runs.prefix(count))
            state.runs.removeFirst(taken.count)
            return taken
        }
    }

    /// The runs that wait to be merged.
    var count: Int { state.withLock { $0.runs.count } }

    /// Removes a file of the folder; what cannot be removed stays in the sweep's folder, harmless.
    func remove(_ file: EntryPath) { _ = unsafe file.withCString { unsafe linux_remove($0) } }
}
