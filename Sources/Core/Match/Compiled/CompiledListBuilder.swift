/// Gathers the records of a list and turns them into a compiled list.
///
/// The same records in the same order give the same bytes. With a scratch space memory is bounded:
/// each of some dozen parts is held up to its limit and else in a file; two bits a record and,
/// while they are sorted, the positions of hashes that are equal are held beyond that.
package struct CompiledListBuilder: Sendable {
    private var entries: EntryTable
    /// Of each kind, in the order of `MatchKind.allCases`.
    private var rows: [HashRows]
    private let space: (any ScratchSpace)?
    /// What became of the records so far; duplicates and accepted ones are counted at the end.
    package private(set) var tally = ListTally()

    /// Makes a builder of an empty list; without a scratch space it holds everything.
    package init(_ space: (any ScratchSpace)? = nil) {
        self.space = space
        entries = EntryTable(space)
        rows = MatchKind.allCases.map { HashRows($0, space) }
    }

    /// Takes what a parser found.
    package mutating func take(_ event: ListEvent) throws(HashListError) {
        switch event {
        case .record(let record):
            let entry = try entries.append(record)
            for hash in record.hashes {
                try rows[hash.kind.index].append(hash, entry: entry, record.threshold)
            }
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
        try entries.freeze()
        var used = BitSet(count: entries.count)
        for index in rows.indices {
            let before = rows[index].count
            guard before <= HashListLimits.entryCountMax else { throw .tooManyEntries }
            try rows[index].sortAndDropDuplicates(in: entries)
            let sorted = rows[index]
            tally.count(sorted.kind, accepted: sorted.count, duplicates: before - sorted.count)
            for position in 0..<sorted.count { used.insert(sorted.entry(sorted.row(at: position))) }
        }
        guard tally.acceptedCount > 0 else { throw .noUsableRecord(tally) }
        used.rank()
        let index = try PDQIndexScratch(count: rows[MatchKind.pdq.index].count, space)
        let image = CompiledListImage(
            source: source,
            entries: entries,
            used: used,
            rows: rows,
            index: index
        )
        return (image, tally)
    }
}
