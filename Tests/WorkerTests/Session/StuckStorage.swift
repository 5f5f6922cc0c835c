import Core
import Foundation
import Storage

/// Storage of which some files never answer until they are freed, as on a dead network mount.
final class StuckStorage: Storage {
    private let storage: FakeStorage
    private let stuck = Lock<Set<EntryPath>>([])

    init(_ storage: FakeStorage) { self.storage = storage }

    func stick(_ paths: String...) {
        stuck.withLock { $0 = Set(paths.map { EntryPath($0) }) }
    }

    func free() { stuck.withLock { $0 = [] } }

    func open(_ path: EntryPath) throws(ReadError) -> OpenFile {
        while stuck.withLock({ $0.contains(path) }) { usleep(5000) }
        return try storage.open(path)
    }
}
