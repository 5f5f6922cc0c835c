import Coordinator
import Core
import Testing

@Suite struct HashListArgumentTests {
    private func argument(_ text: String, there: Set<String> = []) throws -> HashListArgument {
        try HashListArgument(text) { there.contains($0) }
    }

    @Test func `a kind before the first colon goes with the file behind it`() throws {
        for kind in MatchKind.allCases {
            #expect(
                try argument("\(kind.name):/a/b.txt")
                    == HashListArgument(kind: kind, path: "/a/b.txt")
            )
        }
        #expect(try argument("pdq:a:b") == HashListArgument(kind: .pdq, path: "a:b"))
        #expect(try argument("a.csv") == HashListArgument(path: "a.csv"))
    }

    @Test func `a file that is there goes before a kind`() throws {
        #expect(try argument("pdq:x", there: ["pdq:x", "x"]) == HashListArgument(path: "pdq:x"))
        #expect(try argument("2026:lists.csv") == HashListArgument(path: "2026:lists.csv"))
        #expect(try argument("./pdq:x") == HashListArgument(path: "./pdq:x"))
    }

    @Test(arguments: ["", "pdq:"])
    func `an argument without a file is refused`(text: String) {
        #expect(throws: HashListFileError.noFile(argument: text)) { try argument(text) }
    }

    @Test func `a list goes by its file's name`() throws {
        #expect(try argument("md5:/a/b c.txt").name == "b c.txt")
        #expect(try argument("list").name == "list")
    }
}
