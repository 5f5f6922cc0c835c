import Core
import Foundation
import Glibc
import Testing

@testable import Storage

@Suite struct `Local storage` {
    private func failure(_ path: String) -> ReadError? {
        do throws(ReadError) {
            _ = try LocalStorage().open(EntryPath(path))
            return nil
        } catch { return error }
    }

    private func read(_ file: borrowing OpenFile, _ count: Int, at offset: Int64) throws -> [UInt8]
    {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
        defer { buffer.deallocate() }
        return Array(buffer[..<(try file.read(into: buffer, at: offset))])
    }

    @Test func `reads the bytes of a file from any offset`() throws {
        let tree = try TestTree()
        let text = String(repeating: "turnstone ", count: 5000)
        try tree.file("file", text)
        let file = try LocalStorage().open(EntryPath(tree.path("file")))
        #expect(try read(file, 60_000, at: 10) == Array(text.utf8.dropFirst(10)))
        #expect(try read(file, 60_000, at: 50_000) == [])
    }

    @Test func `says of a file what stat says`() throws {
        let tree = try TestTree()
        try tree.file("file", "abc")
        link(tree.path("file"), tree.path("twin"))
        let status = try LocalStorage().open(EntryPath(tree.path("file"))).status()
        let output = try TestTree.output([
            "stat", "--printf=%s %h %i %d %u %.9Y %.9Z", tree.path("file"),
        ])
        func seconds(_ time: Int64) -> String {
            "\(time / 1_000_000_000).\("\(1_000_000_000 + time % 1_000_000_000)".dropFirst())"
        }
        let times = "\(seconds(status.mtimeNanoseconds)) \(seconds(status.ctimeNanoseconds))"
        let identity = "\(status.linkCount) \(status.inode) \(status.device) \(status.owner)"
        #expect(String(decoding: output, as: UTF8.self) == "\(status.size) \(identity) \(times)")
    }

    @Test(.timeLimit(.minutes(1))) func `refuses all but regular files, and never hangs`() throws {
        let tree = try TestTree()
        try tree.file("dir/file")
        symlink("dir/file", tree.path("link"))
        symlink("dir", tree.path("dirlink"))
        mkfifo(tree.path("fifo"), 0o644)
        #expect(failure(tree.path("dir")) == .notRegular)
        #expect(failure(tree.path("fifo")) == .notRegular)
        #expect(failure("/dev/null") == .notRegular)
        #expect(failure(tree.path("link")) == .notRegular)
        #expect(failure(tree.path("dirlink/file")) == .notRegular)
        #expect(failure(tree.path("gone")) == .vanished)
        #expect(failure(tree.path("dir/file/below")) == .vanished)
        #expect(failure(tree.path("dir/file")) == nil)
        #expect(ReadError.notRegular.outcome == .changed)
    }

    @Test func `does not change the time of the last access`() throws {
        let tree = try TestTree()
        let path = tree.path("file")
        try tree.file("file", "abc")
        // Older than the last change: so that even relatime would move it.
        _ = try TestTree.output(["touch", "-a", "-d", "2001-01-01", path, tree.top])
        let before = try TestTree.output(["stat", "-c", "%x", path, tree.top])
        _ = try read(try LocalStorage().open(EntryPath(path)), 3, at: 0)
        _ = try tree.walk()
        #expect(try TestTree.output(["stat", "-c", "%x", path, tree.top]) == before)
    }

    @Test(arguments: [false, true])
    func `leaves the page cache as it was`(isCached: Bool) throws {
        let tree = try TestTree()
        let path = tree.path("file")
        let size = 1 << 20
        try tree.file("file", String(repeating: "x", count: size))
        _ = try TestTree.output(["sync", path])
        if !isCached {
            let number = open(path, O_RDONLY)
            posix_fadvise(number, 0, 0, POSIX_FADV_DONTNEED)
            close(number)
        }
        let before = try cachedPages(path, size)
        #expect((before > 0) == isCached)
        try { () throws in
            let file = try LocalStorage().open(EntryPath(path))
            #expect(try read(file, size, at: 0).count == size)
            #expect(try cachedPages(path, size) > 0)
        }()
        #expect(try cachedPages(path, size) == before)
    }

    private func cachedPages(_ path: String, _ size: Int) throws -> Int {
        let number = open(path, O_RDONLY)
        defer { close(number) }
        let map = try #require(mmap(nil, size, PROT_READ, MAP_SHARED, number, 0))
        defer { munmap(map, size) }
        var pages = [UInt8](repeating: 0, count: size / Int(getpagesize()))
        mincore(map, size, &pages)
        return pages.count { $0 & 1 == 1 }
    }

    @Test func `opens the same without openat2`() throws {
        let tree = try TestTree()
        try tree.file("a/b/file")
        symlink("b", tree.path("a/link"))
        func open(_ path: String) -> Int32 {
            let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC
            let number = NoLinkPath.openByComponents(AT_FDCWD, Array(path.utf8)[...], flags: flags)
            if number >= 0 { close(number) }
            return min(number, 0)
        }
        #expect(open(tree.path("a/b/file")) == 0)
        #expect(open(tree.path("a/link/file")) == -ENOTDIR)
        #expect(open(tree.path("a/link")) == -ELOOP)
        #expect(open("/") == 0)
        #expect(open(tree.path("a/none/file")) == -ENOENT)
    }
}
