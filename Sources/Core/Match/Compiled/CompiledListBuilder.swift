/// Gathers the records of a list and turns them into a compiled list.
///
/// The same records in the same order give the same bytes. Everything is held in memory: about 100
/// bytes a record with an id of 16 characters.
package struct CompiledListBuilder: Sendable {
    private var entries = EntryTable()
    private var rows = HashRows()
    /// What became of the records so far; duplicates and accepted ones are counted at the end.
    package private(set) var tally = ListTally()

    /// Makes a builder of an empty list.
    package init() {}

    /// Takes what a parser found.
    package mutating func take(_ event: ListEvent) throws(HashListError) {
        switch event {
        case .record(let record):
            let entry = try entries.append(record)
            for hash in record.hashes { rows.append(hash, entry: entry, record.threshold) }
        case .rejected(let rejection): tally.count(rejection)
        case .ignored(let cause): tally.count(cause)
        }
    }

    /// Sorts the list, drops duplicates and the entries that have nothing else, and counts.
    ///
    /// - Parameter source: the SHA-256 of the list's source.
    package mutating func finish(
        source: Digest
    ) throws(HashListError) -> (image: CompiledListImage, tally: ListTally) {
        for kind in MatchKind.allCases {
            let before = rows.count(of: kind)
            guard before <= HashListLimits.entryCountMax else { throw .tooManyEntries }
            rows.sortAndDropDuplicates(of: kind, in: entries)
            let after = rows.count(of: kind)
            tally.count(kind, accepted: after, duplicates: before - after)
        }
        guard tally.acceptedCount > 0 else { throw .noUsableRecord(tally) }
        rows.renumber(entries.dropUnused(rows.usedEntries(of: entries.count)))
        return (CompiledListImage(source: source, entries: entries, rows: rows), tally)
    }
}
