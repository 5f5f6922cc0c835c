/// Text of unknown origin as people can see it: nothing in it is invisible or moves other text.
///
/// Control and format characters (direction overrides among them), line separators, spaces other
/// than the plain one, and bytes that are not UTF-8 become escapes: `\n`, `\t`, `\r`, `\xHH` for a
/// byte, `\u{HEX}` for a character, and `\\` for the backslash, so that every text is seen as one
/// text only. It is for eyes: exact bytes go beside it.
package struct VisibleText: Equatable, Sendable {
    /// A stretch of the text.
    package struct Piece: Equatable, Sendable {
        package var text: String
        /// Whether it stands for something that could not be shown.
        package var isEscape: Bool
    }

    package private(set) var pieces: [Piece] = []

    /// Makes visible text of bytes in whatever encoding.
    package init(_ bytes: [UInt8]) {
        if let text = String(validating: bytes, as: UTF8.self) {
            for scalar in text.unicodeScalars { append(scalar) }
        } else {
            appendMixed(bytes)
        }
    }

    /// Makes visible text of a string.
    package init(_ text: String) {
        for scalar in text.unicodeScalars { append(scalar) }
    }

    /// The pieces as one string.
    package var text: String { pieces.map(\.text).joined() }

    /// Whether the text is exactly what was given.
    package var isVerbatim: Bool { !pieces.contains(where: \.isEscape) }

    /// Reads character by character; a byte that begins none is escaped alone.
    private mutating func appendMixed(_ bytes: [UInt8]) {
        var index = 0
        while index < bytes.count {
            let length = VisibleText.characterLength(leadByte: bytes[index])
            let end = min(index + length, bytes.count)
            if let text = String(validating: bytes[index..<end], as: UTF8.self) {
                for scalar in text.unicodeScalars { append(scalar) }
                index = end
            } else {
                append("\\x" + Hex.string([bytes[index]]), isEscape: true)
                index += 1
            }
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\\": append("\\\\", isEscape: true)
        case "\n": append("\\n", isEscape: true)
        case "\t": append("\\t", isEscape: true)
        case "\r": append("\\r", isEscape: true)
        default:
            if VisibleText.isInvisible(scalar) {
                append("\\u{" + String(scalar.value, radix: 16) + "}", isEscape: true)
            } else {
                append(String(scalar), isEscape: false)
            }
        }
    }

    private mutating func append(_ text: String, isEscape: Bool) {
        if let last = pieces.indices.last, pieces[last].isEscape == isEscape {
            pieces[last].text += text
        } else {
            pieces.append(Piece(text: text, isEscape: isEscape))
        }
    }

    /// Whether a character shows nothing of its own, or changes how others are shown.
    package static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator: return true
        default: return scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    /// The number of bytes that a lead byte announces; 1 for what is none.
    private static func characterLength(leadByte: UInt8) -> Int {
        switch leadByte {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }
}
