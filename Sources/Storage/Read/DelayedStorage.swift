internal import CLinux
package import Core

/// Storage that answers late, as one on the other side of a network does: for benchmarks alone.
package struct DelayedStorage: Storage {
    private let storage: any Storage
    private let delay: Duration

    /// Adds `delay` to each opening and each read of `storage`.
    package init(_ storage: any Storage, delay: Duration) {
        self.storage = storage
        self.delay = delay
    }

    package func open(_ path: EntryPath) throws(ReadError) -> OpenFile {
        wait(delay)
        return OpenFile(DelayedContents(try storage.open(path), delay))
    }
}

private final class DelayedContents: FileContents {
    private let file: OpenFile
    private let delay: Duration

    init(_ file: consuming OpenFile, _ delay: Duration) {
        self.file = file
        self.delay = delay
    }

    func status() throws(ReadError) -> FileStatus { try file.status() }

    func read(
        into buffer: UnsafeMutableRawBufferPointer,
        at offset: Int64
    ) throws(ReadError) -> Int {
        wait(delay)
        return try unsafe file.read(into: buffer, at: offset)
    }

    func release(_ range: Range<Int64>) { file.release(range) }
}

private func wait(_ delay: Duration) {
    // What comes over a network comes several answers an interrupt; a thousand timers, each with
    // its own, would be measured instead.
    _ = linux_set_timer_slack(UInt(slackNanoseconds))
    usleep(UInt32(delay / .microseconds(1)))
}

private let slackNanoseconds = 1_000_000
