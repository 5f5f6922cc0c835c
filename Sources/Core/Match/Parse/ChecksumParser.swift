/// What `md5sum`, `sha1sum` and `sha256sum` print: the digest, a blank, a blank or `*`, the name.
///
/// A backslash before the digest says that `\\`, `\n` and `\r` stand for what they say in the name
/// (GNU coreutils, "md5sum invocation"). The kind is told by the number of digits.
package struct ChecksumParser: HashListLineParser {
    package var lines = LineSplitter()
    /// The kind of all digests; `nil` if it is told by the number of digits.
    private let kind: MatchKind?

    /// Makes a parser at the beginning of a list.
    package init(kind: MatchKind?) { self.kind = kind }

    /// The kind of the digest in the line, if it is one of such a list.
    package static func kind(ofLine line: [UInt8]) -> MatchKind? {
        let text = line.first == UInt8(ascii: "\\") ? line.dropFirst() : line[...]
        let digits = text.prefix { Hex.value(of: $0) != nil }
        let rest = Array(text.dropFirst(digits.count).prefix(3))
        guard rest.count == 3, rest[0] == UInt8(ascii: " "),
            rest[1] == UInt8(ascii: " ") || rest[1] == UInt8(ascii: "*")
        else { return nil }
        return kind(digitCount: digits.count)
    }

    private static func kind(digitCount: Int) -> MatchKind? {
        DigestKind.allCases.first { 2 * $0.byteCount == digitCount }?.matchKind
    }

    package mutating func read(
        line: [UInt8],
        number: Int,
        to events: inout [ListEvent]
    ) throws(HashListError) {
        if line.first == UInt8(ascii: "#") { return }
        var draft = RecordDraft(number: number)
        let isEscaped = line.first == UInt8(ascii: "\\")
        let text = isEscaped ? line.dropFirst() : line[...]
        let hex = text.prefix { !$0.isBlank }
        var name = text.dropFirst(hex.count).dropFirst()
        if name.first == UInt8(ascii: " ") || name.first == UInt8(ascii: "*") { name.removeFirst() }
        guard let kind = kind ?? Self.kind(digitCount: hex.count) else {
            let isHex = hex.allSatisfy { Hex.value(of: $0) != nil }
            return draft.reject(isHex ? .wrongLength : .badHash, to: &events)
        }
        if isEscaped {
            guard let plain = Self.unescaped(name) else {
                return draft.reject(.badEscape, to: &events)
            }
            name = plain[...]
        }
        draft.setID(name)
        draft.add(kind, hex: hex, to: &events)
        draft.finish(to: &events)
    }

    /// The name that is meant, or `nil` for an escape that coreutils do not write.
    private static func unescaped(_ name: ArraySlice<UInt8>) -> [UInt8]? {
        var plain: [UInt8] = []
        var isEscape = false
        for byte in name {
            if !isEscape {
                isEscape = byte == UInt8(ascii: "\\")
                if !isEscape { plain.append(byte) }
                continue
            }
            switch byte {
            case UInt8(ascii: "\\"): plain.append(byte)
            case UInt8(ascii: "n"): plain.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "r"): plain.append(UInt8(ascii: "\r"))
            default: return nil
            }
            isEscape = false
        }
        return isEscape ? nil : plain
    }
}
