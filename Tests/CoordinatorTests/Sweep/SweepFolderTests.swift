import Core
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Coordinator

@Suite struct `The folder of a sweep` {
    private let home: TestFolder

    init() throws { home = try TestFolder() }

    @Test func `keeps all that is in it, but for what is in reports`() throws {
        let folder = try SweepFolder(new: home.path("sweep"))
        #expect(!SweepFolder.keeps(folder.path + "/manifest"), "there is no ledger yet")
        try Data().write(to: URL(filePath: folder.path + "/" + Ledger.fileName))
        for name in ["manifest", Ledger.fileName, "segments/0/0-1.segment", "lists/x.list", "new"] {
            #expect(SweepFolder.keeps(folder.path + "/" + name), "\(name)")
        }
        #expect(SweepFolder.keeps(folder.reports + "/../manifest"))
        let link = home.path("link")
        try FileManager.default.createSymbolicLink(
            atPath: link,
            withDestinationPath: folder.segments
        )
        #expect(SweepFolder.keeps(link + "/x"))
        #expect(!SweepFolder.keeps(folder.reports + "/report.html"))
        #expect(!SweepFolder.keeps(home.path("report.html")))
        #expect(!SweepFolder.keeps("report.html"))
    }

    @Test func `is made for its owner alone`() throws {
        let folder = try SweepFolder(new: home.path("sweep"))
        for path in [folder.path, folder.segments, folder.lists, folder.reports, folder.wire] {
            let found = try FileManager.default.attributesOfItem(atPath: path)
            #expect(found[.posixPermissions] as? Int == 0o700, "\(path)")
        }
    }

    @Test func `is never made over something`() throws {
        for name in ["file", "folder"] {
            let path = home.path(name)
            if name == "file" { try home.write("x", to: name) } else { mkdir(path, 0o700) }
            #expect(throws: SweepFolderError.exists(path)) { try SweepFolder(new: path) }
        }
        let path = home.path("sweep")
        _ = try SweepFolder(new: path)
        try home.write("x", to: "sweep/ledger.sqlite")
        #expect(throws: SweepFolderError.sweepExists(path)) { try SweepFolder(new: path + "/") }
        #expect(try SweepFolder(existing: path + "//").path == path)
    }

    @Test func `is not found where there is none`() {
        let path = home.path("none")
        #expect(throws: SweepFolderError.notASweep(path)) { try SweepFolder(existing: path) }
        #expect(throws: SweepFolderError.self) { try SweepFolder(new: path + "/a/b") }
    }

    @Test func `is held once, and looking at that is in nobody's way`() throws {
        let folder = try SweepFolder(new: home.path("sweep"))
        #expect(!folder.isHeld)
        do {
            let lock = try folder.lock()
            #expect(folder.isHeld && folder.isHeld)
            #expect(throws: SweepFolderError.inUse(folder.path + "/lock")) { try folder.lock() }
            _ = consume lock
        }
        #expect(!folder.isHeld)
        let again = try folder.lock()
        #expect(folder.isHeld)
        _ = consume again
    }

    @Test func `is named by the time where nobody names it`() {
        let name = SweepFolder.defaultName(at: Date(timeIntervalSince1970: 1_767_225_600.999))
        #expect(name == "turnstone-sweep-20260101T000000Z")
    }

    /// /proc stands in for a network: what is made there cannot be, whoever asks.
    @Test func `leaves nothing behind where it cannot be made`() {
        #expect(throws: SweepFolderError.self) { try SweepFolder(new: "/proc/turnstone") }
    }
}
