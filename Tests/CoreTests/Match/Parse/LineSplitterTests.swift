import Core
import Testing

@Suite struct LineSplitterTests {
    private func lines(_ text: String, pieceLength: Int, limit: Int = 100) -> [String] {
        let bytes = Array(text.utf8)
        var splitter = LineSplitter(byteCountMax: limit)
        var lines: [String] = []
        func line() -> String {
            let text =
                splitter.isTooLong ? "too long" : String(decoding: splitter.line, as: UTF8.self)
            return "\(splitter.number) \(text)"
        }
        var start = 0
        while start < bytes.count {
            let end = min(start + pieceLength, bytes.count)
            var offset = 0
            while splitter.next(in: bytes.span.extracting(start..<end), from: &offset) {
                lines.append(line())
            }
            start = end
        }
        if splitter.finish() { lines.append(line()) }
        return lines
    }

    @Test func `lines end at line feeds, with or without a carriage return, however cut`() {
        for length in 1...20 {
            #expect(
                lines("a\r\n\nb\rc\nlast\r", pieceLength: length) == [
                    "1 a", "2 ", "3 b\rc", "4 last",
                ]
            )
            #expect(lines("", pieceLength: length) == [])
            #expect(lines("\n", pieceLength: length) == ["1 "])
        }
    }

    @Test func `a line of the limit is held, a longer one is passed over`() {
        for length in 1...8 {
            #expect(
                lines("abc\nabcd\nabc", pieceLength: length, limit: 3) == [
                    "1 abc", "2 too long", "3 abc",
                ]
            )
        }
    }
}
