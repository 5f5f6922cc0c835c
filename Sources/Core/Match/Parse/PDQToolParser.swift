/// Lines `hash,quality,name`, as PDQ tools and `turnstone hash` print them.
///
/// The name is the rest of the line, commas included, unless it is quoted; then it may go on in the
/// lines below.
package struct PDQToolParser: HashListCSVParser {
    package var lines = LineSplitter()
    package var held = HeldLines()
    private let qualityFloor: Int

    /// Makes a parser that leaves aside hashes whose quality is under `qualityFloor` (0 to 100).
    package init(qualityFloor: Int) { self.qualityFloor = qualityFloor }

    /// Whether the line is one of such a list or its header.
    package static func isLine(_ line: [UInt8]) -> Bool {
        let fields = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard fields.count >= 2 else { return false }
        let hex = fields[0].trimmingBlanks
        return isHeader(line)
            || hex.count == 2 * PDQHash.byteCount && hex.allSatisfy { Hex.value(of: $0) != nil }
                && DecimalDigits.value(fields[1].trimmingBlanks) != nil
    }

    /// Whether the line names the columns: `hash,quality` or `pdq,quality`, and what follows.
    private static func isHeader(_ line: [UInt8]) -> Bool {
        // A hash begins with a hex digit, neither name does: no text is made of a record.
        guard let first = line.first, Hex.value(of: first) == nil else { return false }
        let names = String(decoding: line, as: UTF8.self).lowercased()
            .split(separator: ",", maxSplits: 2)
        return names.count >= 2 && (names[0] == "hash" || names[0] == "pdq")
            && names[1] == "quality"
    }

    package func quoting(of line: [UInt8], isInside: Bool) -> CSVFields.Quoting {
        if isInside {
            let quoting = CSVFields.quoting(line[...], isInside: true)
            // The name is the last field: what has another behind it was not quoted at all.
            return quoting == .open || quoting == .closed(fieldCount: 1) ? quoting : .malformed
        }
        guard Self.isLine(line), let name = Self.fields(of: line).dropFirst(2).first,
            name.first == UInt8(ascii: "\"")
        else { return .closed(fieldCount: 1) }
        return CSVFields.quoting(name, isInside: false)
    }

    /// Hash, quality and the rest of the record.
    private static func fields(of line: [UInt8]) -> [ArraySlice<UInt8>] {
        line.split(separator: UInt8(ascii: ","), maxSplits: 2, omittingEmptySubsequences: false)
    }

    package mutating func read(
        line: [UInt8],
        number: Int,
        to events: inout [ListEvent]
    ) throws(HashListError) {
        if line.first == UInt8(ascii: "#") || Self.isHeader(line) { return }
        var draft = RecordDraft(number: number)
        let fields = Self.fields(of: line)
        guard fields.count >= 2 else { return draft.reject(.tooFewFields, to: &events) }
        guard let quality = DecimalDigits.value(fields[1].trimmingBlanks), quality <= 100 else {
            return draft.reject(.badQuality, to: &events)
        }
        if fields.count == 3 { draft.setID(Self.name(fields[2])) }
        let hex = fields[0].trimmingBlanks
        // Only a hash that could be used is counted as one under the floor.
        if quality < qualityFloor, ListHash(kind: .pdq, hex: hex) != nil {
            return draft.ignore(.belowQualityFloor, to: &events)
        }
        draft.add(.pdq, hex: hex, to: &events)
        draft.finish(to: &events)
    }

    private static func name(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard field.first == UInt8(ascii: "\"") else { return field }
        guard let fields = CSVFields.split(Array(field)), fields.count == 1 else { return field }
        return fields[0]
    }
}
