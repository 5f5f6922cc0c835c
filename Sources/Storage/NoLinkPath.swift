internal import CLinux
internal import Core

/// Opening a scanned path: no symbolic link on the way is followed, and it may be longer than the
/// kernel takes at once (PATH_MAX).
enum NoLinkPath {
    /// Bytes handed to the kernel at once; PATH_MAX is 4096 with the NUL.
    private static let stepByteCountMax = 4000

    /// Opens an absolute path read-only, without touching access times where that is allowed.
    ///
    /// - Returns: the descriptor's number, or a negated errno.
    static func open(_ path: [UInt8], flags: Int32) -> Int32 {
        // What is only named (O_PATH) has no access time, and openat2 refuses the two together.
        if flags & O_PATH != 0 { return open(path, allFlags: flags) }
        let quiet = open(path, allFlags: flags | O_NOATIME)
        // Only the owner may keep the access time; a file system mounted noatime does it anyway.
        return quiet == -EPERM ? open(path, allFlags: flags) : quiet
    }

    private static func open(_ path: [UInt8], allFlags: Int32) -> Int32 {
        let flags = allFlags | O_RDONLY | O_CLOEXEC | O_NOFOLLOW
        if path.count <= stepByteCountMax { return openStep(AT_FDCWD, path[...], flags: flags) }
        var folder: Int32 = AT_FDCWD
        var rest = path[...]
        while rest.count > stepByteCountMax {
            guard let cut = rest.prefix(stepByteCountMax).lastIndex(of: UInt8(ascii: "/")),
                cut > rest.startIndex || folder == AT_FDCWD
            else {
                closeUnlessCurrent(folder)
                return -ENAMETOOLONG
            }
            let step = rest[rest.startIndex..<max(cut, rest.startIndex + 1)]
            let next = openStep(
                folder,
                step,
                flags: O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW
            )
            closeUnlessCurrent(folder)
            if next < 0 { return next }
            folder = next
            rest = rest[(cut + 1)...]
        }
        let number = openStep(folder, rest, flags: flags)
        closeUnlessCurrent(folder)
        return number
    }

    private static func openStep(_ folder: Int32, _ path: ArraySlice<UInt8>, flags: Int32) -> Int32
    {
        let number = unsafe EntryPath(Array(path)).withCString { text in
            unsafe linux_open_beneath_no_link(folder, text, flags)
        }
        // ENOSYS: before Linux 5.6. EPERM: a container's filter that does not know the call.
        guard number == -ENOSYS || (number == -EPERM && flags & O_NOATIME == 0) else {
            return number
        }
        return openByComponents(folder, path, flags: flags)
    }

    /// The same without openat2: every folder on the way is opened by itself.
    static func openByComponents(
        _ start: Int32,
        _ path: ArraySlice<UInt8>,
        flags: Int32
    ) -> Int32 {
        var folder = start
        if path.first == UInt8(ascii: "/") {
            folder = unsafe linux_open_at(AT_FDCWD, "/", O_PATH | O_DIRECTORY | O_CLOEXEC, 0)
            if folder < 0 { return folder }
        }
        let names = path.split(separator: UInt8(ascii: "/"))
        guard let last = names.last else {
            defer { if folder != start { close(folder) } }
            return unsafe linux_open_at(folder, ".", flags, 0)
        }
        for name in names.dropLast() {
            let next = openName(folder, name, flags: O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
            if folder != start { close(folder) }
            if next < 0 { return next }
            folder = next
        }
        defer { if folder != start { close(folder) } }
        return openName(folder, last, flags: flags)
    }

    private static func openName(_ folder: Int32, _ name: ArraySlice<UInt8>, flags: Int32) -> Int32
    {
        unsafe EntryPath(Array(name)).withCString { unsafe linux_open_at(folder, $0, flags, 0) }
    }

    private static func closeUnlessCurrent(_ folder: Int32) {
        if folder != AT_FDCWD { close(folder) }
    }
}
