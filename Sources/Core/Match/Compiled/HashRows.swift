/// The hashes of a list while it is compiled, each with its entry.
struct HashRows: Sendable {
    /// One hash: 40 bytes.
    struct Row: Sendable {
        var key: HashKey
        var entry: UInt32
        var threshold: UInt8

        /// By hash, then by entry.
        static func byHash(_ left: Row, _ right: Row) -> Bool {
            left.key != right.key ? left.key < right.key : left.entry < right.entry
        }

        /// By entry, then by hash.
        static func byEntry(_ left: Row, _ right: Row) -> Bool {
            left.entry != right.entry ? left.entry < right.entry : byHash(left, right)
        }
    }

    /// Of each kind, in the order of `MatchKind.allCases`.
    private var rows = [[Row]](repeating: [], count: MatchKind.allCases.count)

    subscript(kind: MatchKind) -> [Row] { rows[Self.index(kind)] }

    func count(of kind: MatchKind) -> Int { rows[Self.index(kind)].count }

    private static func index(_ kind: MatchKind) -> Int { Int(kind.rawValue) - 1 }

    mutating func append(_ hash: ListHash, entry: UInt32, _ threshold: Int?) {
        let row = Row(
            key: HashKey(hash),
            entry: entry,
            threshold: threshold.map(UInt8.init) ?? CompiledListLayout.listThreshold
        )
        rows[Self.index(hash.kind)].append(row)
    }

    /// Leaves digests by hash and PDQ hashes by entry, and of equal ones the first.
    mutating func sortAndDropDuplicates(of kind: MatchKind, in entries: EntryTable) {
        let index = Self.index(kind)
        rows[index].sort(by: Row.byHash)
        Self.dropDuplicates(&rows[index], in: entries)
        // All hashes of an entry together: the matcher needs the least distance of each entry.
        if kind == .pdq { rows[index].sort(by: Row.byEntry) }
    }

    private static func dropDuplicates(_ rows: inout [Row], in entries: EntryTable) {
        var kept = 0
        var start = 0
        while start < rows.count {
            var end = start + 1
            while end < rows.count, rows[end].key == rows[start].key { end += 1 }
            let isDuplicate =
                end - start > 1
                ? duplicates(rows[start..<end].map(\.entry), in: entries) : [false]
            for offset in 0..<end - start where !isDuplicate[offset] {
                rows[kept] = rows[start + offset]
                kept += 1
            }
            start = end
        }
        rows.removeLast(rows.count - kept)
    }

    /// Which of the entries, given in rising order, has the id and category of an earlier one.
    ///
    /// They are sorted by label, so that a list of one hash a million times is no trap.
    private static func duplicates(_ group: [UInt32], in table: EntryTable) -> [Bool] {
        let order = group.indices.sorted { left, right in
            switch Label.order(group[left], group[right], in: table) {
            case 0: left < right
            case let order: order < 0
            }
        }
        var isDuplicate = [Bool](repeating: false, count: group.count)
        for (previous, next) in zip(order, order.dropFirst())
        where Label.order(group[previous], group[next], in: table) == 0 {
            isDuplicate[next] = true
        }
        return isDuplicate
    }

    /// Marks the entries that a hash refers to.
    func usedEntries(of count: Int) -> [Bool] {
        var isUsed = [Bool](repeating: false, count: count)
        for rows in rows { for row in rows { isUsed[Int(row.entry)] = true } }
        return isUsed
    }

    /// Gives every entry its new position; their order stays.
    mutating func renumber(_ positions: [UInt32]) {
        for kind in rows.indices {
            for index in rows[kind].indices {
                rows[kind][index].entry = positions[Int(rows[kind][index].entry)]
            }
        }
    }
}

/// What two records with the same hash must share to be duplicates: id and category.
private enum Label {
    /// Less than 0, 0 or more than 0 as the first entry's label is before, like or behind the
    /// other.
    static func order(_ left: UInt32, _ right: UInt32, in table: EntryTable) -> Int {
        let leftCategory = table.rows[Int(left)].category
        let rightCategory = table.rows[Int(right)].category
        if leftCategory != rightCategory { return leftCategory < rightCategory ? -1 : 1 }
        let leftID = table.id(left)
        let rightID = table.id(right)
        if leftID.elementsEqual(rightID) { return 0 }
        return leftID.lexicographicallyPrecedes(rightID) ? -1 : 1
    }
}
