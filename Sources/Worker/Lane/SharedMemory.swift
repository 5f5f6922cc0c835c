internal import CLinux
internal import Glibc

/// Memory that a worker writes file bytes into and that its lanes can only read.
///
/// - Important: Who writes and who reads which place when is settled by the lanes' protocol: a
///   place is written by its reader alone, before the request and after the last reply.
@safe final class SharedMemory: @unchecked Sendable {
    private let descriptor: Int32
    /// The same memory open for reading alone, for the lane to inherit.
    let laneDescriptor: Int32
    let byteCount: Int
    private let base: UnsafeMutableRawPointer

    /// Makes anonymous memory that takes room only where it is touched.
    init(byteCount: Int) throws(LaneError) {
        let descriptor = unsafe linux_memfd_create(
            "turnstone-files",
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
        else { throw .system("making the memory shared with lanes", errno) }
        // A lane that cut the memory short would kill its worker. Sealing it against writing as
        // well would forbid to give pages back (shmem_fallocate), so the lane gets it read-only.
        guard fcntl(descriptor, turnstone_add_seals, Int32(F_SEAL_SHRINK | F_SEAL_GROW)) == 0
        else { throw .system("sealing the memory shared with lanes", errno) }
        laneDescriptor = unsafe open("/proc/self/fd/\(descriptor)", O_RDONLY | O_CLOEXEC)
        guard laneDescriptor >= 0 else {
            throw .system("opening the memory shared with lanes for reading", errno)
        }
        // By two megabytes at a time where the kernel can: a file's pages are made and mapped in
        // one step each instead of 512. It changes nothing where it cannot.
        _ = unsafe madvise(base, byteCount, MADV_HUGEPAGE)
        self.descriptor = descriptor
        self.byteCount = byteCount
        unsafe self.base = base
    }

    deinit {
        unsafe munmap(base, byteCount)
        close(descriptor)
        close(laneDescriptor)
    }

    /// Bytes to write, from `offset` on.
    @unsafe func bytes(at offset: Int, count: Int) -> UnsafeMutableRawBufferPointer {
        precondition(offset >= 0 && count >= 0 && offset + count <= byteCount, "inside the memory")
        return unsafe UnsafeMutableRawBufferPointer(start: base + offset, count: count)
    }

    /// Gives the pages behind `offset` back to the system; they read as zeros afterwards.
    func release(from offset: Int, count: Int) {
        guard count > 0 else { return }
        let mode = Int32(FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE)
        while fallocate(descriptor, mode, offset, count) != 0 {
            // Without it memory has no limit, and every kernel can since 3.5.
            precondition(errno == EINTR, "pages could not be given back: errno \(errno)")
        }
    }
}

/// Why there is no lane.
enum LaneError: Error, CustomStringConvertible {
    /// A failed call, with its code.
    case system(String, Int32)
    /// Lanes of that program died or hung before they were ready.
    case neverReady(String)
    /// A lane failed its self-test.
    case wrongHashes

    var description: String {
        switch self {
        case .system(let operation, let code):
            "\(operation): \(unsafe String(cString: strerror(code)))"
        case .neverReady(let program):
            "no lane of \(program) was ready in \(LaneLimits.startCountMax) tries"
        case .wrongHashes:
            "this machine computes wrong hashes and must not be used: a lane failed its self-test"
        }
    }
}
