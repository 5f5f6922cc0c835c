internal import Core
internal import Digests
internal import Storage

/// A manifest file that is being written. It gets its name when it is whole and on disk, so a
/// manifest under its name is never half of one.
struct ManifestWriter: ~Copyable {
    /// Bytes gathered before they are written.
    private static let blockByteCount = 1 << 20

    /// Bytes appended so far: where the next line begins.
    private(set) var byteCount: Int64
    private(set) var entryCount = 0

    private let folder: EntryPath
    private let file: Descriptor
    private var digest: SHA256Stream
    private var block: [UInt8] = []

    /// Begins the manifest of the sweep whose folder is `folder`, with its header.
    init(in folder: EntryPath, header: ManifestHeader) throws {
        let digest = try SHA256Stream()
        let file = try Descriptor(
            creating: folder.appending("\(Planner.manifestName).partial")
        )
        self.folder = folder
        self.digest = digest
        self.file = file
        block.reserveCapacity(Self.blockByteCount + 4096)
        header.append(to: &block)
        byteCount = Int64(block.count)
    }

    /// Appends the line of an entry; gives its length in bytes, with its line feed.
    mutating func append(_ entry: FileEntry) throws(SystemError) -> Int {
        let start = block.count
        ManifestLine.append(entry, to: &block)
        let length = block.count - start
        byteCount += Int64(length)
        entryCount += 1
        if block.count >= Self.blockByteCount { try writeBlock() }
        return length
    }

    /// Writes the rest, waits for the disk and gives the file its name.
    ///
    /// - Returns: the SHA-256 of the whole file.
    consuming func finish() throws(SystemError) -> Digest {
        try writeBlock()
        try file.sync()
        try OwnFolder(folder).rename(
            "\(Planner.manifestName).partial",
            to: Planner.manifestName
        )
        return digest.finish()
    }

    private mutating func writeBlock() throws(SystemError) {
        // Taken out of self for as long as its span is lent.
        var block: [UInt8] = []
        swap(&block, &self.block)
        digest.update(block.span)
        try file.write(block.span)
        block.removeAll(keepingCapacity: true)
        swap(&block, &self.block)
    }
}
