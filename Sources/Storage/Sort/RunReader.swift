internal import CLinux
internal import Core

/// One run, read from its beginning to its end.
final class RunReader {
    /// The entry that the reader stands at.
    private(set) var record = RunRecord(size: 0, mtimeNanoseconds: 0, plannedOutcome: nil)
    private(set) var pathRange = 0..<0
    private(set) var buffer: [UInt8]

    private let file: Descriptor
    private var next = 0
    private var end = 0
    private var offset: Int64 = 0

    /// Opens a run; ``advance()`` goes to its first entry.
    init(_ run: EntryPath) throws(SystemError) {
        file = try Descriptor(opening: run, flags: O_RDONLY | O_NOFOLLOW)
        buffer = [UInt8](repeating: 0, count: WalkLimits.mergeBufferByteCount)
    }

    /// The path of the entry that the reader stands at.
    var path: ArraySlice<UInt8> { buffer[pathRange] }

    /// Goes to the next entry.
    ///
    /// - Returns: whether there is one.
    func advance() throws(SystemError) -> Bool {
        guard try hold(RunRecord.byteCount) else {
            guard next == end else { throw damaged }
            return false
        }
        let length = Int(
            unsafe buffer.withUnsafeBytes {
                unsafe $0.loadUnaligned(fromByteOffset: next, as: UInt32.self)
            }
        )
        guard try hold(RunRecord.byteCount + length) else { throw damaged }
        let start = next
        record = unsafe buffer.withUnsafeBytes {
            unsafe RunRecord(UnsafeRawBufferPointer(rebasing: $0[start...]))
        }
        pathRange = (start + RunRecord.byteCount)..<(start + RunRecord.byteCount + length)
        next = pathRange.upperBound
        return true
    }

    /// Whether the path here comes before another reader's, byte by byte; the run's number
    /// decides between equal ones.
    func order(_ other: RunReader) -> Int {
        let count = min(pathRange.count, other.pathRange.count)
        let order = unsafe buffer.withUnsafeBytes { left in
            unsafe other.buffer.withUnsafeBytes { right -> Int in
                guard let left = left.baseAddress, let right = right.baseAddress else { return 0 }
                // SAFETY: both ranges were checked when they were read.
                return unsafe Int(
                    memcmp(
                        left + pathRange.lowerBound,
                        right + other.pathRange.lowerBound,
                        count
                    )
                )
            }
        }
        return order != 0 ? order : pathRange.count - other.pathRange.count
    }

    /// Makes sure of `count` bytes from `next` on; false at the end of the file.
    private func hold(_ count: Int) throws(SystemError) -> Bool {
        if end - next >= count { return true }
        buffer.removeSubrange(0..<next)
        end -= next
        next = 0
        let capacity = max(WalkLimits.mergeBufferByteCount, count)
        buffer.append(contentsOf: repeatElement(0, count: max(0, capacity - buffer.count)))
        let found = try file.fill(&buffer, from: end, at: offset)
        end += found
        offset += Int64(found)
        return end >= count
    }

    private var damaged: SystemError {
        SystemError(operation: "read", path: file.path, errno: EIO)
    }
}
