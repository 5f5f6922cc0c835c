internal import CLinux
package import Core
internal import Synchronization

/// Files of mounted file systems. Opens read-only, follows no link, changes nothing: access times
/// stay where the owner of the process may keep them, and of the page cache is given back what
/// lies behind the first page that was not in it before.
package struct LocalStorage: Storage {
    /// Makes the storage.
    package init() {}

    package func open(_ path: EntryPath) throws(ReadError) -> OpenFile {
        // Nonblocking, so that a pipe that took the file's place cannot hang the worker.
        let number = NoLinkPath.open(path.bytes, flags: O_NONBLOCK)
        switch number {
        case 0...: break
        // A socket, or a device without a driver.
        case -ENXIO, -ENODEV: throw .notRegular
        default: throw ReadError(errno: -number)
        }
        let file = LocalFile(Descriptor(taking: number, path: path))
        guard try file.status().kind == .regular else { throw .notRegular }
        return OpenFile(file)
    }
}

/// One open local file.
private final class LocalFile: FileContents {
    private let descriptor: Descriptor
    /// Where reading first put something into the page cache; nowhere: `Int64.max`.
    private let uncachedStart = Atomic<Int64>(.max)

    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    // What others have in the cache stays there: they may need it.
    deinit { release(uncachedStart.load(ordering: .relaxed)..<Int64.max) }

    func status() throws(ReadError) -> FileStatus {
        do { return try descriptor.status() } catch { throw ReadError(errno: error.errno) }
    }

    func read(
        into buffer: UnsafeMutableRawBufferPointer,
        at offset: Int64
    ) throws(ReadError) -> Int {
        if uncachedStart.load(ordering: .relaxed) == .max, let base = buffer.baseAddress {
            // SAFETY: the whole buffer.
            let count = unsafe linux_read_cached(descriptor.number, base, buffer.count, offset)
            if count == buffer.count { return buffer.count }
            uncachedStart.store(offset + Int64(max(count, 0)), ordering: .relaxed)
            // Advice: if the kernel does not take it, the file is read all the same.
            _ = posix_fadvise(descriptor.number, 0, 0, POSIX_FADV_SEQUENTIAL)
        }
        do { return try unsafe descriptor.read(into: buffer, at: offset) } catch {
            throw ReadError(errno: error.errno)
        }
    }

    func release(_ range: Range<Int64>) {
        guard !range.isEmpty else { return }
        // Only clean pages that no one has mapped are dropped. Length 0 means to the end.
        let length = range.upperBound == .max ? 0 : range.upperBound - range.lowerBound
        _ = posix_fadvise(
            descriptor.number,
            Int(range.lowerBound),
            Int(length),
            POSIX_FADV_DONTNEED
        )
    }
}
