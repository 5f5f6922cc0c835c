internal import Core
internal import Storage

/// Storage for one reader, whose every answer is a sign of life.
struct WatchedStorage: Storage {
    let storage: any Storage
    let pulse: Pulse

    func open(_ path: EntryPath) throws(ReadError) -> OpenFile {
        pulse.ask()
        defer { pulse.answer() }
        return OpenFile(WatchedContents(try storage.open(path), pulse))
    }
}

/// An open file whose storage's answers are seen.
private final class WatchedContents: FileContents {
    private let file: OpenFile
    private let pulse: Pulse

    init(_ file: consuming OpenFile, _ pulse: Pulse) {
        self.file = file
        self.pulse = pulse
    }

    // Closing can take for ever too. That it is done is seen when the reader has its next file.
    deinit { pulse.ask() }

    func status() throws(ReadError) -> FileStatus {
        pulse.ask()
        defer { pulse.answer() }
        return try file.status()
    }

    func read(
        into buffer: UnsafeMutableRawBufferPointer,
        at offset: Int64
    ) throws(ReadError) -> Int {
        pulse.ask()
        defer { pulse.answer() }
        return try unsafe file.read(into: buffer, at: offset)
    }

    func release(_ range: Range<Int64>) {
        pulse.ask()
        defer { pulse.answer() }
        file.release(range)
    }
}
