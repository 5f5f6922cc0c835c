import Core
import Foundation
import Glibc
import Testing

@testable import Coordinator

@Suite struct `An audit` {
    private let planned: PlannedSweep

    init() throws {
        planned = try PlannedSweep()
        try planned.finishAll()
    }

    private func audit() throws -> Audit {
        try Audit(folder: planned.folder, ledger: planned.ledger)
    }

    /// Changes one byte of a file in the sweep's folder.
    private func flip(_ path: String, at offset: Int) throws {
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[offset] ^= 1
        try bytes.write(to: URL(filePath: path))
    }

    @Test func `passes where nothing was touched`() throws {
        let audit = try audit()
        #expect(audit.isPassed && audit.problems == [])
        #expect(audit.outcomes.total == 11 && audit.entryCount == 11)
        #expect(audit.text.contains("passed"))
    }

    @Test func `fails where the sweep is not complete, and says how much is left`() throws {
        let other = try PlannedSweep()
        let shards = try other.shards()
        for shard in shards.dropLast() { try other.finish(shard) }
        let audit = try Audit(folder: other.folder, ledger: other.ledger)
        #expect(audit.problemCount == 1)
        #expect(audit.problems[0].hasPrefix("2 files in 1 shard without an outcome yet"))
        // The test itself holds it.
        #expect(audit.problems[0].contains("is running, `turnstone status"))
    }

    /// Accepts rows for the only shard, as a server would that asked for others, and audits them.
    private func audit(
        _ other: PlannedSweep,
        of rows: (FileEntry) throws -> SegmentRow
    ) throws -> Audit {
        let shard = try #require(other.shards().first)
        var result = try other.result(of: shard, epoch: Epoch(1))
        let rows = try other.entries(of: shard).map(rows)
        result.segment = Data(Segment(shard: shard.id, epoch: Epoch(1), rows: rows).bytes)
        result.matches = []
        let digests = rows.compactMap(\.fingerprint).first?.digests.kinds
        let checked = try other.check(result, of: shard, digests: digests, exact: false)
        try other.grant(shard, epoch: Epoch(1), worker: "w")
        try SegmentStore(folder: other.folder.segments)
            .write([(shard.id, Epoch(1), checked.segment)])
        #expect(try other.ledger.accept([checked.accepted]) == [true])
        try other.ledger.endRun(seconds: 1, isComplete: true)
        return try Audit(folder: other.folder, ledger: other.ledger)
    }

    @Test(arguments: [FingerprintProfile.exact, .screenedHalf])
    func `sees pictures that were only screened where all are to be exact`(
        profile: FingerprintProfile
    ) throws {
        let audit = try audit(PlannedSweep(files: 2, exact: true)) { entry in
            try PlannedSweep.row(of: entry, profile)
        }
        let problem = "shard 0: a picture was only screened, and all are to be exact"
        #expect(audit.problems == (profile == .exact ? [] : [problem]))
    }

    @Test func `sees files with other digests than the sweep makes`() throws {
        let audit = try audit(PlannedSweep(files: 2)) { entry in
            let row = try PlannedSweep.row(of: entry)
            return SegmentRow(
                outcome: row.outcome,
                size: row.size,
                mtimeNanoseconds: row.mtimeNanoseconds,
                fingerprint: row.fingerprint.map {
                    Fingerprint(digests: $0.digests.only(.sha1), picture: nil)
                }
            )
        }
        #expect(
            audit.problems == ["shard 0: a file has other digests than md5, sha1, sha256"]
        )
    }

    @Test func `says what to do where the manifest is missing`() throws {
        try FileManager.default.removeItem(atPath: planned.folder.manifest)
        #expect(throws: SweepError.manifestMissing(planned.folder.manifest)) { try audit() }
    }

    @Test func `is not of a sweep that was never planned`() throws {
        _ = try planned.sqlite("UPDATE sweep SET state = 'planning'")
        #expect(throws: SweepError.beingPlanned(planned.folder.path)) { try audit() }
    }

    @Test(arguments: [0, 32, 40, 100]) func `sees a flipped byte of a segment`(offset: Int) throws {
        let shard = try planned.shards()[1]
        let path = SegmentStore(folder: planned.folder.segments).path(of: shard.id, Epoch(1))
        try flip(path, at: offset)
        #expect(try audit().problemCount == 1)
    }

    @Test func `sees a segment that is cut, gone or another's`() throws {
        let shards = try planned.shards()
        let store = SegmentStore(folder: planned.folder.segments)
        #expect(truncate(store.path(of: shards[0].id, Epoch(1)), 10) == 0)
        try FileManager.default.removeItem(atPath: store.path(of: shards[1].id, Epoch(1)))
        try store.write([(shards[2].id, Epoch(1), try store.read(shards[3].id, Epoch(1)))])
        #expect(try audit().problemCount == 3)
    }

    @Test func `sees a flipped byte of the manifest`() throws {
        let size = try Data(contentsOf: URL(filePath: planned.folder.manifest)).count
        try flip(planned.folder.manifest, at: size - 2)
        #expect(try !audit().isPassed)
    }

    @Test func `remembers that a list was damaged when a run ended, whole as it may be now`()
        throws
    {
        #expect(try audit().isPassed)
        try planned.ledger.doubt("known.txt")
        #expect(try audit().problems == ["\(SweepError.listDoubted("known.txt"))"])
    }

    @Test func `sees a flipped byte of a list`() throws {
        let name = try planned.ledger.sweep().settings.lists[0].compiled
        let path = planned.folder.lists + "/\(name).list"
        chmod(path, 0o600)
        try flip(path, at: 100)
        #expect(try audit().problemCount == 1)
        try FileManager.default.removeItem(atPath: path)
        #expect(try audit().problemCount == 1)
    }

    @Test(arguments: [
        "UPDATE shard SET other = other + 1, image = image - 1 WHERE id = 1",
        "UPDATE shard SET other = other - 1 WHERE id = 1",
        "UPDATE shard SET worker = 'v' WHERE id = 1",
        "UPDATE shard SET epoch = 2 WHERE id = 1",
        "UPDATE shard SET matches_left_out = 1 WHERE id = 1",
        "UPDATE shard SET low_quality = 1 WHERE id = 1",
        "UPDATE shard SET with_warnings = 1 WHERE id = 1",
        "UPDATE shard SET byte_count = byte_count + 1 WHERE id = 1",
        "UPDATE shard SET first_entry = first_entry + 1 WHERE id = 1",
        "UPDATE shard SET segment_digest = zeroblob(32) WHERE id = 1",
        "UPDATE shard SET segment_digest = NULL WHERE id = 1",
        "UPDATE shard SET row_digest = NULL WHERE id = 1",
        "UPDATE shard SET done = 0 WHERE id = 1",
        "DELETE FROM shard WHERE id = 3",
        "DELETE FROM finding WHERE entry = 3",
        "DELETE FROM finding",
        "UPDATE finding SET entry = 4 WHERE entry = 3",
        "UPDATE finding SET entry = 4000 WHERE entry = 3",
        "UPDATE finding SET list_entry = 2 WHERE entry = 3",
        "UPDATE finding SET distance = 1 WHERE entry = 3",
        "UPDATE finding SET variant = 1 WHERE entry = 3",
        "UPDATE finding SET kind = 2 WHERE entry = 3",
        "UPDATE finding SET shard = 2 WHERE entry = 3",
        "UPDATE finding SET worker = 'v' WHERE entry = 3",
        "INSERT INTO finding SELECT entry, list, 3, kind, distance, variant, shard, worker "
            + "FROM finding WHERE entry = 3",
        "INSERT INTO finding SELECT 5000, list, 3, kind, distance, variant, shard, worker "
            + "FROM finding WHERE entry = 3",
        "UPDATE sweep SET files = files + 1",
        "UPDATE sweep SET bytes = bytes - 1",
        "UPDATE sweep SET shards = shards + 1",
        "UPDATE sweep SET manifest_digest = zeroblob(32)",
    ])
    func `sees a changed row of the ledger`(sql: String) throws {
        _ = try planned.sqlite(sql)
        // Either opening the ledger finds it, or the audit does.
        do {
            let ledger = try Ledger.open(in: planned.folder.path, readOnly: true)
            #expect(try !Audit(folder: planned.folder, ledger: ledger).isPassed)
        } catch let error as LedgerError { #expect("\(error)".contains("damaged")) }
    }

    @Test func `tells a hundred problems and counts the others`() throws {
        let many = try PlannedSweep(files: 130, shardFiles: 1)
        try many.finishAll()
        _ = try many.sqlite("UPDATE shard SET worker = 'v'")
        let audit = try Audit(folder: many.folder, ledger: many.ledger)
        #expect(audit.problems.count == 100 && audit.problemCount > 100)
        #expect(audit.text.contains("and \(audit.problemCount - 100) more"))
    }
}
