import Testing

/// What a log says is searched for: the message is one text, and what changes is metadata.
enum LogMessages {
    /// Calls of a log whose message is not a plain text.
    static func changing(_ file: SourceFile) -> [Complaint] {
        let call = /\blog\.(?:trace|debug|info|notice|warning|error|critical)\(\s*/
        return file.text.matches(of: call).compactMap { match in
            let rest = file.text[match.range.upperBound...]
            let message = rest.dropFirst().prefix { $0 != "\"" && $0 != "\\" }
            let isPlain = rest.hasPrefix("\"") && rest.dropFirst(message.count + 1).hasPrefix("\"")
            if isPlain { return nil }
            let line = file.text[..<match.range.lowerBound].count { $0 == "\n" } + 1
            return Complaint(path: file.path, line: line, text: "a log's message changes")
        }
    }
}

@Suite struct LogTests {
    private func complaints(_ text: String) -> Int {
        LogMessages.changing(SourceFile(path: "a.swift", text: text)).count
    }

    @Test func `a message that changes is found`() {
        #expect(complaints("log.warning(\"\\(error)\")") == 1)
        #expect(complaints("log.info(\n  \"worker \\(name) joined\"\n)") == 1)
        #expect(complaints("log.error(text)") == 1)
        #expect(complaints("log.error(\"refused\", metadata: [\"reason\": \"\\(error)\"])") == 0)
        #expect(complaints("log.info(\n  \"done\"\n)") == 0)
    }

    @Test func `every message of a log is one text`() {
        let sources = SourceTree.checkout.swift.filter { $0.path.hasPrefix("Sources/") }
        #expect(sources.flatMap(LogMessages.changing).isEmpty)
    }
}
