package import Core
internal import Foundation
internal import GRDB

/// What the ledger is asked.
extension Ledger {
    /// The shard of an id.
    package func shard(_ id: ShardID) throws(LedgerError) -> ShardRecord {
        try read { database in
            let sql = "SELECT \(ShardRecord.columns) FROM shard WHERE id = ?"
            guard let row = try Row.fetchOne(database, sql: sql, arguments: [id.value]) else {
                throw LedgerError.damaged("shard \(id.value) is missing")
            }
            return try ShardRecord(row: row)
        }
    }

    /// Shards from an id on, at most so many: reports go through all without holding them.
    package func shards(from id: Int, count: Int) throws(LedgerError) -> [ShardRecord] {
        try read { database in
            try Row.fetchAll(
                database,
                sql: "SELECT \(ShardRecord.columns) FROM shard WHERE id >= ? ORDER BY id LIMIT ?",
                arguments: [id, count]
            ).map { try ShardRecord(row: $0) }
        }
    }

    /// All shards of the plan, by id.
    package func plannedShards() throws(LedgerError) -> [PlannedShard] {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT \(PlannedShard.columns) FROM shard ORDER BY id"
            )
            var shards: [PlannedShard] = []
            while let row = try rows.next() { shards.append(try PlannedShard(row: row)) }
            return shards
        }
    }

    /// Bytes of the manifest as planned: where the last shard's lines end.
    package func manifestByteCount() throws(LedgerError) -> Int64 {
        try read { database in
            let sql = "SELECT manifest_offset + manifest_length FROM shard ORDER BY id DESC LIMIT 1"
            return try Int64.fetchOne(database, sql: sql) ?? 0
        }
    }

    /// The first shard whose row or findings are not those that were committed; `nil` if there is
    /// none.
    package func firstChangedShard() throws(LedgerError) -> ShardID? {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT \(ShardRecord.columns) FROM shard WHERE done = 1 ORDER BY id"
            )
            while let row = try rows.next() {
                let record = try ShardRecord(row: row)
                let findings = try Ledger.findings(of: record.shard, in: database)
                guard try record.isAsCommitted(with: findings) else { return record.shard.id }
            }
            return nil
        }
    }

    /// Epoch and state of every shard, by id, and who held the open ones: where a sweep goes on.
    package func leaseStates() throws(LedgerError) -> LeaseStates {
        try read { database in
            var states = LeaseStates()
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT id, epoch, done, worker FROM shard ORDER BY id"
            )
            while let row = try rows.next() {
                let id: Int = row[0]
                guard id == states.epochs.count else {
                    throw LedgerError.damaged("shard \(states.epochs.count) is missing")
                }
                states.epochs.append(Epoch(row[1]))
                let isDone: Bool = row[2]
                states.done.append(isDone)
                if !isDone, let worker: String = row[3] {
                    states.holders[ShardID(id)] = worker
                }
            }
            return states
        }
    }

    /// The findings of a shard, in the order of the ledger's key.
    package func findings(of shard: Shard) throws(LedgerError) -> [FindingRow] {
        try read { try Ledger.findings(of: shard, in: $0) }
    }

    private static func findings(of shard: Shard, in database: Database) throws -> [FindingRow] {
        let statement = try database.cachedStatement(
            sql: """
                SELECT * FROM finding WHERE entry >= ? AND entry < ?
                ORDER BY entry, list, list_entry, kind
                """
        )
        let range: StatementArguments = [shard.firstEntry, shard.firstEntry + shard.entryCount]
        return try Row.fetchAll(statement, arguments: range).map { row in
            let kindCode: Int = row["kind"]
            let variantCode: Int = row["variant"]
            guard let kind = UInt8(exactly: kindCode).flatMap(MatchKind.init(rawValue:)),
                let variant = UInt8(exactly: variantCode).flatMap(PictureVariant.init(rawValue:))
            else {
                throw LedgerError.damaged("a finding of shard \(shard.id.value) is unreadable")
            }
            return FindingRow(
                entry: row["entry"],
                match: Match(
                    list: row["list"],
                    entry: row["list_entry"],
                    kind: kind,
                    distance: row["distance"],
                    variant: variant
                ),
                shard: ShardID(row["shard"]),
                worker: row["worker"]
            )
        }
    }

    /// What is done so far, in one look.
    package func progress() throws(LedgerError) -> LedgerProgress {
        try read { database in
            var progress = LedgerProgress()
            let sums = OutcomeKind.allCases.map { "SUM(\($0.name)) AS \($0.name)" }
            let sql = """
                SELECT COUNT(*) AS shards, SUM(entry_count) AS files,
                    SUM(byte_count >> 20) AS mebibytes, SUM(byte_count & 1048575) AS rest,
                    SUM(matches_left_out) AS left_out, SUM(low_quality) AS low_quality,
                    SUM(with_warnings) AS with_warnings, COUNT(DISTINCT worker) AS workers,
                    \(sums.joined(separator: ", ")) FROM shard WHERE done = 1
                """
            if let row = try Row.fetchOne(database, sql: sql) {
                progress.shards = row["shards"]
                progress.files = row["files"] ?? 0
                // In two parts: sparse files can claim more bytes than SQLite can add up.
                let mebibytes: Int64 = row["mebibytes"] ?? 0
                let (whole, overflowed) = mebibytes.multipliedReportingOverflow(by: 1 << 20)
                progress.bytes = Shard.sum(overflowed ? .max : whole, row["rest"] ?? 0)
                progress.matchesLeftOut = row["left_out"] ?? 0
                progress.caveats.lowQuality = row["low_quality"] ?? 0
                progress.caveats.withWarnings = row["with_warnings"] ?? 0
                progress.workers = row["workers"]
                for kind in OutcomeKind.allCases { progress.outcomes[kind] = row[kind.name] ?? 0 }
            }
            let findings = "SELECT COUNT(*) AS rows, COUNT(DISTINCT entry) AS files FROM finding"
            if let row = try Row.fetchOne(database, sql: findings) {
                progress.findings = row["rows"]
                progress.filesWithFindings = row["files"]
            }
            return progress
        }
    }

    /// The reports written into the sweep's folder, by name, with their digests as they were.
    func reports() throws(LedgerError) -> [(name: String, digest: Data)] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT name, digest FROM report ORDER BY name")
                .map { ($0["name"], $0["digest"]) }
        }
    }

    /// The workers that ever served, by name.
    package func workers() throws(LedgerError) -> [WorkerRecord] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM worker ORDER BY name").map {
                WorkerRecord(
                    name: $0["name"],
                    host: $0["host"],
                    lanes: $0["lanes"],
                    isConnected: $0["connected"],
                    fileCount: $0["files"],
                    byteCount: $0["bytes"]
                )
            }
        }
    }
}

/// Where every shard stands when a coordinator starts.
package struct LeaseStates: Equatable, Sendable {
    package var epochs: [Epoch] = []
    package var done: [Bool] = []
    /// Who was granted the shards that are not done.
    package var holders: [ShardID: String] = [:]
}

/// What is done so far.
package struct LedgerProgress: Equatable, Sendable {
    package var shards = 0
    package var files = 0
    package var bytes: Int64 = 0
    package var outcomes = OutcomeCounts()
    package var findings = 0
    package var filesWithFindings = 0
    package var matchesLeftOut = 0
    package var caveats = Caveats()
    /// Workers that returned at least one shard.
    package var workers = 0
}
