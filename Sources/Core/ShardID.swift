/// A shard's position in its sweep, from 0.
package struct ShardID: Hashable, Comparable, Sendable {
    package let value: Int

    /// Makes an id of the shard's position.
    package init(_ value: Int) { self.value = value }

    package static func < (left: ShardID, right: ShardID) -> Bool { left.value < right.value }
}

/// The fencing token of a lease: grows by one with every grant of its shard.
package struct Epoch: Hashable, Comparable, Sendable {
    package let value: Int

    /// Makes an epoch; 0 stands for a shard that was never granted.
    package init(_ value: Int) { self.value = value }

    package static func < (left: Epoch, right: Epoch) -> Bool { left.value < right.value }
}

/// A contiguous range of the manifest: the unit of leasing.
package struct Shard: Hashable, Sendable {
    package let id: ShardID
    /// The position of its first entry in the manifest, from 0.
    package let firstEntry: Int
    /// 1 or more.
    package let entryCount: Int
    /// The sum of its files' sizes when they were planned.
    package let byteCount: Int64
    /// Where its first line begins in the manifest file, in bytes.
    package let manifestOffset: Int64
    /// How long its lines are, in bytes with their line feeds.
    package let manifestLength: Int

    /// Makes a shard.
    package init(
        id: ShardID,
        firstEntry: Int,
        entryCount: Int,
        byteCount: Int64,
        manifestOffset: Int64,
        manifestLength: Int
    ) {
        self.id = id
        self.firstEntry = firstEntry
        self.entryCount = entryCount
        self.byteCount = byteCount
        self.manifestOffset = manifestOffset
        self.manifestLength = manifestLength
    }

    /// Bytes of several shards together. Sparse files can claim more than there are numbers for:
    /// then it is the greatest.
    package static func sum(_ left: Int64, _ right: Int64) -> Int64 {
        let (sum, overflowed) = left.addingReportingOverflow(right)
        return overflowed ? .max : sum
    }
}
