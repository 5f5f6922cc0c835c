internal import CLinux
internal import Core

/// The rules of one walk, as its threads ask for them.
struct WalkPlan: Sendable {
    let staysOnFileSystem: Bool
    let fileSizeMax: Int64?
    private let excludes: [Glob]
    private let roots: Set<EntryPath>
    private let sweepDirectory: (device: UInt64, inode: UInt64)?

    init(_ options: WalkOptions, roots: [WalkRoot]) throws(SystemError) {
        staysOnFileSystem = options.staysOnFileSystem
        fileSizeMax = options.fileSizeMax
        excludes = options.excludes
        self.roots = Set(roots.map(\.path))
        if let sweep = options.sweepDirectory {
            let flags = O_PATH
            let status = try Descriptor(opening: sweep, flags: flags).status()
            sweepDirectory = (status.device, status.inode)
        } else {
            sweepDirectory = nil
        }
    }

    /// Whether a folder must be looked at before it is entered.
    var looksAtFolders: Bool {
        staysOnFileSystem || !excludes.isEmpty || sweepDirectory != nil || roots.count > 1
    }

    func path(_ folder: [UInt8], _ name: FolderName) -> [UInt8] {
        var path: [UInt8] = []
        unsafe path.reserveCapacity(folder.count + 1 + name.bytes.count)
        path.append(contentsOf: folder)
        if folder.last != UInt8(ascii: "/") { path.append(UInt8(ascii: "/")) }
        unsafe path.append(contentsOf: name.bytes)
        return path
    }

    /// Whether a path is excluded.
    ///
    /// - Parameter used: Gets the positions of the globs that match.
    func excludes(_ path: [UInt8], isFolder: Bool, noting used: inout Set<Int>) -> Bool {
        var isExcluded = false
        // One that is known to be of use needs no second look.
        for (index, glob) in excludes.enumerated() where !(isExcluded && used.contains(index)) {
            guard glob.matches(path, isFolder: isFolder) else { continue }
            isExcluded = true
            used.insert(index)
        }
        return isExcluded
    }

    func excludes(
        _ folder: [UInt8],
        _ name: FolderName,
        isFolder: Bool,
        noting used: inout Set<Int>
    ) -> Bool {
        !excludes.isEmpty && excludes(path(folder, name), isFolder: isFolder, noting: &used)
    }

    /// Whether the path is a root itself, which is walked from there: overlapping roots list
    /// nothing twice and pass nothing over.
    func isRoot(_ path: [UInt8]) -> Bool { roots.contains(EntryPath(path)) }

    func isRoot(_ folder: [UInt8], _ name: FolderName) -> Bool {
        roots.count > 1 && isRoot(path(folder, name))
    }

    func isSweepDirectory(_ status: FileStatus) -> Bool {
        guard let sweepDirectory else { return false }
        return status.inode == sweepDirectory.inode && status.device == sweepDirectory.device
    }
}
