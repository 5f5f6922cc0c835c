import Testing

/// How long things may be: lines that fit beside each other, files of one noun, functions of one
/// thought.
enum Length {
    static let lineColumnsMax = 100
    static let fileLinesMax = 400
    static let functionLinesMax = 70
    static let readmeLinesMax = 200

    static func longLines(_ file: SourceFile) -> [Complaint] {
        file.lines.enumerated().filter { $1.count > lineColumnsMax }.map { index, line in
            Complaint(path: file.path, line: index + 1, text: "\(line.count) columns")
        }
    }

    static func longFile(_ file: SourceFile, limit: Int = fileLinesMax) -> [Complaint] {
        let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
        guard count > limit else { return [] }
        return [Complaint(path: file.path, line: 0, text: "\(count) lines, more than \(limit)")]
    }

    static func longFunctions(_ file: SourceFile) -> [Complaint] {
        Function.all(in: SwiftCode(file.text)).filter { $0.lineCount > functionLinesMax }.map {
            Complaint(
                path: file.path,
                line: $0.firstLine,
                text: "\($0.name) has \($0.lineCount) lines, more than \(functionLinesMax)"
            )
        }
    }
}

/// A function or initialiser with its body, as lines.
struct Function {
    let name: String
    /// From 1.
    let firstLine: Int
    /// From its first line to its closing brace.
    let lineCount: Int

    /// The functions with a body, in order; one inside another counts for both.
    static func all(in code: SwiftCode) -> [Function] {
        let declaration =
            /\b(?:func\s+(?<name>`[^`]*`|[^\s(<]+)|(?<special>init|deinit|subscript)\b)/
        let lines = code.lines
        return lines.indices.flatMap { index in
            lines[index].matches(of: declaration).compactMap { match -> Function? in
                guard !isCall(before: lines[index][..<match.range.lowerBound]) else { return nil }
                let rest = [lines[index][match.range.upperBound...]] + lines[(index + 1)...]
                guard let count = linesToEndOfBody(rest) else { return nil }
                let name = match.name ?? match.special ?? ""
                return Function(name: String(name), firstLine: index + 1, lineCount: count)
            }
        }
    }

    /// `self.init` and `Type.init` are calls.
    private static func isCall(before: Substring) -> Bool { before.hasSuffix(".") }

    /// The lines up to the brace that closes the first one opened outside parentheses; `nil` if
    /// another declaration or the end comes first: a requirement of a protocol has no body.
    private static func linesToEndOfBody(_ lines: [Substring]) -> Int? {
        var parentheses = 0
        var braces = 0
        for (index, line) in lines.enumerated() {
            for character in line {
                switch character {
                case "(", "[": parentheses += 1
                case ")", "]": parentheses -= 1
                case "{" where parentheses == 0 || braces > 0: braces += 1
                case "}" where braces > 0:
                    braces -= 1
                    if braces == 0 { return index + 1 }
                case "}" where parentheses == 0: return nil
                default: break
                }
            }
            let isSignature = parentheses > 0 || continues(after: lines, index)
            if braces == 0, !isSignature { return nil }
        }
        return nil
    }

    /// Whether a signature goes on in the next line: `-> Type {`, `where …` or a brace alone.
    private static func continues(after lines: [Substring], _ index: Int) -> Bool {
        guard index + 1 < lines.count else { return false }
        let next = lines[index + 1].drop { $0 == " " }
        return next.hasPrefix("{") || next.hasPrefix("->") || next.hasPrefix("where ")
            || next.hasPrefix("throws") || next.hasPrefix("async")
            || lines[index].hasSuffix("where")
            || lines[index].hasSuffix(",")
    }
}

@Suite struct LengthTests {
    @Test func `no line is wider than 100 columns`() {
        let files = SourceTree.checkout.files().filter { file in
            !file.isGenerated && !file.path.hasPrefix("Tests/Fixtures/")
                && [".swift", ".c", ".h", ".py", ".sh", ".proto"].contains {
                    file.path.hasSuffix($0)
                }
        }
        #expect(files.count > 20)
        #expect(files.flatMap(Length.longLines) == [])
    }

    @Test func `no file is longer than 400 lines`() {
        let files = SourceTree.checkout.files().filter {
            ($0.isSwift || $0.isC || $0.path.hasSuffix(".py")) && !$0.isGenerated
        }
        #expect(files.flatMap { Length.longFile($0) } == [])
    }

    @Test func `no function is longer than 70 lines`() {
        #expect(SourceTree.checkout.swift.flatMap(Length.longFunctions) == [])
    }

    @Test func `the README is not longer than 200 lines`() throws {
        let readme = try #require(SourceTree.checkout.files(under: "README.md").first)
        #expect(Length.longFile(readme, limit: Length.readmeLinesMax) == [])
        #expect(readme.text.contains("make demo"))
        #expect(readme.text.contains("make test"))
    }

    @Test func `what is one too long is found, what just fits is not`() {
        func body(_ count: Int) -> SourceFile {
            let middle = String(repeating: "    call(\"}\")\n", count: count - 2)
            return SourceFile(path: "a.swift", text: "func long(a: Int) {\n" + middle + "}\n")
        }
        #expect(Length.longFunctions(body(70)) == [])
        #expect(Length.longFunctions(body(71)).map(\.line) == [1])
        #expect(Length.longFile(body(400)) == [])
        #expect(Length.longFile(body(401)).count == 1)
        let wide = SourceFile(path: "a.swift", text: String(repeating: "é", count: 100) + "\nx")
        #expect(Length.longLines(wide) == [])
        let wider = SourceFile(path: "a.swift", text: "x\n" + String(repeating: "é", count: 101))
        #expect(Length.longLines(wider).map(\.line) == [2])
    }

    @Test func `functions are found with their lengths whatever their signatures look like`() {
        let code = SwiftCode(
            """
            protocol P {
                func requirement() -> Int
                init(a: Int)
            }
            struct S {
                init(
                    a: Int = { 3 }()
                ) {
                    self.init()
                }
                func `a name of words`() async throws
                    -> Int
                {
                    func inner() {}
                }
                static func == (a: S, b: S) -> Bool { true }
                deinit { one() }
            }
            """
        )
        let found = Function.all(in: code).map { "\($0.name) \($0.firstLine) \($0.lineCount)" }
        #expect(
            found == ["init 6 5", "`a name of words` 11 5", "inner 14 1", "== 16 1", "deinit 17 1"]
        )
    }
}
