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
    /// Of the lines of the shard that is being planned, as far as ``hashedCount`` says.
    private var linesDigest: SHA256Stream
    /// Bytes of ``block`` that are in ``linesDigest`` or before its shard.
    private var hashedCount = 0

    /// Begins the manifest of the sweep whose folder is `folder`, with its header.
    init(in folder: EntryPath, header: ManifestHeader) throws {
        let digest = try SHA256Stream()
        let linesDigest = try SHA256Stream()
        let file = try Descriptor(
            creating: folder.appending("\(Planner.manifestName).partial")
        )
        self.folder = folder
        self.digest = digest
        self.linesDigest = linesDigest
        self.file = file
        block.reserveCapacity(Self.blockByteCount + 4096)
        header.append(to: &block)
        byteCount = Int64(block.count)
        hashedCount = block.count
    }

    /// Appends the line of an entry; gives its length in bytes, with its line feed.
    mutating func append(_ entry: FileEntry) throws(SystemError) -> Int {
        // Before the line: it may be the first of the next shard, which is known only after it.
        if block.count >= Self.blockByteCount { try writeBlock() }
        let start = block.count
        ManifestLine.append(entry, to: &block)
        let length = block.count - start
        byteCount += Int64(length)
        entryCount += 1
        return length
    }

    /// Ends the lines of a shard.
    ///
    /// - Parameter byteCount: Bytes of the last line if that is the next shard's already.
    /// - Returns: The SHA-256 of the shard's lines.
    mutating func endShard(before byteCount: Int) throws(DigestError) -> Digest {
        hashLines(upTo: block.count - byteCount)
        var ended = try SHA256Stream()
        swap(&ended, &linesDigest)
        return ended.finish()
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
        hashLines(upTo: self.block.count)
        swap(&block, &self.block)
        digest.update(block.span)
        try file.write(block.span)
        block.removeAll(keepingCapacity: true)
        swap(&block, &self.block)
        hashedCount = 0
    }

    private mutating func hashLines(upTo end: Int) {
        // Taken out of self for as long as its span is lent.
        var block: [UInt8] = []
        swap(&block, &self.block)
        linesDigest.update(block.span.extracting(hashedCount..<end))
        swap(&block, &self.block)
        hashedCount = end
    }
}
