import Core
import Foundation
import Glibc
import Testing

@testable import Storage

@Suite struct `The rules of a walk` {
    @Test func `an excluded folder is one entry and is not entered`() throws {
        let tree = try TestTree()
        for name in ["keep/a.jpg", "cache/deep/b.jpg", "keep/c.tmp"] { try tree.file(name) }
        let globs = [try #require(Glob("cache")), try #require(Glob("*.tmp"))]
        let entries = try tree.walk { $0.excludes = globs }
        #expect(entries.count == 3)
        #expect(entries.outcome("/cache") == .some(.skipped(.excluded)))
        #expect(entries.outcome("/c.tmp") == .some(.skipped(.excluded)))
        #expect(entries.outcome("/a.jpg") == .some(nil))
    }

    @Test func `exclusions that were of no use are known`() throws {
        let tree = try TestTree()
        for name in ["a.tmp", "cache/b", "c"] { try tree.file(name) }
        var options = WalkOptions()
        options.excludes = try ["./c", "*.tmp", "cache", "a.*", "cache/b", "{c,d}"].map {
            try #require(Glob($0))
        }
        let root = try WalkRoot(resolving: tree.root)
        let walk = try Walk(roots: [root], lists: [], options: options, spillFolder: tree.spill)
        #expect(walk.tally.usedExcludes == [1, 2, 3])
    }

    @Test func `a root that an exclusion would hide is walked all the same`() throws {
        let tree = try TestTree()
        try tree.file("cache/b.jpg")
        let glob = try #require(Glob("cache"))
        for roots in [[tree.top, tree.path("cache")], [tree.path("cache")]] {
            let entries = try tree.walk(roots) { $0.excludes = [glob] }
            #expect(entries.map(\.plannedOutcome) == [nil])
        }
    }

    @Test func `a file over the limit is listed with its size and not read`() throws {
        let tree = try TestTree()
        try tree.file("small", "1234")
        try tree.file("large", "12345")
        let entries = try tree.walk { $0.fileSizeMax = 4 }
        #expect(entries.outcome("/small") == .some(nil))
        #expect(entries.outcome("/large") == .some(.skipped(.tooLarge)))
        #expect(entries.first?.size == 5)
    }

    @Test func `another file system is one entry when the walk stays on its own`() throws {
        // /proc is a mount wherever these tests can run; nothing else of / is entered.
        let globs = try ["/[!p]*", "/p[!r]*"].map { try #require(Glob($0)) }
        let tree = try TestTree()
        let entries = try tree.walk(["/"]) { options in
            options.staysOnFileSystem = true
            options.excludes = globs
        }
        let inside = entries.filter { $0.path.bytes.starts(with: "/proc".utf8) }
        #expect(inside.map(\.path) == [EntryPath("/proc")])
        #expect(inside.first?.plannedOutcome == .skipped(.otherFileSystem))
    }

    /// Permissions do not bind root, so a child that is nobody walks a tree that root made.
    @Test(.enabled(if: geteuid() == 0, "only root can become someone whom permissions bind"))
    func `what may not be read is an entry with its errno`() async throws {
        let tree = try TestTree()
        for name in ["open/a", "closed/b", "named/c", "named/d/e"] { try tree.file(name) }
        chmod(tree.path("closed"), 0o700)
        // Its names may be read, what they stand for may not.
        chmod(tree.path("named"), 0o744)
        await #expect(processExitsWith: .success) {
            [top = tree.top as String, sweep = tree.sweep as String] in
            try #require(setgid(65534) == 0 && setuid(65534) == 0)
            let spill = EntryPath(sweep)
            let entries = try entriesOfWalk([top], [], WalkOptions(), spill: spill)
            let denied = Outcome.unreadable(errno: EACCES)
            #expect(entries.count == 4)
            #expect(entries.outcome("/open/a") == .some(nil))
            #expect(entries.outcome("/closed") == .some(denied))
            #expect(entries.outcome("/named/c") == .some(denied))
            #expect(entries.outcome("/named/d") == .some(denied))
            #expect(throws: ReadError.unreadable(errno: EACCES)) {
                _ = try LocalStorage().open(EntryPath(top + "/closed/b"))
            }
            // The owner alone may keep access times; others read all the same.
            _ = try LocalStorage().open(EntryPath(top + "/open/a"))
        }
    }
}
