internal import Storage

/// A file that was read, on its way through a lane.
struct ReadFile: Sendable {
    let item: ShardQueue.Item
    /// As it was when it was read.
    let status: FileStatus
    /// What it takes of the memory shared with the lanes, its bytes at the front.
    let place: Range<Int>
    /// Where it has several names: others may wait for what it is found to be.
    let key: ContentCache.Key?

    /// Its bytes in the shared memory.
    var bytes: Range<Int> { place.prefix(Int(status.size)) }
}

extension Range<Int> {
    fileprivate func prefix(_ count: Int) -> Range<Int> { lowerBound..<lowerBound + count }
}
