internal import Core
internal import Digests
internal import Glibc
internal import Storage

/// Reads one file after the other into the memory shared with the lanes, on a thread of its own: a
/// read may block for long.
struct Reader: Sendable {
    let storage: any Storage
    let pulse: Pulse
    let queue: ShardQueue
    let readAhead: ReadAhead
    let memory: SharedMemory
    let rate: ReadRate
    let cache: ContentCache
    let matcher: Matcher
    /// Digests to make of every file.
    let digests: DigestKinds

    /// What came of reading one file.
    private enum Result {
        /// The whole file stands in a place of the memory, for a lane to see.
        case whole(FileStatus, Range<Int>)
        /// No lane need see it.
        case examined(Examined)
        /// The worker drains.
        case left
    }

    /// Reads one file.
    ///
    /// - Returns: `nil` if there is nothing in it for a lane: the queue has what it was found to
    ///   be, unless the worker drains.
    func read(_ item: ShardQueue.Item) -> ReadFile? {
        pulse.take(item)
        defer { pulse.take(nil) }
        let (result, key) = open(item.entry)
        switch result {
        case .whole(let status, let place):
            return ReadFile(item: item, status: status, place: place, key: key)
        case .examined(let examined):
            if let key { cache.publish(examined.ofContent, for: key) }
            queue.finish(item, examined)
        case .left: if let key { cache.publish(nil, for: key) }
        }
        return nil
    }

    /// Opens a file and reads it, unless it is known under another name.
    ///
    /// - Returns: what came of it, and under which key others wait for it.
    private func open(_ entry: FileEntry) -> (Result, ContentCache.Key?) {
        if let outcome = entry.plannedOutcome {
            return (.examined(Examined(entry, outcome)), nil)
        }
        do throws(ReadError) {
            let file = try storage.open(entry.path)
            let status = try file.status()
            guard status.linkCount > 1 else { return (read(entry, file, status), nil) }
            let key = ContentCache.Key(status)
            switch cache.examined(key) {
            case .known(let examined): return (.examined(examined), nil)
            case .unknown: return (read(entry, file, status), key)
            case .closed: return (.left, nil)
            }
        } catch { return (.examined(Examined(entry, error.outcome)), nil) }
    }

    /// Reads a file from beginning to end, at the rate that is allowed. One that changes meanwhile
    /// is read once more.
    private func read(
        _ entry: FileEntry,
        _ file: borrowing OpenFile,
        _ status: FileStatus
    ) -> Result {
        // For the file as it is now, and not as it was planned.
        guard rate.wait(for: status.size) else { return .left }
        do throws(ReadError) {
            var before = status
            for _ in 0..<2 {
                let result = try readOnce(entry, file, before)
                let after: FileStatus
                do throws(ReadError) { after = try file.status() } catch {
                    giveBack(result)
                    throw error
                }
                if after.isSameContent(as: before) { return result }
                giveBack(result)
                before = after
            }
            return .examined(Examined(entry, .changed))
        } catch { return .examined(Examined(entry, error.outcome)) }
    }

    private func readOnce(
        _ entry: FileEntry,
        _ file: borrowing OpenFile,
        _ status: FileStatus
    ) throws(ReadError) -> Result {
        switch status.size {
        case ...0: return try readSizeless(entry, file, status)
        case ...Int64(LaneLimits.fileByteCountMax): break
        default: return try digest(file, status)
        }
        let count = Int(status.size)
        guard let place = readAhead.place(for: count) else { return .left }
        do throws(ReadError) {
            let bytes = unsafe memory.bytes(at: place.lowerBound, count: count)
            let read = try unsafe file.read(into: bytes, at: 0)
            if read == count { return .whole(status, place) }
        } catch {
            readAhead.giveBack(place, touched: count)
            throw error
        }
        readAhead.giveBack(place, touched: count)
        // Shorter than it said: it was cut meanwhile.
        return .examined(Examined(entry, .changed))
    }

    /// Reads a file that is said to be empty: procfs and some FUSE file systems say so of files
    /// that have bytes, and only a read tells.
    private func readSizeless(
        _ entry: FileEntry,
        _ file: borrowing OpenFile,
        _ status: FileStatus
    ) throws(ReadError) -> Result {
        let most = LaneLimits.sizelessByteCountMax
        guard let place = readAhead.place(for: most) else { return .left }
        var count = 0
        do throws(ReadError) {
            while count < most {
                let piece = unsafe memory.bytes(
                    at: place.lowerBound + count,
                    count: min(most - count, LaneLimits.sizelessReadByteCount)
                )
                let read = try unsafe file.read(into: piece, at: Int64(count))
                if read == 0 { break }
                count += read
            }
        } catch {
            readAhead.giveBack(place, touched: count)
            throw error
        }
        if count > 0 && count < most { return .whole(status.resized(to: Int64(count)), place) }
        readAhead.giveBack(place, touched: count)
        // There may be more of a full one; named rather than cut.
        return .examined(
            count == 0
                ? Examined(status, .empty) : Examined(entry, .unreadable(errno: EFBIG))
        )
    }

    /// Digests a file that no decoder is given, a window at a time.
    private func digest(
        _ file: borrowing OpenFile,
        _ status: FileStatus
    ) throws(ReadError) -> Result {
        let count = LaneLimits.windowByteCount
        guard let place = readAhead.place(for: count) else { return .left }
        defer { readAhead.giveBack(place, touched: count) }
        let window = unsafe memory.bytes(at: place.lowerBound, count: count)
        var first: [UInt8] = []
        do {
            var stream = try DigestStream(digests)
            var position: Int64 = 0
            while position < status.size {
                let count = try unsafe file.read(into: window, at: position)
                if count == 0 { break }
                if position == 0 {
                    first = unsafe Array(window.prefix(min(count, PictureFormat.sniffedByteCount)))
                }
                let piece = unsafe UnsafeRawBufferPointer(rebasing: window[..<count])
                unsafe stream.update(piece.bindMemory(to: UInt8.self).span)
                // Where no digest is asked for, its type is all that the rest could tell.
                position = digests.isEmpty ? status.size : position + Int64(count)
            }
            return .examined(
                Examined(
                    status,
                    undecodable: .limit,
                    stream.finish(),
                    PictureFormat(firstBytes: first),
                    matcher: matcher
                )
            )
        } catch let error as ReadError {
            throw error
        } catch {
            // libcrypto has no memory left: the file is named, and the sweep says so.
            throw .unreadable(errno: ENOMEM)
        }
    }

    private func giveBack(_ result: Result) {
        if case .whole(let status, let place) = result {
            readAhead.giveBack(place, touched: Int(status.size))
        }
    }
}

extension FileStatus {
    /// Whether nothing hints at a change between two looks at an open file.
    fileprivate func isSameContent(as other: FileStatus) -> Bool {
        size == other.size && mtimeNanoseconds == other.mtimeNanoseconds
            && ctimeNanoseconds == other.ctimeNanoseconds
    }
}
