internal import CLinux
package import Core

/// An open file or folder of the kernel; closed when it goes out of scope.
package struct Descriptor: ~Copyable, Sendable {
    /// The kernel's number.
    package let number: Int32
    /// What errors name.
    package let path: EntryPath

    /// Takes over an open descriptor.
    package init(taking number: Int32, path: EntryPath) {
        self.number = number
        self.path = path
    }

    /// Opens `path` as it is, links followed; for files of Turnstone's own, not for scanned ones.
    init(
        opening path: EntryPath,
        flags: Int32,
        mode: UInt32 = 0o600
    ) throws(SystemError) {
        let number = unsafe path.withCString { text in
            unsafe linux_open_at(AT_FDCWD, text, flags | O_CLOEXEC, mode)
        }
        guard number >= 0 else {
            throw SystemError(operation: "open", path: path, errno: -number)
        }
        self.init(taking: number, path: path)
    }

    /// Makes an empty file of Turnstone's own, mode 0600, in place of what was there.
    package init(creating path: EntryPath) throws(SystemError) {
        try self.init(opening: path, flags: O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW)
    }

    /// Opens a file of Turnstone's own for reading; links are followed.
    package init(reading path: EntryPath) throws(SystemError) {
        try self.init(opening: path, flags: O_RDONLY)
    }

    deinit { close(number) }

    /// What the kernel says of the open file.
    package func status() throws(SystemError) -> FileStatus {
        var found = linux_file_status()
        let result = unsafe linux_status(number, &found)
        guard result == 0 else {
            throw SystemError(operation: "fstat", path: path, errno: -result)
        }
        return FileStatus(found)
    }

    /// Fills `buffer` from `offset` on.
    ///
    /// - Returns: the bytes read: fewer than fit only at the end of the file.
    package func read(
        into buffer: UnsafeMutableRawBufferPointer,
        at offset: Int64
    ) throws(SystemError) -> Int {
        guard let base = buffer.baseAddress else { return 0 }
        var count = 0
        while count < buffer.count {
            // SAFETY: the rest of the buffer, from `count` on.
            let result = unsafe linux_read_at(
                number,
                base + count,
                buffer.count - count,
                offset + Int64(count)
            )
            guard result >= 0 else {
                throw SystemError(operation: "read", path: path, errno: Int32(-result))
            }
            if result == 0 { break }
            count += Int(result)
        }
        return count
    }

    /// Fills `bytes` from `index` on with those of the file from `offset` on.
    ///
    /// - Returns: the bytes read: fewer than fit only at the end of the file.
    package func fill(
        _ bytes: inout [UInt8],
        from index: Int = 0,
        at offset: Int64
    ) throws(SystemError) -> Int {
        try unsafe bytes.withUnsafeMutableBytes { buffer in
            Result { () throws(SystemError) in
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[index...])
                return try unsafe read(into: rest, at: offset)
            }
        }.get()
    }

    /// The bytes from `offset` on: `count`, or as many as there are.
    package func bytes(at offset: Int64, count: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let found = try fill(&bytes, at: offset)
        bytes.removeLast(count - found)
        return bytes
    }

    /// Fills `bytes` from where the last such call ended, as far as there is something; works on
    /// pipes.
    ///
    /// - Returns: the bytes read, 0 at the end.
    package func fillNext(_ bytes: inout [UInt8]) throws(SystemError) -> Int {
        let result = unsafe bytes.withUnsafeMutableBytes { buffer in
            // SAFETY: the whole buffer.
            unsafe linux_read(number, buffer.baseAddress, buffer.count)
        }
        guard result >= 0 else {
            throw SystemError(operation: "read", path: path, errno: Int32(-result))
        }
        return Int(result)
    }

    /// Writes all of `bytes`, from `offset` on or where the last write ended.
    package func write(_ bytes: Span<UInt8>, at offset: Int64? = nil) throws(SystemError) {
        let failure = unsafe bytes.withUnsafeBytes { buffer -> Int32 in
            guard let base = buffer.baseAddress else { return 0 }
            var count = 0
            while count < buffer.count {
                // SAFETY: the rest of the buffer, from `count` on.
                let (rest, size) = unsafe (base + count, buffer.count - count)
                let result =
                    if let offset {
                        unsafe linux_write_at(number, rest, size, offset + Int64(count))
                    } else {
                        unsafe linux_write(number, rest, size)
                    }
                if result <= 0 { return result == 0 ? EIO : Int32(-result) }
                count += Int(result)
            }
            return 0
        }
        guard failure == 0 else {
            throw SystemError(operation: "write", path: path, errno: failure)
        }
    }

    /// Waits until what was written, or a folder's names, survive a loss of power.
    package func sync() throws(SystemError) {
        let result = linux_sync(number)
        guard result == 0 else { throw SystemError(operation: "fsync", path: path, errno: -result) }
    }
}

extension EntryPath {
    /// Calls `body` with the path as a C string.
    package func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { text in
            for (index, byte) in bytes.enumerated() {
                unsafe text[index] = CChar(bitPattern: byte)
            }
            unsafe text[bytes.count] = 0
            // SAFETY: the allocation holds at least the NUL, so it has an address.
            return unsafe body(UnsafePointer(text.baseAddress.unsafelyUnwrapped))
        }
    }

    /// The path of `name` in this folder.
    package func appending(_ name: String) -> EntryPath {
        EntryPath(bytes + (bytes.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + name.utf8)
    }
}
