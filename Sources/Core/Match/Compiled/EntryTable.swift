/// The entries of a list while it is compiled: their lines, ids and categories.
struct EntryTable: Sendable {
    struct Row: Sendable {
        /// The line or running number.
        var number: UInt64
        /// Where the id begins among the strings.
        var idOffset: UInt64
        /// 0: there is no id.
        var idLength: UInt32
        var category: UInt32
    }

    private(set) var rows: [Row] = []
    /// The ids, one behind the other.
    private(set) var ids: [UInt8] = []
    /// The categories in the order in which they came.
    private(set) var categories: [[UInt8]] = []
    private var categoryIndices: [[UInt8]: UInt32] = [:]

    var count: Int { rows.count }

    /// Takes the record's labels and gives its position.
    mutating func append(_ record: ListRecord) throws(HashListError) -> UInt32 {
        guard rows.count < HashListLimits.entryCountMax else { throw .tooManyEntries }
        let offset = ids.count
        if let id = record.id { ids.append(contentsOf: id.utf8) }
        rows.append(
            Row(
                number: UInt64(record.number),
                idOffset: UInt64(offset),
                idLength: UInt32(ids.count - offset),
                category: index(ofCategory: record.category)
            )
        )
        return UInt32(rows.count - 1)
    }

    /// Bytes and not strings are compared: `String` takes different spellings of é for the same.
    private mutating func index(ofCategory category: String) -> UInt32 {
        if let last = rows.last?.category, categories[Int(last)].elementsEqual(category.utf8) {
            return last
        }
        let bytes = Array(category.utf8)
        if let index = categoryIndices[bytes] { return index }
        let index = UInt32(categories.count)
        categories.append(bytes)
        categoryIndices[bytes] = index
        return index
    }

    /// The id's bytes; none if there is no id.
    func id(_ entry: UInt32) -> ArraySlice<UInt8> {
        let row = rows[Int(entry)]
        return ids[Int(row.idOffset)..<Int(row.idOffset) + Int(row.idLength)]
    }

    /// Keeps the entries that are marked and gives the new position of each.
    ///
    /// Categories stay: what a dropped entry has, the one it repeats has as well.
    mutating func dropUnused(_ isUsed: [Bool]) -> [UInt32] {
        var positions: [UInt32] = []
        positions.reserveCapacity(rows.count)
        var kept = 0
        var keptByteCount = 0
        for index in rows.indices {
            positions.append(UInt32(kept))
            guard isUsed[index] else { continue }
            var row = rows[index]
            let offset = Int(row.idOffset)
            for byte in 0..<Int(row.idLength) { ids[keptByteCount + byte] = ids[offset + byte] }
            row.idOffset = UInt64(keptByteCount)
            keptByteCount += Int(row.idLength)
            rows[kept] = row
            kept += 1
        }
        rows.removeLast(rows.count - kept)
        ids.removeLast(ids.count - keptByteCount)
        return positions
    }
}
