extension ManifestLine {
    /// Reads the lines of one shard, which must be whole and as many as planned.
    ///
    /// - Parameters:
    ///   - text: The lines with their line feeds.
    ///   - firstEntry: The position of the first in the manifest, which errors name.
    ///   - expected: How many there are.
    package static func entries(
        of text: [UInt8],
        firstEntry: Int,
        expected: Int
    ) throws(ManifestError) -> [FileEntry] {
        var entries: [FileEntry] = []
        entries.reserveCapacity(min(expected, text.count))
        var rest = text[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            entries.append(
                try entry(rest[rest.startIndex..<end], number: firstEntry + entries.count + 1)
            )
            rest = rest[(end + 1)...]
        }
        guard entries.count == expected, rest.isEmpty else {
            throw .entryCount(firstEntry: firstEntry, expected: expected, found: entries.count)
        }
        return entries
    }
}
