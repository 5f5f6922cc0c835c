import Core
import Testing

@Suite struct VisibleTextTests {
    @Test func `what cannot be seen becomes an escape`() {
        let bytes = Array("a\u{1B}[31m\n\t\r\u{7F}\u{202E}\\é ".utf8) + [0xFF, 0xC3]
        #expect(
            VisibleText(bytes).text
                == "a\\u{1b}[31m\\n\\t\\r\\u{7f}\\u{202e}\\\\é \\xff\\xc3"
        )
        #expect(!VisibleText(bytes).isVerbatim)
    }

    @Test func `what can be seen stays`() {
        #expect(VisibleText("dir/ä b.jpg").text == "dir/ä b.jpg")
        #expect(VisibleText("dir/ä b.jpg").isVerbatim)
    }
}
