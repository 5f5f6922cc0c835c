internal import Core

/// One JSON object or array, written value by value on one line.
///
/// Characters that cannot be seen, or that move others on a terminal, are written as `\uHHHH`:
/// a reader gets the same string, and a line that is shown raw does no harm.
struct JSONText {
    /// Where the text will stand.
    enum Place {
        /// A line of its own.
        case line
        /// Inside a page: `<`, `>` and `&` become escapes, so that no text can end its element.
        case page
    }

    private(set) var bytes: [UInt8] = []
    private let place: Place
    private let closing: UInt8

    /// Begins an object; every value needs a name.
    static func object(in place: Place = .line) -> JSONText { JSONText("{", "}", place) }

    /// Begins an array; no value has a name.
    static func array(in place: Place = .line) -> JSONText { JSONText("[", "]", place) }

    private init(_ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ place: Place) {
        bytes = [UInt8(ascii: opening)]
        self.closing = UInt8(ascii: closing)
        self.place = place
    }

    /// Adds a string, or `null`.
    mutating func add(_ name: String? = nil, _ value: String?) {
        begin(name)
        if let value { append(value) } else { appendNull() }
    }

    /// Adds a whole number, or `null`.
    mutating func add(_ name: String? = nil, number value: (some BinaryInteger)?) {
        begin(name)
        if let value { bytes += Array(String(value).utf8) } else { appendNull() }
    }

    /// Adds a number; `null` for what JSON has no word for (infinite, not a number).
    mutating func add(_ name: String? = nil, seconds value: Double) {
        begin(name)
        if value.isFinite { bytes += Array(value.description.utf8) } else { appendNull() }
    }

    /// Adds `true`, `false` or `null`.
    mutating func add(_ name: String? = nil, flag value: Bool?) {
        begin(name)
        if let value { bytes += Array(value.description.utf8) } else { appendNull() }
    }

    /// Adds an object or array that is complete.
    mutating func add(_ name: String? = nil, _ value: consuming JSONText) {
        begin(name)
        bytes += value.closed()
    }

    /// The finished text.
    consuming func closed() -> [UInt8] {
        bytes.append(closing)
        return bytes
    }

    /// The finished text with a line feed.
    consuming func line() -> [UInt8] { closed() + [UInt8(ascii: "\n")] }

    private mutating func begin(_ name: String?) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        guard let name else { return }
        append(name)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func appendNull() { bytes += Array("null".utf8) }

    private mutating func append(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars { append(scalar) }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"", "\\": bytes += [UInt8(ascii: "\\"), UInt8(ascii: scalar)]
        case "\n": bytes += Array("\\n".utf8)
        case "\r": bytes += Array("\\r".utf8)
        case "\t": bytes += Array("\\t".utf8)
        case "<" where place == .page, ">" where place == .page, "&" where place == .page:
            appendEscape(scalar)
        default:
            if VisibleText.isInvisible(scalar) {
                appendEscape(scalar)
            } else if scalar.isASCII {
                bytes.append(UInt8(ascii: scalar))
            } else {
                bytes += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    /// As one or two UTF-16 code units of four hex digits each: RFC 8259, section 7.
    private mutating func appendEscape(_ scalar: Unicode.Scalar) {
        for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
            let pair = [UInt8(truncatingIfNeeded: unit >> 8), UInt8(truncatingIfNeeded: unit)]
            bytes += Array("\\u".utf8) + Array(Hex.string(pair).utf8)
        }
    }
}
