import Core
import Foundation
import Glibc
import Storage
import Testing

@testable import Coordinator

@Suite struct `The files of a sweep` {
    private let planned: PlannedSweep

    init() throws {
        planned = try PlannedSweep()
        try planned.finishAll()
    }

    private func check() throws {
        try planned.folder.check(planned.ledger.sweep(), planned.ledger)
    }

    @Test func `are those that its ledger names`() throws { try check() }

    @Test func `are not another manifest, or none`() throws {
        let manifest = planned.folder.manifest
        var bytes = try Data(contentsOf: URL(filePath: manifest))
        bytes[bytes.count - 2] ^= 1
        try bytes.write(to: URL(filePath: manifest))
        #expect(throws: SweepError.manifestChanged(manifest)) { try check() }
        try FileManager.default.removeItem(atPath: manifest)
        #expect(throws: SweepError.manifestMissing(manifest)) { try check() }
    }

    @Test func `are looked at before a run, a long manifest by its length`() throws {
        let manifest = planned.folder.manifest
        let record = try planned.ledger.sweep()
        func check(readingUpTo limit: Int64) throws {
            try planned.folder.checkBeforeRun(record, planned.ledger, readingUpTo: limit)
        }
        try check(readingUpTo: 0)
        var bytes = try Data(contentsOf: URL(filePath: manifest))
        bytes[bytes.count - 2] ^= 1
        try bytes.write(to: URL(filePath: manifest))
        // A run finds that out when it comes to the line.
        try check(readingUpTo: 0)
        #expect(throws: SweepError.manifestChanged(manifest)) { try check(readingUpTo: 1 << 20) }
        try (bytes + [0x0A]).write(to: URL(filePath: manifest))
        #expect(throws: SweepError.manifestChanged(manifest)) { try check(readingUpTo: 0) }
        try FileManager.default.removeItem(atPath: manifest)
        #expect(throws: SweepError.manifestMissing(manifest)) { try check(readingUpTo: 0) }
    }

    @Test func `are not another list, or none`() throws {
        let list = try planned.ledger.sweep().settings.lists[0]
        let path = planned.folder.path(of: list)
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[100] ^= 1
        chmod(path, 0o600)
        try bytes.write(to: URL(filePath: path))
        #expect(throws: SweepError.listChanged(list.name, path)) { try check() }
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: SweepError.listMissing(list.name, path)) { try check() }
    }

    @Test func `are of no use when a list was damaged at the end of a run`() throws {
        let list = try planned.ledger.sweep().settings.lists[0]
        let path = planned.folder.path(of: list)
        let whole = try Data(contentsOf: URL(filePath: path))
        chmod(path, 0o600)
        try (whole + [0]).write(to: URL(filePath: path))
        let record = try planned.ledger.sweep()
        #expect(throws: SweepError.listDoubted(list.name)) { try planned.sweep.doubtLists(record) }
        try whole.write(to: URL(filePath: path))
        #expect(throws: SweepError.listDoubted(list.name)) { try check() }
    }

    @Test func `are of no use when a list is damaged though nobody wrote to it`() throws {
        let list = try planned.ledger.sweep().settings.lists[0]
        let path = planned.folder.path(of: list)
        let whole = try Data(contentsOf: URL(filePath: path))
        let before = try Descriptor(reading: EntryPath(path)).status().mtimeNanoseconds
        chmod(path, 0o600)
        func resume() throws {
            try planned.folder.checkBeforeRun(planned.ledger.sweep(), planned.ledger)
        }
        try Data(whole.dropLast() + [whole[whole.count - 1] ^ 1]).write(to: URL(filePath: path))
        // Somebody did: it can be restored.
        #expect(throws: SweepError.listChanged(list.name, path)) { try resume() }
        let seal = ContentSeal(try #require(Hex.bytes(Array(list.compiled.utf8))))
        try seal.set(on: Descriptor(reading: EntryPath(path)))
        #expect(try Descriptor(reading: EntryPath(path)).status().mtimeNanoseconds == before)
        #expect(throws: SweepError.listDoubted(list.name)) { try resume() }
        try whole.write(to: URL(filePath: path))
        #expect(throws: SweepError.listDoubted(list.name)) { try resume() }
        let status = try SweepStatus(folder: planned.folder)
        #expect(status.phase == .doubted && status.state == "interrupted")
        #expect(status.text.contains("start a new sweep") && !status.text.contains("resume "))
    }

    @Test(arguments: [
        "UPDATE shard SET worker = 'v' WHERE id = 1", "DELETE FROM finding WHERE entry = 3",
        "UPDATE finding SET worker = 'v' WHERE entry = 3",
        "UPDATE finding SET shard = 2 WHERE entry = 3",
    ])
    func `do not belong to rows that were changed`(sql: String) throws {
        _ = try planned.sqlite(sql)
        #expect(throws: LedgerError.damaged("the rows of shard 1 were changed")) { try check() }
    }
}
