internal import Core
internal import Digests
internal import Glibc
internal import Storage
internal import Synchronization
internal import Wire

/// Reads files into one slot of a lane's memory, on a thread of its own: a read may block for long.
actor Reader {
    private let executor: ThreadExecutor
    private let storage: any Storage
    private let memory: SharedMemory
    /// Where the slot begins in the memory.
    let offset: Int
    /// Bytes of the slot that hold pages.
    private let touchedByteCount = Atomic<Int>(0)

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    init(storage: any Storage, memory: SharedMemory, slot: Int, name: String) {
        self.storage = storage
        self.memory = memory
        offset = slot * LaneLimits.slotByteCount
        executor = ThreadExecutor(name: name)
    }

    isolated deinit { executor.shutdown() }

    /// Reads a file from beginning to end. A file that changes meanwhile is read once more.
    func read(_ file: borrowing OpenFile) -> FileRead {
        do throws(ReadError) {
            for _ in 0..<2 {
                let before = try file.status()
                let read = try readOnce(file, before)
                if try file.status().isSameContent(as: before) { return read }
            }
            return .failed(.changed)
        } catch { return .failed(error.outcome) }
    }

    /// Opens a file. On this thread, because a network file system can take its time here too.
    func open(_ path: EntryPath) -> Result<Opened, ReadError> {
        do throws(ReadError) {
            let file = try storage.open(path)
            let status = try file.status()
            return .success(Opened(file: file, status: status))
        } catch { return .failure(error) }
    }

    /// A file that was opened, as it was then.
    struct Opened: ~Copyable, Sendable {
        let file: OpenFile
        let status: FileStatus
    }

    private func readOnce(
        _ file: borrowing OpenFile,
        _ status: FileStatus
    ) throws(ReadError) -> FileRead {
        guard status.size > 0 else { return try readWithoutSize(file, status) }
        guard status.size <= Int64(LaneLimits.slotByteCount) else {
            return try digest(file, status)
        }
        let count = Int(status.size)
        touch(count)
        let read = try unsafe file.read(into: memory.bytes(at: offset, count: count), at: 0)
        // Shorter than it said: it was cut meanwhile, and its status will tell.
        return read == count ? .whole(status) : .failed(.changed)
    }

    /// Reads a file that is said to be empty: procfs and some FUSE file systems say so of files
    /// that have bytes, and only a read tells.
    private func readWithoutSize(
        _ file: borrowing OpenFile,
        _ status: FileStatus
    ) throws(ReadError) -> FileRead {
        var count = 0
        while true {
            let room = LaneLimits.sizelessByteCountMax - count
            // Past what was accounted for; named rather than cut.
            guard room > 0 else { return .failed(.unreadable(errno: EFBIG)) }
            touch(count + min(room, LaneLimits.sizelessReadByteCount))
            let piece = unsafe memory.bytes(
                at: offset + count,
                count: min(room, LaneLimits.sizelessReadByteCount)
            )
            let read = try unsafe file.read(into: piece, at: Int64(count))
            guard read > 0 else { break }
            count += read
        }
        return count == 0 ? .empty(status) : .whole(status.resized(to: Int64(count)))
    }

    /// Digests a file that no decoder is given, a window at a time.
    private func digest(
        _ file: borrowing OpenFile,
        _ status: FileStatus
    ) throws(ReadError) -> FileRead {
        let window = unsafe memory.bytes(at: offset, count: LaneLimits.windowByteCount)
        touch(LaneLimits.windowByteCount)
        var first: [UInt8] = []
        do {
            var stream = try DigestStream()
            var position: Int64 = 0
            while position < status.size {
                let count = try unsafe file.read(into: window, at: position)
                if count == 0 { break }
                if position == 0 {
                    first = unsafe Array(window.prefix(min(count, PictureFormat.sniffedByteCount)))
                }
                let piece = unsafe UnsafeRawBufferPointer(rebasing: window[..<count])
                unsafe stream.update(piece.bindMemory(to: UInt8.self).span)
                position += Int64(count)
            }
            return .digested(status, stream.finish(), PictureFormat(firstBytes: first))
        } catch let error as ReadError {
            throw error
        } catch {
            // libcrypto has no memory left: the file is named, and the sweep says so.
            throw .unreadable(errno: 12)
        }
    }

    private func touch(_ count: Int) {
        touchedByteCount.max(count, ordering: .relaxed)
    }

    /// Whether the slot holds more pages than it may keep. Asked without a change of threads, since
    /// after most files there is nothing to give back.
    nonisolated var holdsLargeFile: Bool {
        touchedByteCount.load(ordering: .relaxed) > LaneLimits.slotKeptByteCount
    }

    /// Gives back what a large file left behind. Due before its share of the bytes read ahead is
    /// given to another file: else there is memory for both.
    func releaseLargeFile() {
        let kept = LaneLimits.slotKeptByteCount
        let touched = touchedByteCount.exchange(0, ordering: .relaxed)
        memory.release(from: offset + kept, count: touched - kept)
    }

    /// The digests of a slot's bytes, where no lane lived long enough to make them.
    func digests(count: Int) -> DigestSet? {
        do throws(DigestError) {
            var stream = try DigestStream()
            let bytes = unsafe UnsafeRawBufferPointer(memory.bytes(at: offset, count: count))
            unsafe stream.update(bytes.bindMemory(to: UInt8.self).span)
            return stream.finish()
        } catch { return nil }
    }

    /// The format that a slot's first bytes tell.
    func format(count: Int) -> PictureFormat {
        let head = unsafe memory.bytes(
            at: offset,
            count: min(count, PictureFormat.sniffedByteCount)
        )
        return unsafe PictureFormat(firstBytes: Array(head))
    }
}

extension FileStatus {
    /// Whether nothing hints at a change between two looks at an open file.
    fileprivate func isSameContent(as other: FileStatus) -> Bool {
        size == other.size && mtimeNanoseconds == other.mtimeNanoseconds
            && ctimeNanoseconds == other.ctimeNanoseconds
    }
}
