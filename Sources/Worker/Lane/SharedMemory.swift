internal import CLinux
internal import Glibc

/// Memory that a worker writes file bytes into and that its lane can only read.
///
/// - Important: Who writes and who reads which slot when is settled by the lane's protocol: a slot
///   is written by its reader alone, before the request and after the last reply.
@safe final class SharedMemory: @unchecked Sendable {
    /// The memory's descriptor, for the lane to inherit.
    let descriptor: Int32
    let byteCount: Int
    private let base: UnsafeMutableRawPointer

    /// Makes anonymous memory that takes room only where it is touched.
    init(byteCount: Int) throws(LaneError) {
        let descriptor = unsafe linux_memfd_create(
            "turnstone-slots",
            UInt32(MFD_CLOEXEC) | UInt32(MFD_ALLOW_SEALING)
        )
        guard descriptor >= 0, ftruncate(descriptor, byteCount) == 0,
            let base = unsafe mmap(
                nil,
                byteCount,
                PROT_READ | PROT_WRITE,
                MAP_SHARED | MAP_NORESERVE,
                descriptor,
                0
            ),
            unsafe base != MAP_FAILED
        else { throw .system("making a lane's shared memory", errno) }
        // From here on nobody can map it for writing, the lane least of all.
        let seals = turnstone_seal_future_write | Int32(F_SEAL_SHRINK) | Int32(F_SEAL_GROW)
        guard fcntl(descriptor, turnstone_add_seals, seals) == 0 else {
            throw .system("sealing a lane's shared memory", errno)
        }
        self.descriptor = descriptor
        self.byteCount = byteCount
        unsafe self.base = base
    }

    deinit {
        unsafe munmap(base, byteCount)
        close(descriptor)
    }

    /// Bytes to write, from `offset` on.
    @unsafe func bytes(at offset: Int, count: Int) -> UnsafeMutableRawBufferPointer {
        precondition(offset >= 0 && count >= 0 && offset + count <= byteCount, "inside the memory")
        return unsafe UnsafeMutableRawBufferPointer(start: base + offset, count: count)
    }

    /// Gives the pages behind `offset` back to the system; they read as zeros afterwards.
    func release(from offset: Int, count: Int) {
        guard count > 0 else { return }
        // Only memory is at stake: a kernel that cannot punch holes keeps the pages.
        _ = fallocate(
            descriptor,
            Int32(FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE),
            offset,
            count
        )
    }
}

/// A failed call for a lane.
enum LaneError: Error, CustomStringConvertible {
    case system(String, Int32)

    var description: String {
        switch self {
        case .system(let operation, let code):
            "\(operation): \(unsafe String(cString: strerror(code)))"
        }
    }
}
