internal import CLinux
internal import Core

/// A folder that is still to be read.
struct PendingFolder: Sendable {
    var path: [UInt8]
    /// The file system of the root that it was found under.
    var device: UInt64
}

/// The folders still to be read: a stack, so that the walk goes deep first, whose lower part lies
/// in a file when it grows: a folder of a million folders must not fill the memory.
struct PendingFolders: ~Copyable {
    private var folders: [PendingFolder] = []
    private var byteCount = 0
    private let byteCountMax: Int
    private let file: Descriptor
    /// Where the spilled blocks begin in the file, the last one on top.
    private var blocks: [Int64] = []
    private var fileEnd: Int64 = 0

    /// What a folder takes besides the bytes of its path.
    private static let overhead = 64

    /// Makes an empty stack that spills into `file`, which is open for reading and writing.
    init(byteCountMax: Int, spillingInto file: consuming Descriptor) {
        self.byteCountMax = byteCountMax
        self.file = file
    }

    var isEmpty: Bool { folders.isEmpty && blocks.isEmpty }

    /// Puts a folder on top.
    mutating func push(_ folder: PendingFolder) throws(SystemError) {
        byteCount += folder.path.count + Self.overhead
        folders.append(folder)
        if byteCount > byteCountMax, folders.count > 1 { try spill() }
    }

    /// Takes the folder on top.
    mutating func pop() throws(SystemError) -> PendingFolder? {
        if folders.isEmpty { try load() }
        guard let folder = folders.popLast() else { return nil }
        byteCount -= folder.path.count + Self.overhead
        return folder
    }

    /// Writes the lower half to the end of the file.
    private mutating func spill() throws(SystemError) {
        let lower = folders.prefix(folders.count / 2)
        var block: [UInt8] = []
        for folder in lower {
            let length = UInt32(folder.path.count)
            unsafe withUnsafeBytes(of: length) { unsafe block.append(contentsOf: $0) }
            unsafe withUnsafeBytes(of: folder.device) { unsafe block.append(contentsOf: $0) }
            block.append(contentsOf: folder.path)
            byteCount -= folder.path.count + Self.overhead
        }
        folders.removeFirst(lower.count)
        try file.write(block.span, at: fileEnd)
        blocks.append(fileEnd)
        fileEnd += Int64(block.count)
    }

    /// Reads the last block back.
    private mutating func load() throws(SystemError) {
        guard let start = blocks.popLast() else { return }
        let block = try file.bytes(at: start, count: Int(fileEnd - start))
        guard block.count == Int(fileEnd - start) else {
            throw SystemError(operation: "read", path: file.path, errno: EIO)
        }
        fileEnd = start
        var index = 0
        while index < block.count {
            let (length, device) = unsafe block.withUnsafeBytes { bytes in
                // SAFETY: a block holds whole folders, as `spill` wrote them.
                unsafe (
                    bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self),
                    bytes.loadUnaligned(fromByteOffset: index + 4, as: UInt64.self)
                )
            }
            let path = Array(block[(index + 12)..<(index + 12 + Int(length))])
            folders.append(PendingFolder(path: path, device: device))
            byteCount += path.count + Self.overhead
            index += 12 + Int(length)
        }
    }
}
