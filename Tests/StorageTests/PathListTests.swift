import Core
import Foundation
import Glibc
import Testing

@testable import Storage

@Suite struct `A file list` {
    private func list(
        _ tree: TestTree,
        _ bytes: [UInt8],
        _ separator: PathList.Separator
    ) throws -> PathList {
        let path = tree.sweep + "/list"
        try Data(bytes).write(to: URL(filePath: path))
        return PathList(EntryPath(path), separator: separator)
    }

    @Test func `from find lists the same files`() throws {
        let tree = try TestTree()
        for name in hostileNames { try tree.file(Array("d/".utf8) + name, "1") }
        let paths = try tree.found()
        let list = try list(tree, Array(paths.reversed().joined(separator: [0])), .nul)
        let walked = try tree.walk()
        #expect(walked.paths == paths)
        #expect(try tree.walk(lists: [list]) == walked)
        #expect(try tree.walk([tree.top], lists: [list]) == walked)
    }

    @Test func `may have more paths than wait at once`() throws {
        let tree = try TestTree()
        for number in 0..<20_000 { try tree.file("d\(number % 7)/\(number)") }
        let paths = try tree.found()
        let list = try list(tree, Array(paths.joined(separator: [0x0A])) + [0x0A], .lineFeed)
        let walked = try tree.walk()
        #expect(walked.paths == paths)
        #expect(try tree.walk(lists: [list]) == walked)
    }

    @Test func `names what is gone, what is special and folders`() throws {
        let tree = try TestTree()
        try tree.file("folder/inside")
        try tree.file("real/file")
        symlink("real", tree.path("link"))
        let lines = [
            "gone", "no/folder/here", "folder/", "link/file", "link", "./real//./file",
            "folder/../real/file",
        ]
        let text = lines.map { tree.path($0) }.joined(separator: "\n")
        let entries = try tree.walk(lists: [try list(tree, Array(text.utf8), .lineFeed)])
        #expect(entries.outcome("/gone") == .some(.vanished))
        #expect(entries.outcome("/no/folder/here") == .some(.vanished))
        #expect(entries.outcome("/folder/inside") == .some(nil))
        #expect(entries.outcome("/link") == .some(.skipped(.special)))
        #expect(entries.outcome("/real/file") == .some(nil))
        #expect(entries.count == 5)
    }

    @Test func `of relative paths starts at the current folder`() throws {
        let tree = try TestTree()
        let current = FileManager.default.currentDirectoryPath
        let list = try list(tree, Array("no-such-file-here".utf8), .lineFeed)
        let entries = try tree.walk(lists: [list])
        #expect(entries.paths == [Array("\(current)/no-such-file-here".utf8)])
        #expect(entries.first?.plannedOutcome == .some(.vanished))
    }

    @Test func `of the other kind is refused by its line`() throws {
        let tree = try TestTree()
        let list = try list(tree, Array("/etc/hosts\n/etc\0/passwd\n".utf8), .lineFeed)
        #expect(throws: WalkError.listedPathHasNul(list: list.path, line: 2)) {
            try tree.walk(lists: [list])
        }
        let long = try self.list(tree, Array(repeating: 0x61, count: 2 << 20), .nul)
        #expect(throws: WalkError.listedPathTooLong(list: long.path, line: 1)) {
            try tree.walk(lists: [long])
        }
    }

    @Test(arguments: ["", "\n\n", "\u{FEFF}\n"])
    func `without a path is an error, even beside others`(text: String) throws {
        let tree = try TestTree()
        try tree.file("a")
        let list = try list(tree, Array(text.utf8), .lineFeed)
        #expect(throws: WalkError.listWithoutPaths(list.path)) {
            try tree.walk([tree.top], lists: [list])
        }
    }

    @Test func `may begin with a byte order mark`() throws {
        let tree = try TestTree()
        try tree.file("a")
        try tree.file("b")
        let text = "\u{FEFF}\(tree.path("a"))\n\(tree.path("b"))\n"
        let list = try list(tree, Array(text.utf8), .lineFeed)
        #expect(try tree.walk(lists: [list]) == tree.walk())
    }

    @Test(arguments: [("a\r\nb\r\n", true), ("a\r\nb\n", false), ("a\nb", false)])
    func `whose every line ends with CR LF is noted`(text: String, isNoted: Bool) throws {
        let tree = try TestTree()
        let list = try list(tree, Array(text.utf8), .lineFeed)
        let walk = try Walk(roots: [], lists: [list], options: .init(), spillFolder: tree.spill)
        #expect(walk.tally.listsWithCarriageReturns == (isNoted ? [list.path] : []))
    }

    @Test func `that is not there is an error`() throws {
        let tree = try TestTree()
        let list = PathList(EntryPath(tree.path("none")), separator: .nul)
        #expect(throws: WalkError.self) { try tree.walk(lists: [list]) }
    }
}
