import Testing

@Suite struct SwiftCodeTests {
    @Test(arguments: [
        ("let a = 1 // { b", "let a = 1       "),
        ("/* { /* } */ { */}", "                 }"),
        (##"f("{")"##, ##"f(" ")"##),
        (##"f("\"{")"##, ##"f("   ")"##),
        (##"f("a\(g("}") + h { 1 })b")"##, ##"f("  (g(" ") + h { 1 }) ")"##),
        (###"f(#"\("{"# )"###, ###"f(#"    "# )"###),
        (###"f(#"\#(x)"#)"###, ###"f(#"  (x)"#)"###),
        ("\"\"\"\n { \"x\" \n\"\"\" }", "\"\"\"\n       \n\"\"\" }"),
    ])
    func `comments and the insides of strings become blanks, interpolated code stays`(
        source: String,
        blanked: String
    ) {
        #expect(SwiftCode(source).text == blanked)
    }

    @Test func `every line of every file is still there`() {
        for file in SourceTree.checkout.swift {
            let code = SwiftCode(file.text)
            #expect(code.lines.count == file.lines.count, "\(file.path)")
            #expect(code.text.utf8.count == file.text.utf8.count, "\(file.path)")
        }
    }
}
