internal import Core
internal import Glibc

/// A file to be hashed as it was named, and where it is or why it cannot be read.
struct HashedFile {
    /// The bytes of its name on the command line.
    let name: EntryPath
    /// Its absolute path without links, and its size there.
    let place: Result<FileEntry, Unreachable>

    /// Why a name leads to no regular file.
    struct Unreachable: Error {
        let reason: String
        /// There is nothing of that name: a mistake of who asked, not of the storage.
        var isMissing = false
    }

    /// Looks for the file of that name.
    init(name: EntryPath) {
        self.name = name
        let terminated = (name.bytes + [0]).map { CChar(bitPattern: $0) }
        guard let resolved = unsafe realpath(terminated, nil) else {
            place = .failure(HashedFile.unreachable(terminated, errno))
            return
        }
        defer { unsafe free(resolved) }
        var status = stat()
        guard unsafe stat(resolved, &status) == 0 else {
            place = .failure(HashedFile.unreachable(terminated, errno))
            return
        }
        // A reader takes what is none for a file that became something else since it was listed.
        guard status.st_mode & S_IFMT == S_IFREG else {
            place = .failure(Unreachable(reason: "not a regular file"))
            return
        }
        let path = unsafe EntryPath(
            Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved)))
        )
        place = .success(
            FileEntry(path: path, size: Int64(status.st_size), mtimeNanoseconds: 0)
        )
    }

    private static func unreachable(_ name: [CChar], _ code: Int32) -> Unreachable {
        var status = stat()
        let isLink = unsafe lstat(name, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
        let cause = unsafe String(cString: strerror(code))
        return Unreachable(
            reason: isLink ? "a link that leads nowhere: \(cause)" : cause,
            isMissing: !isLink && (code == ENOENT || code == ENOTDIR)
        )
    }
}
