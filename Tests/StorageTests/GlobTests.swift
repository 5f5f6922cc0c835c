import Foundation
import Testing

@testable import Storage

@Suite struct `A glob` {
    private func matches(_ pattern: String, _ path: String, isFolder: Bool = false) -> Bool? {
        Glob(pattern)?.matches(Array(path.utf8), isFolder: isFolder)
    }

    @Test func `matches the whole path or its last components`() {
        #expect(matches("*.tmp", "/a/b/c.tmp") == true)
        #expect(matches("c.tmp", "/a/b/xc.tmp") == false)
        #expect(matches("b/*.tmp", "/a/b/c.tmp") == true)
        #expect(matches("a/*.tmp", "/a/b/c.tmp") == false)
        #expect(matches("/b/c.tmp", "/a/b/c.tmp") == false)
        #expect(matches("/a/b/c.tmp", "/a/b/c.tmp") == true)
        #expect(matches("b", "/a/b/c.tmp") == false)
    }

    @Test func `with one star stays in a component, with two does not`() {
        #expect(matches("/a/*", "/a/b") == true)
        #expect(matches("/a/*", "/a/b/c") == false)
        #expect(matches("/a/**", "/a/b/c") == true)
        #expect(matches("/a**c", "/a/b/c") == true)
        #expect(matches("/a/**/c", "/a/c") == true)
        #expect(matches("/a/**/c", "/a/bc") == false)
        #expect(matches("/a/**/c", "/a/b/b/c") == true)
    }

    @Test func `with a slash at its end matches folders only`() {
        #expect(matches("cache/", "/a/cache", isFolder: true) == true)
        #expect(matches("cache/", "/a/cache") == false)
    }

    @Test func `takes sets, single bytes and escapes`() {
        #expect(matches("[a-c]?", "/b\u{7F}") == true)
        #expect(matches("[!a-c]", "/b") == false)
        #expect(matches("[]]", "/]") == true)
        #expect(matches("\\*", "/x") == false)
        #expect(matches("\\*", "/*") == true)
        #expect(matches("a[/]b", "/a/b") == false)
        #expect(matches("?", "/é") == false)
    }

    @Test(arguments: ["", "[a", "a\\", "[z-a]", "a\0"])
    func `that cannot be read is none`(pattern: String) { #expect(Glob(pattern) == nil) }

    @Test(.timeLimit(.minutes(1))) func `cannot be made slow by a name`() {
        let pattern = String(repeating: "*a", count: 40) + "b"
        #expect(matches(pattern, "/" + String(repeating: "a", count: 255)) == false)
        let deep = "/" + String(repeating: "**/a/", count: 40) + "b"
        #expect(matches(deep, String(repeating: "/a", count: 2000)) == false)
    }

    /// bash with globstar is the oracle: it expands a pattern over a real tree.
    @Test func `finds what bash finds in a tree`() throws {
        let tree = try TestTree()
        for first in ["a", "b", "ab", "a.b", ".h"] {
            for second in ["a", "b.c", "abc", "[x]"] {
                for third in ["a", "c", "b.c", "aa"] {
                    try tree.file("\(first)/\(second)/\(third)")
                }
            }
        }
        let all = try tree.found("-mindepth 1").map { Array($0.dropFirst(tree.top.utf8.count)) }
        let patterns = [
            "/*", "/*/*", "/**/a", "/a*/**/c", "/**/b.c/*", "/*.b/**/?", "/[ab]/*/a*", "/**/*c",
            "/[!a]*/*/*", "/a/**/**/a", "/*b*/*b*/*c*", "/**/[[]x]/*", "/.*/**/aa", "/a/\\[x\\]/*",
        ]
        for pattern in patterns {
            let script = "cd \"$1\"; shopt -s globstar dotglob nullglob; printf '%s\\0' .\(pattern)"
            let output = try TestTree.output(["bash", "-c", script, "bash", tree.top])
            let expected = Set(output.split(separator: 0).map { Array($0.dropFirst()) })
            let glob = try #require(Glob(pattern))
            let found = Set(all.filter { glob.matches($0, isFolder: false) })
            #expect(found == expected, "\(pattern)")
            #expect(!found.isEmpty, "\(pattern)")
        }
    }
}
