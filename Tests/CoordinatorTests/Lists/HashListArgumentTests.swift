import Coordinator
import Core
import Testing

@Suite struct HashListArgumentTests {
    private func argument(_ text: String, there: Set<String> = []) -> HashListArgument {
        HashListArgument(text) { there.contains($0) }
    }

    @Test func `a kind before the first colon goes with the file behind it`() {
        for kind in MatchKind.allCases {
            #expect(
                argument("\(kind.name):/a/b.txt")
                    == HashListArgument(kind: kind, path: "/a/b.txt")
            )
        }
        #expect(argument("pdq:a:b") == HashListArgument(kind: .pdq, path: "a:b"))
        #expect(argument("a.csv") == HashListArgument(path: "a.csv"))
    }

    @Test func `a file that is there goes before a kind`() {
        #expect(argument("pdq:x", there: ["pdq:x", "x"]) == HashListArgument(path: "pdq:x"))
        #expect(argument("2026:lists.csv") == HashListArgument(path: "2026:lists.csv"))
        #expect(argument("./pdq:x") == HashListArgument(path: "./pdq:x"))
    }

    @Test func `a list goes by its file's name`() {
        #expect(argument("md5:/a/b c.txt").name == "b c.txt")
        #expect(argument("list").name == "list")
    }
}
