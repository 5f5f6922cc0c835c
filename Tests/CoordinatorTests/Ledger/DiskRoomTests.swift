import Foundation
import Glibc
import TestSupport
import Testing

@testable import Coordinator

@Suite struct `Room on a disk` {
    @Test func `is where a file can grow, and asking leaves nothing behind`() throws {
        let folder = try TestFolder()
        #expect(!DiskRoom.isFull(folder.path))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test func `is not what is missing where the folder is`() {
        #expect(!DiskRoom.isFull("/no/such/folder"))
    }

    @Test(.enabled(if: getuid() == 0, "needs root to mount"))
    func `is not where a file system is full`() throws {
        let folder = try TestFolder()
        _ = try PlannedSweep.output(
            ["mount", "-t", "tmpfs", "-o", "size=256k", "none", folder.path]
        )
        defer { _ = try? PlannedSweep.output(["umount", folder.path]) }
        #expect(DiskRoom.isFull(folder.path))
    }
}
