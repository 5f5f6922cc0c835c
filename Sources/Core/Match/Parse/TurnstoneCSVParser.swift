/// Turnstone's own list: CSV whose first line names the columns, of which `kind` and `hash` must be
/// there and `id`, `category` and `threshold` may.
package struct TurnstoneCSVParser: HashListCSVParser {
    /// The columns of the format.
    enum Column: String, CaseIterable { case kind, hash, id, category, threshold }

    package var lines = LineSplitter()
    package var held = HeldLines()
    /// The column of each field; empty before the header.
    private var columns: [Column] = []

    /// Makes a parser at the beginning of a list.
    package init() {}

    /// Whether the line is a header of such a list: it has a `kind` and a `hash`.
    package static func isHeader(_ line: [UInt8]) -> Bool {
        let names = (CSVFields.split(line) ?? []).map(name)
        return names.contains(Column.kind.rawValue) && names.contains(Column.hash.rawValue)
    }

    private static func name(_ field: ArraySlice<UInt8>) -> String {
        String(decoding: field.trimmingBlanks, as: UTF8.self).lowercased()
    }

    package func quoting(of line: [UInt8], isInside: Bool) -> CSVFields.Quoting {
        let isRecord = !columns.isEmpty && line.first != UInt8(ascii: "#")
        guard isInside || isRecord else { return .closed(fieldCount: 1) }
        return CSVFields.quoting(line[...], isInside: isInside)
    }

    package mutating func read(
        line: [UInt8],
        number: Int,
        to events: inout [ListEvent]
    ) throws(HashListError) {
        if line.first == UInt8(ascii: "#") { return }
        if columns.isEmpty { return try readHeader(line) }
        var draft = RecordDraft(number: number)
        if let (fields, count) = plainFields(line) {
            guard count <= columns.count else { return draft.reject(.tooManyFields, to: &events) }
            return readRecord(count, { line[fields[$0]] }, draft: &draft, to: &events)
        }
        guard let fields = CSVFields.split(line) else {
            return draft.reject(.openQuote, to: &events)
        }
        guard fields.count <= columns.count else {
            return draft.reject(.tooManyFields, to: &events)
        }
        readRecord(fields.count, { fields[$0] }, draft: &draft, to: &events)
    }

    /// The fields of a line without quotation marks, and how many there are, if no more than are
    /// counted here; `nil` if there is a mark. Nearly every line of a large list is such a one:
    /// nothing is allocated for it.
    private func plainFields(
        _ line: [UInt8]
    ) -> (fields: InlineArray<6, Range<Int>>, count: Int)? {
        var fields = InlineArray<6, Range<Int>>(repeating: 0..<0)
        var count = 0
        var start = 0
        let bytes = line.span
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") { return nil }
            guard byte == UInt8(ascii: ",") else { continue }
            if count < fields.count { fields[count] = start..<index }
            count += 1
            start = index + 1
        }
        if count < fields.count { fields[count] = start..<bytes.count }
        return (fields, count + 1)
    }

    /// A column that is not known is refused: a misspelt `threshold` must not be lost in silence.
    private mutating func readHeader(_ line: [UInt8]) throws(HashListError) {
        var columns: [Column] = []
        for (index, field) in (CSVFields.split(line) ?? []).enumerated() {
            guard let column = Column(rawValue: Self.name(field)), !columns.contains(column)
            else { throw .columnUnknown(index + 1) }
            columns.append(column)
        }
        for column in [Column.kind, .hash] where !columns.contains(column) {
            throw .columnMissing(column.rawValue)
        }
        self.columns = columns
    }

    private func readRecord(
        _ fieldCount: Int,
        _ field: (Int) -> ArraySlice<UInt8>,
        draft: inout RecordDraft,
        to events: inout [ListEvent]
    ) {
        var kindName: ArraySlice<UInt8> = []
        var hex: ArraySlice<UInt8> = []
        for index in 0..<fieldCount {
            let field = field(index)
            switch columns[index] {
            case .kind: kindName = field.trimmingBlanks
            case .hash: hex = field.trimmingBlanks
            case .id: draft.setID(field)
            case .category: draft.setCategory(field)
            case .threshold:
                if field.trimmingBlanks.isEmpty { continue }
                guard let threshold = DecimalDigits.value(field.trimmingBlanks), threshold <= 254
                else { return draft.reject(.badThreshold, to: &events) }
                draft.threshold = threshold
            }
        }
        if hex.isEmpty { return draft.reject(.noHash, to: &events) }
        guard let kind = MatchKind(listed: kindName) else {
            if String(decoding: kindName, as: UTF8.self).lowercased() == "photodna" {
                return draft.ignore(.photoDNA, to: &events)
            }
            return draft.reject(.unknownKind, to: &events)
        }
        draft.add(kind, hex: hex, to: &events)
        draft.finish(to: &events)
    }
}
