import Core
import Foundation
import Storage
import Synchronization

/// Storage that does what a test says: changes, fails, vanishes, and counts how it is used.
final class FakeStorage: Storage {
    /// One file's behaviour.
    struct File: Sendable {
        var bytes: [UInt8] = []
        /// The size that it claims; `nil` is the truth.
        var size: Int64?
        var linkCount: UInt64 = 1
        var inode: UInt64 = 1
        /// Its time changes with each look, so many times.
        var changes = 0
        var openError: ReadError?
        var readError: ReadError?
        /// How long each read takes.
        var delay: Duration = .zero
    }

    private struct State {
        var files: [EntryPath: File] = [:]
        var reads = 0
        var open = 0
        var openMax = 0
    }

    private let state = Lock(State())

    func put(_ path: String, _ file: File) {
        state.withLock { $0.files[EntryPath(path)] = file }
    }

    /// How many reads there were.
    var reads: Int { state.withLock { $0.reads } }

    func open(_ path: EntryPath) throws(ReadError) -> OpenFile {
        guard let file = state.withLock({ $0.files[path] }) else { throw .vanished }
        if let error = file.openError { throw error }
        return OpenFile(Contents(self, file))
    }

    private final class Contents: FileContents {
        private let storage: FakeStorage
        private let file: File
        private let looks = Atomic<Int>(0)

        init(_ storage: FakeStorage, _ file: File) {
            self.storage = storage
            self.file = file
        }

        func status() throws(ReadError) -> FileStatus {
            let look = looks.add(1, ordering: .relaxed).oldValue
            return FileStatus(
                kind: .regular,
                size: file.size ?? Int64(file.bytes.count),
                mtimeNanoseconds: Int64(min(look, file.changes)),
                ctimeNanoseconds: 0,
                device: 1,
                inode: file.inode,
                linkCount: file.linkCount,
                owner: 1000
            )
        }

        func read(
            into buffer: UnsafeMutableRawBufferPointer,
            at offset: Int64
        ) throws(ReadError) -> Int {
            storage.state.withLock { $0.reads += 1 }
            if file.delay > .zero { Thread.sleep(forTimeInterval: file.delay / .seconds(1)) }
            if let error = file.readError { throw error }
            let rest = file.bytes.dropFirst(Int(offset)).prefix(buffer.count)
            buffer.copyBytes(from: rest)
            return rest.count
        }

        func release(_ range: Range<Int64>) {}
    }
}
