/// Bare hashes, one a line; whatever stands behind the hash is the entry's id.
package struct BareListParser: HashListLineParser {
    package var lines = LineSplitter()
    /// The kind of all hashes; `nil` if it is told by the number of digits.
    private let kind: MatchKind?

    /// Makes a parser at the beginning of a list.
    package init(kind: MatchKind?) { self.kind = kind }

    /// The number of hex digits that the line begins with, if nothing that belongs to a word
    /// follows.
    package static func digitCount(_ line: some Collection<UInt8>) -> Int? {
        let digits = line.prefix { Hex.value(of: $0) != nil }
        let next = line.dropFirst(digits.count).first
        return next.map(isSeparator) ?? true ? digits.count : nil
    }

    /// Whether the byte ends a hash: a blank, a tab, a comma or a semicolon.
    static func isSeparator(_ byte: UInt8) -> Bool {
        byte.isBlank || byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";")
    }

    package mutating func read(
        line: [UInt8],
        number: Int,
        to events: inout [ListEvent]
    ) throws(HashListError) {
        let text = line[...].trimmingBlanks
        if text.first == UInt8(ascii: "#") { return }
        let hex = text.prefix { !Self.isSeparator($0) }
        var draft = RecordDraft(number: number)
        let isHex = hex.allSatisfy { Hex.value(of: $0) != nil }
        guard let kind = kind ?? (isHex ? Self.kind(digitCount: hex.count) : nil) else {
            if isHex, hex.count == 64 { throw .kindNeeded(line: number) }
            return draft.reject(isHex ? .wrongLength : .badHash, to: &events)
        }
        draft.setID(text.dropFirst(hex.count).drop(while: Self.isSeparator))
        draft.add(kind, hex: hex, to: &events)
        draft.finish(to: &events)
    }

    /// The kind that alone has so many hex digits.
    private static func kind(digitCount: Int) -> MatchKind? {
        switch digitCount {
        case 2 * DigestKind.md5.byteCount: .md5
        case 2 * DigestKind.sha1.byteCount: .sha1
        default: nil
        }
    }
}
