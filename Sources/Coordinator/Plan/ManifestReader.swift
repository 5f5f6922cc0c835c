package import Core
internal import Storage

/// A manifest on disk, read a shard at a time or from end to end.
package struct ManifestReader: ~Copyable, Sendable {
    /// What is read at once when the whole file is read, in bytes.
    private static let blockByteCount = 1 << 20
    /// The longest shard in bytes of text that is read: the default limits stay far below it.
    package static let shardTextByteCountMax = 1 << 30

    /// What the manifest says of itself.
    package let header: ManifestHeader
    /// Where the first entry's line begins, in bytes.
    package let firstOffset: Int64

    private let file: Descriptor
    private let headerLineCount: Int

    /// Opens the manifest of the sweep whose folder is `sweep`.
    package init(in sweep: EntryPath) throws(ManifestError) {
        let path = sweep.appending(Planner.manifestName)
        let file: Descriptor
        do { file = try Descriptor(reading: path) } catch { throw Self.failure(error) }
        let text = try Self.header(of: file)
        let parsed = try ManifestHeader.parse(text[...])
        header = parsed.header
        headerLineCount = parsed.lineCount
        firstOffset = Int64(parsed.byteCount)
        self.file = file
    }

    /// The entries of one shard, in order.
    package func entries(of shard: Shard) throws(ManifestError) -> [FileEntry] {
        guard shard.manifestLength <= Self.shardTextByteCountMax else {
            throw .entryCount(firstEntry: shard.firstEntry, expected: shard.entryCount, found: 0)
        }
        let text = try Self.read(file, at: shard.manifestOffset, count: shard.manifestLength)
        var entries: [FileEntry] = []
        entries.reserveCapacity(shard.entryCount)
        var rest = text[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let number = headerLineCount + shard.firstEntry + entries.count + 1
            entries.append(try ManifestLine.entry(rest[rest.startIndex..<end], number: number))
            rest = rest[(end + 1)...]
        }
        guard entries.count == shard.entryCount, rest.isEmpty, text.count == shard.manifestLength
        else {
            throw .entryCount(
                firstEntry: shard.firstEntry,
                expected: shard.entryCount,
                found: entries.count
            )
        }
        return entries
    }

    /// Calls `body` with every entry, in order; the memory it takes does not grow with
    /// their number.
    package func forEach(_ body: (FileEntry) throws -> Void) throws {
        var offset = firstOffset
        var number = headerLineCount
        var text: [UInt8] = []
        while true {
            let block = try Self.read(file, at: offset, count: Self.blockByteCount)
            offset += Int64(block.count)
            text.append(contentsOf: block)
            var rest = text[...]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                number += 1
                try body(try ManifestLine.entry(rest[rest.startIndex..<end], number: number))
                rest = rest[(end + 1)...]
            }
            text = Array(rest)
            if block.isEmpty { break }
        }
        guard text.isEmpty else { throw ManifestError.malformed(line: number + 1, .columns) }
    }

    /// The file's first bytes, at least the whole header.
    private static func header(of file: borrowing Descriptor) throws(ManifestError) -> [UInt8] {
        var text: [UInt8] = []
        while text.count < ManifestHeader.byteCountMax {
            let block = try read(file, at: Int64(text.count), count: 64 << 10)
            text.append(contentsOf: block)
            if block.isEmpty || endsHeader(text) { break }
        }
        return text
    }

    /// Whether a line that is whole or not begins without `#`.
    private static func endsHeader(_ text: [UInt8]) -> Bool {
        var start = 0
        while start < text.count {
            if text[start] != UInt8(ascii: "#") { return true }
            guard let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) else { return false }
            start = end + 1
        }
        return false
    }

    private static func read(
        _ file: borrowing Descriptor,
        at offset: Int64,
        count: Int
    ) throws(ManifestError) -> [UInt8] {
        do { return try file.bytes(at: offset, count: count) } catch { throw failure(error) }
    }

    private static func failure(_ error: SystemError) -> ManifestError {
        .system(operation: error.operation, errno: error.errno)
    }
}
