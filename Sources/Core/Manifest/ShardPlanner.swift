/// Cuts the entries of a manifest, in their order, into shards.
package struct ShardPlanner: Sendable {
    /// How large a shard may become.
    package struct Limits: Hashable, Sendable {
        /// Entries; the default is minutes of work, so that little is read again after a crash.
        package var shardFileCountMax = 1000
        /// Bytes to read; the default is half a minute of a fast disk.
        package var shardByteCountMax: Int64 = 4 << 30
        /// Bytes of a shard's lines in the manifest: they travel in one message.
        package static let manifestByteCountMax = 32 << 20

        /// The default limits.
        package init() {}

        /// Makes limits; both are 1 or more.
        package init(shardFileCountMax: Int, shardByteCountMax: Int64) {
            precondition(shardFileCountMax > 0 && shardByteCountMax > 0, "a shard holds something")
            self.shardFileCountMax = shardFileCountMax
            self.shardByteCountMax = shardByteCountMax
        }
    }

    private let limits: Limits
    private var shardCount = 0
    private var firstEntry = 0
    private var entryCount = 0
    private var byteCount: Int64 = 0
    private var offset: Int64
    private var length = 0

    /// Makes a planner; `offset` is where the first line begins in the manifest file, in bytes.
    package init(limits: Limits, offset: Int64) {
        self.limits = limits
        self.offset = offset
    }

    /// Adds the next entry, whose line takes `lineLength` bytes with its line feed.
    ///
    /// - Returns: the shard before it, if that cannot hold this entry too. A file that is larger
    ///   than a shard may be becomes a shard alone.
    package mutating func add(_ entry: FileEntry, lineLength: Int) -> Shard? {
        let bytes = entry.byteCountToRead
        let (sum, overflowed) = byteCount.addingReportingOverflow(bytes)
        let isFull =
            entryCount > 0
            && (entryCount == limits.shardFileCountMax || overflowed
                || sum > limits.shardByteCountMax
                || length + lineLength > Limits.manifestByteCountMax)
        let shard = isFull ? close() : nil
        entryCount += 1
        byteCount += bytes
        length += lineLength
        return shard
    }

    /// The last shard, or `nil` if there is no entry in it.
    package mutating func finish() -> Shard? { entryCount > 0 ? close() : nil }

    private mutating func close() -> Shard {
        let shard = Shard(
            id: ShardID(shardCount),
            firstEntry: firstEntry,
            entryCount: entryCount,
            byteCount: byteCount,
            manifestOffset: offset,
            manifestLength: length
        )
        shardCount += 1
        firstEntry += entryCount
        offset += Int64(length)
        (entryCount, byteCount, length) = (0, 0, 0)
        return shard
    }
}

extension FileEntry {
    /// The bytes that a worker will read of it: none if planning already knows its outcome.
    package var byteCountToRead: Int64 { plannedOutcome == nil ? size : 0 }
}
