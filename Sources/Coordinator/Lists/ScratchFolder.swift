internal import CLinux
internal import Core
internal import Glibc
internal import Storage

/// Where lists that are too large to hold are compiled: files without a name, which go away with
/// the process whatever ends it.
struct ScratchFolder: ScratchSpace {
    let folder: EntryPath
    /// A million PDQ hashes: most lists need no scratch file.
    var heldByteCountMax = 32 << 20
    /// Sixteen million hashes.
    var workByteCountMax = 256 << 20

    func makeFile() throws(HashListError) -> any ScratchFile {
        let mark = String(UInt64.random(in: 0 ... .max), radix: 16)
        let path = folder.appending(".\(mark)\(CompiledListWriter.partSuffix)")
        do throws(SystemError) {
            let file = try Descriptor(creating: path)
            _ = unsafe path.withCString { unsafe linux_remove($0) }
            return MappedScratch(file)
        } catch {
            throw .noScratch(error.errno)
        }
    }
}

/// A file without a name, mapped when it is written.
// SAFETY: the mapping is made once, and its only user is the spool that owns this.
@safe private final class MappedScratch: ScratchFile, @unchecked Sendable {
    private let file: Descriptor
    private var mapping: UnsafeMutableRawBufferPointer?

    init(_ file: consuming Descriptor) { self.file = file }

    deinit {
        if let mapping = unsafe mapping { unsafe _ = munmap(mapping.baseAddress, mapping.count) }
    }

    func append(_ bytes: Span<UInt8>) throws(HashListError) {
        do throws(SystemError) { try file.write(bytes) } catch { throw .noScratch(error.errno) }
    }

    func map(byteCount: Int) throws(HashListError) -> UnsafeMutableRawBufferPointer {
        // The blocks too: on a full disk a hole would end the process with SIGBUS later.
        let failure = posix_fallocate(file.number, 0, byteCount)
        guard failure == 0 else { throw .noScratch(failure) }
        // Shared: what is changed goes to the file and not into memory of this process.
        let access = PROT_READ | PROT_WRITE
        let start = unsafe mmap(nil, byteCount, access, MAP_SHARED, file.number, 0)
        guard let start = unsafe start, unsafe start != MAP_FAILED else { throw .noScratch(errno) }
        let mapped = unsafe UnsafeMutableRawBufferPointer(start: start, count: byteCount)
        unsafe mapping = mapped
        return unsafe mapped
    }
}
