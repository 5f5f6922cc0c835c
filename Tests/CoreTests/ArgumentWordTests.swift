import Core
import TestSupport
import Testing

@Suite struct ArgumentWordTests {
    @Test func `a word of UTF-8 is itself`() {
        for word in ["", "--format", "a b\n\u{301}\u{1}", "日本語 😀", "\u{FFFD}\u{10FFFD}"] {
            #expect(ArgumentWord.text(word.utf8) == word)
            #expect(ArgumentWord.bytes(word) == Array(word.utf8))
        }
    }

    @Test func `every word comes back byte for byte, and no two are one`() {
        var words: [[UInt8]] = [
            [0xFF, 0xFE], [0x61, 0xC3], [0xC3, 0x61], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            Array("\u{10FEFF}".utf8), Array("\u{10FE80}a".utf8), Array("\u{10FE7F}".utf8),
        ]
        var generator = SeededGenerator(seed: 7)
        let hard: [UInt8] = [0x2D, 0x61, 0x80, 0xBB, 0xBF, 0xC3, 0xE2, 0xF4, 0x8F, 0xFF]
        for _ in 0..<5000 {
            let count = Int.random(in: 0...9, using: &generator)
            words.append(
                (0..<count).map { _ in hard.randomElement(using: &generator) ?? 0x61 }
            )
        }
        for word in words { #expect(ArgumentWord.bytes(ArgumentWord.text(word)) == word) }
        let texts = Set(words.map { Array(ArgumentWord.text($0).utf8) })
        #expect(texts.count == Set(words).count)
    }
}
