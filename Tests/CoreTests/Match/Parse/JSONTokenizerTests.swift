import Core
import Foundation
import TestSupport
import Testing

@Suite struct JSONTokenizerTests {
    /// The tokens of a text with what they say, or `nil` if it is not JSON.
    private func tokens(_ text: [UInt8], pieceLength: Int = .max) -> [String]? {
        var tokenizer = JSONTokenizer(textByteCountMax: 100)
        var tokens: [String] = []
        var start = 0
        do {
            while start < text.count {
                let end = start + min(pieceLength, text.count - start)
                var offset = 0
                let piece = text.span.extracting(start..<end)
                while let token = try tokenizer.next(in: piece, from: &offset) {
                    let said = String(decoding: tokenizer.text, as: UTF8.self)
                    let hasText = [.key, .string, .number].contains(token)
                    tokens.append(hasText ? "\(token) \(said)" : "\(token)")
                }
                start = end
            }
            try tokenizer.finish()
        } catch {
            return nil
        }
        return tokens
    }

    @Test func `every kind of token comes with its text`() {
        let text = #" {"a" : [1.5e-3,true ,false,null,"\"\\\/\b\f\n\r\té😀"],"":{}} "#
        #expect(
            tokens(Array(text.utf8)) == [
                "beginObject", "key a", "beginArray", "number 1.5e-3", "yes", "no", "null",
                "string \"\\/\u{8}\u{c}\n\r\té😀", "endArray", "key ", "beginObject", "endObject",
                "endObject",
            ]
        )
    }

    @Test func `escapes of surrogates make one character, lone ones are replaced`() {
        #expect(
            tokens(Array(#"["\ud83d\ude00","\ud83dx","\ude00","\ud83d\ud83d\ude00"]"#.utf8)) == [
                "beginArray", "string 😀", "string \u{FFFD}x", "string \u{FFFD}",
                "string \u{FFFD}😀", "endArray",
            ]
        )
    }

    @Test func `a text is held up to its limit`() {
        let long = String(repeating: "x", count: 150)
        #expect(tokens(Array("[\"\(long)\"]".utf8))?[1] == "string " + long.prefix(100))
    }

    @Test func `nesting has a limit`() {
        let deep = HashListLimits.nestingMax
        func nested(_ depth: Int) -> [UInt8] {
            Array(
                (String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8
            )
        }
        #expect(tokens(nested(deep))?.count == 2 * deep)
        #expect(tokens(nested(deep + 1)) == nil)
    }

    /// Foundation's own parser is the oracle; texts are made of what JSON is made of. Foundation
    /// takes a comma before a closing bracket, which RFC 8259 does not, and no huge exponents.
    @Test func `it takes for JSON what Foundation does, cut anywhere`() {
        let parts = [
            "{", "}", "[", "]", ":", ",", "\"a\"", "\"b\\n\"", "1", "-0.5", "01", "1e5", "true",
            "null", "nul", " ", "\n", "\"\\u00e9\"", "{\"k\":", "[]", "{}", "1.", "\"\\x\"",
        ]
        var numbers = SeededGenerator(seed: 11)
        var goodCount = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 1...6, using: &numbers)
            let inner = (0..<count).map { _ in parts.randomElement(using: &numbers) ?? "" }.joined()
            let text = Bool.random(using: &numbers) ? "[\(inner)]" : "{\"a\":\(inner)}"
            if text.contains(/1e5[0-9]/) { continue }
            let hasLastComma = text.contains(/,\s*[\]}]/)
            let isJSON =
                !hasLastComma && (try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil
            let whole = tokens(Array(text.utf8))
            if (whole != nil) != isJSON { Issue.record("differs on \(text)") }
            #expect(tokens(Array(text.utf8), pieceLength: 1) == whole)
            goodCount += isJSON ? 1 : 0
        }
        #expect(goodCount > 500)
    }
}
