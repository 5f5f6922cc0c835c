internal import CLinux
package import Core

/// Where a walk begins: a path argument with its links followed.
package struct WalkRoot: Hashable, Sendable {
    /// Absolute, without links, `.` and `..`.
    package let path: EntryPath
    let status: FileStatus

    /// Whether there is a folder.
    package var isFolder: Bool { status.kind == .directory }

    /// Resolves a path argument; a relative one starts at the current folder.
    package init(resolving argument: EntryPath) throws(WalkError) {
        switch Self.resolve(argument.bytes) {
        case .success(let path): self.path = EntryPath(path)
        case .failure(let failure):
            if failure.errno == ENOENT || argument.bytes.isEmpty { throw .missingRoot(argument) }
            throw .unusableRoot(argument, errno: failure.errno)
        }
        var found = linux_file_status()
        let result = unsafe path.withCString { unsafe linux_status_at(AT_FDCWD, $0, &found) }
        guard result == 0 else { throw .unusableRoot(argument, errno: -result) }
        status = FileStatus(found)
    }

    struct Failure: Error { let errno: Int32 }

    /// realpath(3): absolute, all links followed.
    static func resolve(_ path: [UInt8]) -> Result<[UInt8], Failure> {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
            // SAFETY: realpath writes at most PATH_MAX bytes with the NUL.
            let result = unsafe EntryPath(path).withCString {
                unsafe linux_resolve($0, buffer.baseAddress)
            }
            guard result == 0 else { return .failure(Failure(errno: -result)) }
            return unsafe .success(buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
        }
    }
}
