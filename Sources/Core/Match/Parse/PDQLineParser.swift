/// Lines `pdq <hex>`, as ThreatExchange's `tx` takes them; what follows is the entry's id.
package struct PDQLineParser: HashListLineParser {
    package var lines = LineSplitter()

    /// Makes a parser at the beginning of a list.
    package init() {}

    /// Whether the line is one of such a list.
    package static func isLine(_ line: [UInt8]) -> Bool {
        guard let rest = behindKind(line[...].trimmingBlanks) else { return false }
        return BareListParser.digitCount(rest) == 2 * PDQHash.byteCount
    }

    /// What stands behind the word `pdq`, in either case, and blanks.
    private static func behindKind(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let word = line.prefix { !$0.isBlank }
        guard MatchKind(listed: word) == .pdq, word.count < line.count else { return nil }
        return line.dropFirst(word.count).trimmingBlanks
    }

    package mutating func read(
        line: [UInt8],
        number: Int,
        to events: inout [ListEvent]
    ) throws(HashListError) {
        let text = line[...].trimmingBlanks
        if text.first == UInt8(ascii: "#") { return }
        var draft = RecordDraft(number: number)
        guard let rest = Self.behindKind(text) else {
            return draft.reject(.unknownKind, to: &events)
        }
        let hex = rest.prefix { !$0.isBlank }
        draft.setID(rest.dropFirst(hex.count).trimmingBlanks)
        draft.add(.pdq, hex: hex, to: &events)
        draft.finish(to: &events)
    }
}
