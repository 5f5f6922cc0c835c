/// The entries of a list while it is compiled: their lines, ids and categories, as in the file.
struct EntryTable: Sendable {
    /// One entry, as ``CompiledListLayout`` has it.
    struct Row {
        static let byteCount = 16
        static let idLengthBits = 13
        static let idOffsetBits = 40
        static let numberBits = 43

        /// The line or running number.
        var number: UInt64
        /// Where the id begins among the strings.
        var idOffset: UInt64
        /// 0: there is no id.
        var idLength: UInt64
        var category: UInt32

        /// The two halves of the row.
        var words: (UInt64, UInt64) {
            (
                number & UInt64(UInt32.max) | UInt64(category) << 32,
                idOffset | idLength << UInt64(Self.idOffsetBits)
                    | (number >> 32) << UInt64(Self.idOffsetBits + Self.idLengthBits)
            )
        }

        init(number: UInt64, idOffset: UInt64, idLength: UInt64, category: UInt32) {
            self.number = number
            self.idOffset = idOffset
            self.idLength = idLength
            self.category = category
        }

        init(_ first: UInt64, _ second: UInt64) {
            category = UInt32(first >> 32)
            idOffset = second & (1 << UInt64(Self.idOffsetBits) - 1)
            idLength = second >> UInt64(Self.idOffsetBits) & (1 << UInt64(Self.idLengthBits) - 1)
            number =
                first & UInt64(UInt32.max)
                | (second >> UInt64(Self.idOffsetBits + Self.idLengthBits)) << 32
        }
    }

    /// Bytes of categories that are looked up. A list has some dozens; where each entry has one of
    /// its own, the later ones are written as often as they come.
    private static let knownByteCountMax = 16 << 20

    let rows: Spool
    /// The ids, one behind the other.
    let ids: Spool
    /// The categories in the order in which they came, and the offset and length of each.
    let categoryText: Spool
    let categories: Spool
    private(set) var count = 0
    private var categoryCount: UInt32 = 0
    private var known: [[UInt8]: UInt32] = [:]
    private var knownByteCount = 0
    private var last: (category: [UInt8], index: UInt32)?

    init(_ space: (any ScratchSpace)?) {
        rows = Spool(space)
        ids = Spool(space)
        categoryText = Spool(space)
        categories = Spool(space)
    }

    /// Takes the record's labels and gives its position.
    mutating func append(_ record: ListRecord) throws(HashListError) -> UInt32 {
        guard count < HashListLimits.entryCountMax, ids.count < 1 << Row.idOffsetBits,
            record.number < 1 << Row.numberBits
        else { throw .tooManyEntries }
        let offset = ids.count
        if let id = record.id { try ids.append(id.utf8.span) }
        let row = Row(
            number: UInt64(record.number),
            idOffset: UInt64(offset),
            idLength: UInt64(ids.count - offset),
            category: try index(ofCategory: record.category)
        )
        precondition(row.idLength < 1 << Row.idLengthBits, "ids are cut by their parsers")
        try rows.append(row.words.0)
        try rows.append(row.words.1)
        count += 1
        return UInt32(count - 1)
    }

    /// Bytes and not strings are compared: `String` takes different spellings of é for the same.
    private mutating func index(ofCategory category: String) throws(HashListError) -> UInt32 {
        if let last, last.category.elementsEqual(category.utf8) { return last.index }
        let bytes = Array(category.utf8)
        if let index = known[bytes] {
            last = (bytes, index)
            return index
        }
        let index = categoryCount
        try categories.append(UInt64(categoryText.count))
        try categories.append(UInt64(bytes.count))
        try categoryText.append(bytes.span)
        categoryCount += 1
        if knownByteCount + bytes.count <= Self.knownByteCountMax {
            known[bytes] = index
            // An array's head, and its place in a dictionary that is half empty.
            knownByteCount += bytes.count + 96
        }
        last = (bytes, index)
        return index
    }

    /// No more entries are taken from now on.
    func freeze() throws(HashListError) {
        for spool in [rows, ids, categoryText, categories] { try spool.freeze() }
    }

    /// One entry of a frozen table.
    func row(_ entry: Int) -> Row {
        let offset = entry * Row.byteCount
        return Row(rows.load(UInt64.self, at: offset), rows.load(UInt64.self, at: offset + 8))
    }

    /// Less than 0, 0 or more than 0 as the first entry's category and id are before, like or
    /// behind the other's.
    func labelOrder(_ left: Int, _ right: Int) -> Int {
        let (left, right) = (row(left), row(right))
        if left.category != right.category {
            let order = Self.order(
                (categoryText, categoryRange(left.category)),
                (categoryText, categoryRange(right.category))
            )
            if order != 0 { return order }
        }
        return Self.order((ids, idRange(left)), (ids, idRange(right)))
    }

    func idRange(_ row: Row) -> Range<Int> {
        Int(row.idOffset)..<Int(row.idOffset) + Int(row.idLength)
    }

    private func categoryRange(_ category: UInt32) -> Range<Int> {
        let offset = Int(category) * 16
        let start = Int(categories.load(UInt64.self, at: offset))
        return start..<start + Int(categories.load(UInt64.self, at: offset + 8))
    }

    private static func order(
        _ left: (spool: Spool, range: Range<Int>),
        _ right: (spool: Spool, range: Range<Int>)
    ) -> Int {
        for index in 0..<min(left.range.count, right.range.count) {
            let leftByte = left.spool.load(UInt8.self, at: left.range.lowerBound + index)
            let rightByte = right.spool.load(UInt8.self, at: right.range.lowerBound + index)
            if leftByte != rightByte { return leftByte < rightByte ? -1 : 1 }
        }
        return left.range.count - right.range.count
    }
}
