import Core
import Foundation
import Glibc
import TestSupport
import Testing

@testable import Coordinator

@Suite struct `A ledger` {
    private let planned: PlannedSweep

    init() throws { planned = try PlannedSweep() }

    private func refusal(_ prepare: (String) throws -> Void) throws -> LedgerError? {
        let copy = planned.home.path("copy")
        try planned.ledger.close()
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: planned.folder.path + "/ledger.sqlite",
            toPath: copy + "/ledger.sqlite"
        )
        try prepare(copy + "/ledger.sqlite")
        do {
            _ = try Ledger.open(in: copy).sweep()
            return nil
        } catch { return error }
    }

    @Test func `is opened again with what was put in`() throws {
        let before = try planned.ledger.sweep()
        try planned.ledger.close()
        for readOnly in [true, false] {
            let ledger = try Ledger.open(in: planned.folder.path, readOnly: readOnly)
            #expect(try ledger.sweep() == before)
            #expect(try ledger.sweep().settings.lists.count == 1)
            #expect(try ledger.sweep().state == .planned)
            try ledger.close()
        }
    }

    @Test func `is for its owner's eyes, with its log`() throws {
        _ = try planned.ledger.beginRun(isResumed: false)
        for name in ["ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm"] {
            let path = planned.folder.path + "/" + name
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600, "\(name)")
        }
    }

    @Test func `is written ahead and synchronized in full`() throws {
        #expect(try planned.sqlite("PRAGMA journal_mode") == "wal")
        let full = try planned.ledger.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        #expect(full == 2)
    }

    @Test func `is not there`() throws {
        let empty = try TestFolder()
        #expect(throws: LedgerError.missing(empty.path)) { try Ledger.open(in: empty.path) }
    }

    @Test(arguments: [(5, LedgerError.newer(version: 5)), (3, .older(version: 3))])
    func `of a newer or older Turnstone is refused`(version: Int, expected: LedgerError) throws {
        let error = try refusal {
            _ = try PlannedSweep.output(["sqlite3", $0, "PRAGMA user_version = \(version)"])
        }
        #expect(error == expected)
    }

    @Test func `of somebody else's is refused`() throws {
        let error = try refusal {
            _ = try PlannedSweep.output(["sqlite3", $0, "PRAGMA application_id = 1"])
        }
        #expect(error == .damaged("it is not a database of Turnstone's"))
    }

    @Test(arguments: [0, 10, 100, 4096, 8192, 12_000]) func `that was cut is refused`(
        length: Int
    ) throws {
        let error = try refusal { #expect(truncate($0, length) == 0) }
        guard case .damaged = try #require(error) else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `that is no database is refused`() throws {
        let error = try refusal {
            try Data(repeating: 0x41, count: 50_000).write(to: URL(filePath: $0))
        }
        guard case .damaged = try #require(error) else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [
        "settings = replace(settings, '31', '32')", "id = 'other'", "turnstone = '9.9'",
        "made_at = '1970-01-01T00:00:00.000Z'",
    ])
    func `whose beginnings were changed is refused`(_ change: String) throws {
        let error = try refusal {
            let sql = "UPDATE sweep SET " + change
            _ = try PlannedSweep.output(["sqlite3", $0, sql])
        }
        #expect(error == .damaged("the sweep's id, time or settings are not what was written"))
    }

    /// Whatever byte was flipped: the ledger is refused, or it says what it said.
    @Test(arguments: 0..<4) func `with a flipped byte never ends its reader`(seed: UInt64) throws {
        try planned.finishAll()
        let before = try planned.ledger.shards(from: 0, count: 100)
        try planned.ledger.close()
        let path = planned.folder.path + "/ledger.sqlite"
        let whole = try Data(contentsOf: URL(filePath: path))
        var random = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            var bytes = whole
            // Where rows are; the file is mostly empty pages.
            let used = bytes.indices.filter { bytes[$0] != 0 }
            let index = try #require(used.randomElement(using: &random))
            bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            try bytes.write(to: URL(filePath: path))
            do throws(LedgerError) {
                let ledger = try Ledger.open(in: planned.folder.path, readOnly: true)
                _ = try ledger.sweep()
                _ = try ledger.progress()
                _ = try ledger.leaseStates()
                for record in try ledger.shards(from: 0, count: 100) where before.contains(record) {
                    _ = try ledger.findings(of: record.shard)
                }
            } catch { #expect(!"\(error)".isEmpty) }
        }
    }

    @Test func `counts its runs`() throws {
        #expect(try planned.ledger.beginRun(isResumed: false) == 1)
        #expect(try planned.ledger.beginRun(isResumed: true) == 2)
        #expect(try planned.ledger.sweep().resumed == 1)
        try planned.ledger.endRun(seconds: 2.5, isComplete: true)
        #expect(try planned.ledger.sweep().state == .complete)
        #expect(try planned.ledger.sweep().seconds == 2.5)
    }

    @Test func `forgets the shards of a plan that is made anew`() throws {
        let before = try planned.shards()
        try planned.sweep.plan()
        #expect(try planned.shards() == before)
    }

    @Test func `keeps who works and what happened`() throws {
        let worker = WorkerRecord(
            name: "w",
            host: "h",
            lanes: 2,
            isConnected: true,
            fileCount: 3,
            byteCount: 4
        )
        try planned.ledger.keep([worker], seconds: 1)
        try planned.ledger.keep([worker], seconds: 2)
        #expect(try planned.ledger.workers() == [worker])
        #expect(try planned.ledger.sweep().seconds == 2)
        _ = try planned.ledger.beginRun(isResumed: true)
        #expect(try planned.ledger.workers().map(\.isConnected) == [false])
        try planned.ledger.note("start", "it's \"quoted\"; DROP TABLE event")
        #expect(try planned.sqlite("SELECT text FROM event") == "it's \"quoted\"; DROP TABLE event")
    }
}
