/// Cuts JSON (RFC 8259) that comes in pieces into tokens and holds no more than one of them.
///
/// It is checked that the tokens stand where they may; strings may hold control characters, as some
/// exporters write them, and a lone surrogate becomes U+FFFD. The outermost value is an object or
/// an array.
package struct JSONTokenizer: Sendable {
    /// One token; ``text`` has the characters of a key, a string or a number.
    package enum Token: Equatable, Sendable {
        case beginObject, endObject, beginArray, endArray
        case key, string, number, yes, no, null
    }

    /// What may come next.
    private enum Expected { case value, valueOrEnd, key, keyOrEnd, colon, commaOrEnd, nothing }

    /// The token that is being read.
    private enum Lexeme { case none, string, escape, unicode, number, word }

    /// The characters of the last key, string or number, without quotes and escapes.
    package private(set) var text: [UInt8] = []
    /// Whether the text was longer than the limit: then ``text`` is its beginning.
    package private(set) var isTextCut = false
    /// The line in which the last byte stood, from 1.
    package private(set) var line = 1
    private let textByteCountMax: Int
    private var open: [Token] = []
    private var expected = Expected.value
    private var lexeme = Lexeme.none
    private var isKey = false
    private var unit: UInt16 = 0
    private var unitDigitCount = 0
    private var highSurrogate: UInt16?

    /// Makes a tokenizer that holds at most `textByteCountMax` bytes of one text.
    package init(textByteCountMax: Int = HashListLimits.lineByteCountMax) {
        self.textByteCountMax = textByteCountMax
    }

    /// Reads up to the end of the next token; `nil` if `bytes` ends first.
    package mutating func next(
        in bytes: Span<UInt8>,
        from offset: inout Int
    ) throws(HashListError) -> Token? {
        while offset < bytes.count {
            let byte = bytes[offset]
            switch lexeme {
            case .none:
                offset += 1
                if let token = try begin(byte) { return token }
            case .string:
                if takeString(bytes, from: &offset) { return isKey ? .key : .string }
            case .escape:
                offset += 1
                try takeEscape(byte)
            case .unicode:
                offset += 1
                try takeUnicode(byte)
            case .number, .word:
                if Self.isWordByte(byte) {
                    append(byte)
                    offset += 1
                } else {
                    return try endWord()
                }
            }
        }
        return nil
    }

    /// Checks that the outermost value has ended.
    package func finish() throws(HashListError) {
        guard expected == .nothing, lexeme == .none else { throw .cutOff }
    }

    private mutating func begin(_ byte: UInt8) throws(HashListError) -> Token? {
        switch byte {
        case UInt8(ascii: "\n"): line += 1
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
        case UInt8(ascii: "{"): return try push(.beginObject, then: .keyOrEnd)
        case UInt8(ascii: "["): return try push(.beginArray, then: .valueOrEnd)
        case UInt8(ascii: "}"): return try pop(.beginObject, if: .keyOrEnd, giving: .endObject)
        case UInt8(ascii: "]"): return try pop(.beginArray, if: .valueOrEnd, giving: .endArray)
        case UInt8(ascii: ":"):
            guard expected == .colon else { throw .malformedJSON(line: line) }
            expected = .value
        case UInt8(ascii: ","):
            guard expected == .commaOrEnd else { throw .malformedJSON(line: line) }
            expected = open.last == .beginObject ? .key : .value
        case UInt8(ascii: "\""):
            isKey = expected == .key || expected == .keyOrEnd
            if isKey { expected = .colon } else { try takeValue() }
            beginText(.string)
        default:
            guard Self.isWordByte(byte) else { throw .malformedJSON(line: line) }
            try takeValue()
            let isNumber = byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte)
            beginText(isNumber ? .number : .word)
            append(byte)
        }
        return nil
    }

    private mutating func push(_ token: Token, then: Expected) throws(HashListError) -> Token {
        guard expected == .value || expected == .valueOrEnd else {
            throw .malformedJSON(line: line)
        }
        guard open.count < HashListLimits.nestingMax else { throw .nestedTooDeeply(line: line) }
        open.append(token)
        expected = then
        return token
    }

    private mutating func pop(
        _ token: Token,
        if empty: Expected,
        giving end: Token
    ) throws(HashListError) -> Token {
        guard open.last == token, expected == empty || expected == .commaOrEnd else {
            throw .malformedJSON(line: line)
        }
        open.removeLast()
        expected = open.isEmpty ? .nothing : .commaOrEnd
        return end
    }

    /// A string, number or word begins: there must be a value here, inside a container.
    private mutating func takeValue() throws(HashListError) {
        guard !open.isEmpty, expected == .value || expected == .valueOrEnd else {
            throw .malformedJSON(line: line)
        }
        expected = .commaOrEnd
    }

    private mutating func endWord() throws(HashListError) -> Token {
        let isNumber = lexeme == .number
        lexeme = .none
        if isNumber {
            guard isTextCut || JSONNumber.isNumber(text) else { throw .malformedJSON(line: line) }
            return .number
        }
        if text.elementsEqual("true".utf8) { return .yes }
        if text.elementsEqual("false".utf8) { return .no }
        if text.elementsEqual("null".utf8) { return .null }
        throw .malformedJSON(line: line)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }
}

// Strings.
extension JSONTokenizer {
    private mutating func beginText(_ lexeme: Lexeme) {
        self.lexeme = lexeme
        text.removeAll(keepingCapacity: true)
        isTextCut = false
    }

    private mutating func append(_ byte: UInt8) {
        if text.count < textByteCountMax { text.append(byte) } else { isTextCut = true }
    }

    /// Takes bytes up to the next quotation mark or backslash and says whether the string ended.
    private mutating func takeString(_ bytes: Span<UInt8>, from offset: inout Int) -> Bool {
        let first = offset
        var end = offset
        while end < bytes.count, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\\")
        {
            if bytes[end] == UInt8(ascii: "\n") { line += 1 }
            end += 1
        }
        if end > first {
            endSurrogate()
            append(bytes.extracting(first..<end))
        }
        offset = end
        guard end < bytes.count else { return false }
        offset += 1
        if bytes[end] == UInt8(ascii: "\\") {
            lexeme = .escape
            return false
        }
        endSurrogate()
        lexeme = .none
        return true
    }

    private mutating func append(_ bytes: Span<UInt8>) {
        let room = textByteCountMax - text.count
        text.append(bytes.extracting(..<min(room, bytes.count)))
        if bytes.count > room { isTextCut = true }
    }

    private mutating func takeEscape(_ byte: UInt8) throws(HashListError) {
        let escapes = Array("\"\\/bfnrtu".utf8)
        let meanings: [UInt8] = [0x22, 0x5C, 0x2F, 0x08, 0x0C, 0x0A, 0x0D, 0x09]
        guard let index = escapes.firstIndex(of: byte) else { throw .malformedJSON(line: line) }
        if index < meanings.count {
            endSurrogate()
            append(meanings[index])
            lexeme = .string
        } else {
            lexeme = .unicode
            unit = 0
            unitDigitCount = 0
        }
    }

    private mutating func takeUnicode(_ byte: UInt8) throws(HashListError) {
        guard let value = Hex.value(of: byte) else { throw .malformedJSON(line: line) }
        unit = unit << 4 | UInt16(value)
        unitDigitCount += 1
        guard unitDigitCount == 4 else { return }
        lexeme = .string
        if let high = highSurrogate, UTF16.isTrailSurrogate(unit) {
            highSurrogate = nil
            let scalar = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
            appendScalar(Unicode.Scalar(scalar))
            return
        }
        endSurrogate()
        if UTF16.isLeadSurrogate(unit) {
            highSurrogate = unit
        } else {
            appendScalar(Unicode.Scalar(UInt32(unit)))
        }
    }

    /// A high surrogate without its low one stands for nothing.
    private mutating func endSurrogate() {
        guard highSurrogate != nil else { return }
        highSurrogate = nil
        appendScalar(nil)
    }

    private mutating func appendScalar(_ scalar: Unicode.Scalar?) {
        for byte in UTF8.encode(scalar ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter {
            append(byte)
        }
    }
}

/// The grammar of a number in JSON.
private enum JSONNumber {
    /// Whether the text is one: sign, digits without a leading zero, fraction, exponent.
    static func isNumber(_ text: [UInt8]) -> Bool {
        var rest = text[...]
        if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        let hasLeadingZero = rest.first == UInt8(ascii: "0")
        let whole = digits(&rest)
        guard whole == 1 || whole > 1 && !hasLeadingZero else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard digits(&rest) > 0 else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
                rest.removeFirst()
            }
            guard digits(&rest) > 0 else { return false }
        }
        return rest.isEmpty
    }

    private static func digits(_ rest: inout ArraySlice<UInt8>) -> Int {
        let count = rest.prefix { (0x30...0x39).contains($0) }.count
        rest.removeFirst(count)
        return count
    }
}
