internal import Glibc

/// A file as the end of a report: readable by its owner only, and there whole or not at all.
///
/// The bytes go to a temporary file beside it, which takes its name in ``finish()``. A sink that
/// is dropped before that removes the temporary file and leaves an older report as it was.
package struct FileSink: ReportSink, ~Copyable {
    /// Temporary names that are tried: one is free unless somebody fills the folder with them.
    private static let attemptCountMax = 100

    private let path: String
    private let temporaryPath: String
    private var buffer: DescriptorBuffer
    private var isFinished = false

    /// Creates the temporary file beside `path`, with mode 0600.
    ///
    /// - Throws: a `replace` error if `path` is there and is no regular file (a device, a folder,
    ///   a symbolic link), a `create` error if the folder cannot be written.
    package init(path: String) throws(ReportError) {
        try FileSink.refuseSpecialFile(at: path)
        let (folder, name) = FileSink.split(path)
        var descriptor: Int32 = -1
        var temporaryPath = ""
        for attempt in 0..<FileSink.attemptCountMax {
            temporaryPath = "\(folder)/.\(name).\(getpid()).\(attempt).partial"
            // SAFETY: here and below, the C library reads a string that lives across the call.
            descriptor = unsafe open(
                temporaryPath,
                O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                0o600
            )
            if descriptor >= 0 || errno != EEXIST { break }
        }
        guard descriptor >= 0 else { throw ReportError(.create, output: path, errno: errno) }
        self.path = path
        self.temporaryPath = temporaryPath
        buffer = DescriptorBuffer(descriptor: descriptor, output: path)
    }

    deinit {
        close(buffer.descriptor)
        if !isFinished { unsafe unlink(temporaryPath) }
    }

    package mutating func write(_ bytes: [UInt8]) throws(ReportError) { try buffer.append(bytes) }

    /// Brings everything to the disk and gives the file its name.
    package mutating func finish() throws(ReportError) {
        try buffer.flush()
        guard fsync(buffer.descriptor) == 0 else {
            throw ReportError(.sync, output: path, errno: errno)
        }
        guard unsafe rename(temporaryPath, path) == 0 else {
            throw ReportError(.rename, output: path, errno: errno)
        }
        isFinished = true
        try FileSink.syncFolder(of: path)
    }

    /// The name is on the disk only once its folder is.
    private static func syncFolder(of path: String) throws(ReportError) {
        let folder = unsafe open(split(path).folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw ReportError(.sync, output: path, errno: errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw ReportError(.sync, output: path, errno: errno) }
    }

    /// Renaming over `/dev/null` would replace the device, over a link the link.
    private static func refuseSpecialFile(at path: String) throws(ReportError) {
        var status = stat()
        // SAFETY: lstat fills the structure that lives across the call.
        guard unsafe lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFREG else { throw ReportError(.replace, output: path) }
    }

    private static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
        let folder = String(path[..<slash])
        return (folder.isEmpty ? "/" : folder, String(path[path.utf8.index(after: slash)...]))
    }
}
