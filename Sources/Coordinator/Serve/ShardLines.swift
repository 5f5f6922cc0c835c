internal import Core

/// The lines of one shard in the manifest, known to be those that were planned.
struct ShardLines {
    let shard: Shard
    /// As they stand in the file, with their line feeds.
    let bytes: [UInt8]

    /// What they say.
    func entries() throws(ManifestError) -> [FileEntry] {
        try ManifestLine.entries(
            of: bytes,
            firstEntry: shard.firstEntry,
            expected: shard.entryCount
        )
    }

    /// What some of them say.
    ///
    /// - Parameter positions: From 0, in ascending order.
    func entries(at positions: [Int]) throws(ManifestError) -> [FileEntry] {
        var entries: [FileEntry] = []
        var (position, start) = (0, 0)
        for end in bytes.span.indices where bytes[end] == UInt8(ascii: "\n") {
            guard entries.count < positions.count else { break }
            if position == positions[entries.count] {
                let number = shard.firstEntry + position + 1
                entries.append(try ManifestLine.entry(bytes[start..<end], number: number))
            }
            (position, start) = (position + 1, end + 1)
        }
        guard entries.count == positions.count else {
            throw .entryCount(
                firstEntry: shard.firstEntry,
                expected: shard.entryCount,
                found: position
            )
        }
        return entries
    }

    /// The outcomes that planning already knew, by position in the shard.
    func plannedOutcomes() throws(ManifestError) -> [Int: Outcome] {
        var outcomes: [Int: Outcome] = [:]
        for (index, entry) in try entries().enumerated() { outcomes[index] = entry.plannedOutcome }
        return outcomes
    }

    /// Whether planning knew no outcome of them, found out without reading a line: an outcome
    /// stands behind a third tab.
    var holdNoOutcome: Bool {
        let bytes = bytes.span
        var tabCount = 0
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\t") { tabCount += 1 }
        return tabCount == 2 * shard.entryCount
    }
}
