import Core
import Foundation
import Testing

@testable import Coordinator

@Suite struct `What a ledger is held to` {
    private let planned: PlannedSweep

    init() throws {
        planned = try PlannedSweep()
        try planned.finishAll()
    }

    private func open() throws { _ = try Ledger.open(in: planned.folder.path, readOnly: true) }

    @Test func `is what was written`() throws { try open() }

    @Test(arguments: [
        "UPDATE shard SET first_entry = -1 WHERE id = 1",
        "UPDATE shard SET first_entry = first_entry + 1 WHERE id = 1",
        "UPDATE shard SET entry_count = 0 WHERE id = 1",
        "UPDATE shard SET entry_count = -4 WHERE id = 1",
        "UPDATE shard SET entry_count = 1 << 62 WHERE id = 1",
        "UPDATE shard SET byte_count = -1 WHERE id = 1",
        "UPDATE shard SET byte_count = byte_count + 1 WHERE id = 1",
        "UPDATE shard SET manifest_offset = -1 WHERE id = 1",
        "UPDATE shard SET manifest_length = 0 WHERE id = 1",
        "UPDATE shard SET manifest_length = 1 << 60 WHERE id = 1",
        "UPDATE shard SET manifest_length = (32 << 20) + 1 WHERE id = 3",
        "UPDATE shard SET other = other + 1 WHERE id = 1",
        "UPDATE shard SET segment_digest = NULL WHERE id = 1",
        "UPDATE shard SET done = 0 WHERE id = 1",
        "DELETE FROM shard WHERE id = 3",
        "UPDATE finding SET kind = 300", "UPDATE finding SET kind = -1",
        "UPDATE finding SET kind = 9", "UPDATE finding SET variant = 8",
        "UPDATE finding SET variant = 99999999999", "UPDATE finding SET shard = 4000",
        "UPDATE finding SET distance = 257", "UPDATE sweep SET files = files + 1",
        "UPDATE sweep SET bytes = bytes - 1", "UPDATE sweep SET shards = shards + 1",
        "UPDATE sweep SET seconds = -1", "DELETE FROM sweep", "DROP TABLE event",
        "CREATE TABLE more (number INTEGER)", "UPDATE sweep SET state = 'planning'",
    ])
    func `is not this`(sql: String) throws {
        _ = try planned.sqlite(sql)
        let error = #expect(throws: LedgerError.self) { try open() }
        guard case .damaged = try #require(error) else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    /// A look every two seconds must not read a million rows: those who rely on them check them.
    @Test(arguments: [
        "UPDATE shard SET manifest_offset = -1 WHERE id = 1",
        "UPDATE shard SET entry_count = 1 << 62 WHERE id = 1",
        "UPDATE sweep SET files = 1 << 62", "UPDATE sweep SET files = -1 << 62",
    ])
    func `is not asked by a look, which trusts no number either`(sql: String) throws {
        _ = try planned.sqlite(sql)
        #expect(throws: LedgerError.self) { try open() }
        #expect(try !SweepStatus(folder: planned.folder).text.isEmpty)
    }

    @Test(arguments: ["PRAGMA user_version = 99", "PRAGMA application_id = 1", "DROP TABLE event"])
    func `is asked by a look as far as its tables`(sql: String) throws {
        _ = try planned.sqlite(sql)
        #expect(throws: LedgerError.self) { try SweepStatus(folder: planned.folder) }
    }

    /// Sparse files can claim more bytes than there are numbers for; planning then says the
    /// greatest, and no sum of SQLite's may fail over it.
    @Test(arguments: [
        (Int64.max, Int64.max), (Int64.max / 2, .max), (1 << 61, .max), (1 << 40, 1 << 42),
        (Int64.max / 4, Int64.max - 3), (0, 0), (1_048_575, 4_194_300),
    ])
    func `may be more bytes than can be added up`(each: Int64, sum: Int64) throws {
        _ = try planned.sqlite("UPDATE shard SET byte_count = \(each)")
        _ = try planned.sqlite("UPDATE sweep SET bytes = \(sum)")
        try open()
        _ = try planned.sqlite("UPDATE sweep SET bytes = \(sum == 0 ? 1 : sum - 1)")
        #expect(throws: LedgerError.self) { try open() }
    }
}
