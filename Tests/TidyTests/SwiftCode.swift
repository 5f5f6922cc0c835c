/// Swift source with its comments and the insides of its string literals blanked out: what is left
/// can be searched for braces and words without being misled. Line numbers stay as they were.
struct SwiftCode {
    let text: String

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

    init(_ source: String) {
        var blanker = Blanker(source)
        blanker.code(until: nil)
        text = String(decoding: blanker.output, as: UTF8.self)
    }
}

/// Goes through source once, byte by byte; a string inside an interpolation inside a string is met
/// by recursion. Regex literals between bare slashes are taken for code.
private struct Blanker {
    private let input: [UInt8]
    private var position = 0
    private(set) var output: [UInt8] = []

    init(_ source: String) {
        input = Array(source.utf8)
        output.reserveCapacity(input.count)
    }

    /// Copies code up to the `)` that closes an interpolation, or to the end.
    mutating func code(until closing: UInt8?) {
        var depth = 0
        while position < input.count {
            if at("//") {
                while position < input.count, input[position] != UInt8(ascii: "\n") { blank() }
            } else if at("/*") {
                blockComment()
            } else if let hashes = hashesBeforeQuote() {
                string(hashes: hashes)
            } else {
                let byte = input[position]
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") {
                    if depth == 0, byte == closing { return copy() }
                    depth -= 1
                }
                copy()
            }
        }
    }

    private mutating func blockComment() {
        var depth = 0
        repeat {
            if at("/*") {
                depth += 1
                blank(2)
            } else if at("*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && position < input.count
    }

    private mutating func string(hashes: Int) {
        for _ in 0..<hashes { copy() }
        let quote = at("\"\"\"") ? "\"\"\"" : "\""
        let end = quote + String(repeating: "#", count: hashes)
        let escape = "\\" + String(repeating: "#", count: hashes)
        for _ in 0..<quote.utf8.count { copy() }
        while position < input.count {
            // A quotation mark in a regex literal opens nothing that goes on in the next line.
            if quote == "\"", at("\n") { return }
            if at(end) {
                for _ in 0..<end.utf8.count { copy() }
                return
            } else if at(escape + "(") {
                blank(escape.utf8.count)
                copy()
                code(until: UInt8(ascii: ")"))
            } else if at(escape) {
                blank(escape.utf8.count + 1)
            } else {
                blank()
            }
        }
    }

    /// How many `#` stand here before a quotation mark; `nil` if no string literal begins here.
    private func hashesBeforeQuote() -> Int? {
        var ahead = position
        while ahead < input.count, input[ahead] == UInt8(ascii: "#") { ahead += 1 }
        guard ahead < input.count, input[ahead] == UInt8(ascii: "\"") else { return nil }
        return ahead - position
    }

    private func at(_ word: String) -> Bool { input[position...].starts(with: word.utf8) }

    private mutating func copy() {
        output.append(input[position])
        position += 1
    }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where position < input.count {
            let isNewline = input[position] == UInt8(ascii: "\n")
            output.append(isNewline ? input[position] : UInt8(ascii: " "))
            position += 1
        }
    }
}
