import Core
import Foundation
import Glibc
import Testing

@testable import Storage

/// Names that break programs.
let hostileNames: [[UInt8]] = [
    Array("line\nfeed".utf8), Array("tab\tname".utf8), Array("back\\slash".utf8),
    [0xFF, 0xFE, 0x80], Array("half\u{E9}".utf8).dropLast(), Array(" ".utf8), Array("-rf".utf8),
    Array(repeating: UInt8(ascii: "n"), count: 255), Array(".hidden".utf8), [0x01, 0x1B],
    Array("*".utf8), Array("日本".utf8), Array("...".utf8),
]

@Suite struct `A walk` {
    private func hostileTree() throws -> TestTree {
        let tree = try TestTree()
        for name in hostileNames {
            try tree.file(name, "x")
            for inner in hostileNames {
                try tree.file(Array("d".utf8) + name.prefix(200) + [0x2F] + inner, "yy")
            }
        }
        mkdir(tree.path("empty"), 0o755)
        for name in ["a/b", "a.b", "a-b", "a0b/c"] { try tree.file(name) }
        symlink("..", tree.path("a/loop"))
        symlink("nowhere", tree.path("dangling"))
        symlink("/etc/passwd", tree.path("a/outside"))
        mkfifo(tree.path("fifo"), 0o644)
        return tree
    }

    @Test(arguments: [1, 4, 64]) func `lists what find lists, in the order of sort`(
        threads: Int
    ) throws {
        let tree = try hostileTree()
        let entries = try tree.walk { $0.threadCount = threads }
        #expect(entries.paths == (try tree.found()))
        #expect(entries.count > 180)
    }

    @Test func `gives sizes and times as stat does`() throws {
        let tree = try TestTree()
        try tree.file("one", "12345")
        _ = try TestTree.output(["touch", "-d", "1969-12-31T23:59:58.5Z", tree.path("one")])
        let entry = try #require(try tree.walk().first)
        #expect(entry.size == 5)
        #expect(entry.mtimeNanoseconds == -1_500_000_000)
    }

    @Test func `passes over links, pipes, sockets and devices as special`() throws {
        let tree = try hostileTree()
        let listen = "import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])"
        _ = try TestTree.output(["python3", "-c", listen, tree.path("socket")])
        let hasDevice = mknod(tree.path("device"), S_IFCHR | 0o600, 0x0103) == 0
        let entries = try tree.walk()
        for name in ["/fifo", "/a/loop", "/dangling", "/a/outside", "/socket"] {
            #expect(entries.outcome(name) == .some(.skipped(.special)), "\(name)")
        }
        if hasDevice { #expect(entries.outcome("/device") == .some(.skipped(.special))) }
        #expect(entries.outcome("/a/b") == .some(nil))
        #expect(entries.paths == (try tree.found()))
    }

    @Test func `goes 500 folders deep where names have 255 bytes`() throws {
        let tree = try TestTree()
        try tree.chain(depth: 500, name: Array(repeating: UInt8(ascii: "d"), count: 255))
        let entries = try tree.walk()
        #expect(entries.paths == (try tree.found()))
        #expect(entries.map(\.path.bytes.count).max() ?? 0 > 128_000)
        for entry in entries {
            #expect(entry.plannedOutcome == nil)
            #expect(try LocalStorage().open(entry.path).status().kind == .regular)
        }
        let list = PathList(EntryPath(tree.sweep + "/list"), separator: .nul)
        let text = entries.paths.map { $0 + [0] }.joined()
        try Data(text).write(to: URL(filePath: tree.sweep + "/list"))
        #expect(try tree.walk(lists: [list]) == entries)
    }

    @Test func `lists a folder of 50 000 names`() throws {
        let tree = try TestTree()
        for number in 0..<50_000 { try tree.file("\(number &* 7919 % 50_021)-\(number)") }
        let entries = try tree.walk()
        #expect(entries.count == 50_000)
        #expect(entries.paths == (try tree.found()))
    }

    @Test func `lists nothing twice where roots overlap or repeat`() throws {
        let tree = try hostileTree()
        symlink("a", tree.path("alias"))
        let roots = [
            tree.top, tree.path("a"), tree.top, tree.path("a/b"), tree.path("alias"),
            tree.path("a/../empty/."),
        ]
        #expect(try tree.walk(roots).paths == (try tree.found()))
        #expect(try tree.walk(roots.reversed()).paths == (try tree.found()))
    }

    @Test func `follows links in an argument only`() throws {
        let tree = try TestTree()
        try tree.file("real/file")
        symlink("real", tree.path("link"))
        #expect(try tree.walk([tree.path("link")]).paths == [Array(tree.path("real/file").utf8)])
    }

    @Test func `lists a file that is an argument`() throws {
        let tree = try TestTree()
        let path = try tree.file("only", "abc")
        let entries = try tree.walk([tree.path("only")])
        #expect(entries.paths == [path])
        #expect(entries.first?.size == 3)
    }

    @Test func `names an argument that does not exist`() {
        for path in ["/no/such", ""] {
            #expect(throws: WalkError.missingRoot(EntryPath(path))) {
                try WalkRoot(resolving: EntryPath(path))
            }
        }
        #expect("\(WalkError.missingRoot(EntryPath("/no\n")))".contains("/no\\n does not exist"))
    }

    @Test func `leaves nothing in the sweep's folder and does not list it`() throws {
        let tree = try TestTree()
        try tree.file("a")
        try tree.file("sweep/manifest.partial")
        let entries = try tree.walk { $0.sweepDirectory = EntryPath(tree.path("sweep")) }
        #expect(entries.outcome("/sweep") == .some(.skipped(.excluded)))
        #expect(entries.count == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: tree.sweep) == [])
    }
}
