internal import Core
internal import GRDB

/// What a ledger is held to before anything in it is believed: SQLite sees to its pages, this to
/// what is in them. Numbers that were never written must not reach code that trusts them.
enum LedgerCheck {
    /// Throws what is wrong first.
    static func run(_ database: Database) throws {
        try look(database)
        let problems = try String.fetchAll(database, sql: "PRAGMA integrity_check(3)")
        guard problems == ["ok"] else {
            throw LedgerError.damaged(problems.joined(separator: "; "))
        }
        for (rule, problem) in rules where try Bool.fetchOne(database, sql: rule) ?? true {
            throw LedgerError.damaged(problem)
        }
        let state = try String.fetchOne(database, sql: "SELECT state FROM sweep")
        guard state != SweepRecord.State.planning.rawValue else { return }
        for (rule, problem) in planRules where try Bool.fetchOne(database, sql: rule) ?? true {
            throw LedgerError.damaged(problem)
        }
    }

    /// What a look needs: whose it is, its version and its tables. It reads none of their rows, for
    /// looks come often, and beside a sweep that runs.
    static func look(_ database: Database) throws {
        let owner = try Int32.fetchOne(database, sql: "PRAGMA application_id")
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard owner == LedgerSchema.applicationID else {
            throw LedgerError.damaged("it is not a database of Turnstone's")
        }
        guard version <= LedgerSchema.version else { throw LedgerError.newer(version: version) }
        guard version == LedgerSchema.version else { throw LedgerError.older(version: version) }
        guard try tables(database) == expectedTables() else {
            throw LedgerError.damaged("its tables are not those of this version")
        }
    }

    private static func tables(_ database: Database) throws -> [String] {
        let sql = "SELECT name || ' ' || COALESCE(sql, '') FROM sqlite_schema ORDER BY name"
        return try String.fetchAll(database, sql: sql)
    }

    private static func expectedTables() throws -> [String] {
        try DatabaseQueue().write { database in
            try database.execute(sql: LedgerSchema.sql)
            return try tables(database)
        }
    }

    /// Questions whose answer is 0 in every ledger that was written by this program.
    private static var rules: [(sql: String, problem: String)] {
        [
            ("SELECT COUNT(*) <> 1 FROM sweep", "it has not one sweep"),
            (
                """
                SELECT EXISTS (SELECT 1 FROM sweep WHERE files < 0 OR bytes < 0 OR shards < 0
                    OR incarnation < 0 OR resumed < 0 OR NOT seconds BETWEEN 0 AND 1e12)
                """, "a number in the sweep's row cannot be"
            ),
            (
                """
                SELECT EXISTS (SELECT 1 FROM shard WHERE id < 0 OR first_entry < 0
                    OR entry_count NOT BETWEEN 1 AND \(ServerLimits.shardFileCountMax)
                    OR byte_count < 0 OR manifest_offset < 0
                    OR manifest_length NOT BETWEEN 1 AND \(ShardPlanner.Limits.manifestByteCountMax)
                    OR epoch NOT BETWEEN 0 AND \(UInt32.max) OR done NOT IN (0, 1)
                    OR matches_left_out < 0 OR low_quality < 0 OR with_warnings < 0
                    OR \(outcomes.map { "\($0) < 0" }.joined(" OR "))
                    OR \(outcomes.map { "\($0) > entry_count" }.joined(" OR ")))
                """, "a number in a shard's row cannot be"
            ),
            (
                """
                SELECT EXISTS (SELECT 1 FROM shard WHERE done = 1 AND (segment_digest IS NULL
                    OR row_digest IS NULL OR worker IS NULL
                    OR \(outcomes.joined(" + ")) <> entry_count))
                """, "a shard is done, and its outcomes do not add up"
            ),
            (
                """
                SELECT EXISTS (SELECT 1 FROM (SELECT id, first_entry, manifest_offset,
                    LAG(id, 1, -1) OVER shards + 1 AS next_id,
                    LAG(first_entry + entry_count, 1, 0) OVER shards AS next_entry,
                    LAG(manifest_offset + manifest_length) OVER shards AS next_offset
                    FROM shard WINDOW shards AS (ORDER BY id))
                    WHERE id <> next_id OR first_entry <> next_entry
                    OR manifest_offset <> next_offset)
                """, "a shard is missing, or does not begin where the one before it ends"
            ),
            (
                """
                SELECT EXISTS (SELECT 1 FROM finding WHERE entry < 0 OR list < 0 OR list_entry < 0
                    OR kind NOT IN (\(MatchKind.allCases.map { "\($0.rawValue)" }.joined(", ")))
                    OR variant NOT IN (\(PictureVariant.allCases.map { "\($0.rawValue)" }
                        .joined(", ")))
                    OR distance NOT BETWEEN 0 AND 256 OR shard NOT IN (SELECT id FROM shard))
                """, "a number in a finding's row cannot be"
            ),
            (
                """
                SELECT state = 'planning'
                    AND EXISTS (SELECT 1 FROM shard WHERE done = 1 OR epoch > 0) FROM sweep
                """, "it says that the sweep is being planned, and a shard was begun"
            ),
            (
                """
                SELECT EXISTS (SELECT 1 FROM worker WHERE lanes < 0 OR files < 0 OR bytes < 0
                    OR connected NOT IN (0, 1))
                """, "a number in a worker's row cannot be"
            ),
        ]
    }

    /// The same, once the manifest is final. Sparse files can claim more bytes than there are
    /// numbers for: their sum is made in two parts, and then is the greatest number.
    private static let planRules: [(sql: String, problem: String)] = [
        (
            """
            SELECT shards <> (SELECT COUNT(*) FROM shard)
                OR files <> (SELECT COALESCE(SUM(entry_count), 0) FROM shard)
                OR bytes <> (SELECT CASE
                    WHEN mebibytes + (rest >> 20) >= 1 << 43 THEN 9223372036854775807
                    ELSE (mebibytes << 20) + rest END
                    FROM (SELECT COALESCE(SUM(byte_count >> 20), 0) AS mebibytes,
                        COALESCE(SUM(byte_count & 1048575), 0) AS rest FROM shard))
                FROM sweep
            """, "its shards do not add up to its sweep"
        ),
        (
            """
            SELECT state = 'complete' AND EXISTS (SELECT 1 FROM shard WHERE done = 0) FROM sweep
            """, "it says that the sweep is complete, and a shard is not done"
        ),
    ]

    private static var outcomes: [String] { OutcomeKind.allCases.map(\.name) }
}

extension [String] {
    fileprivate func joined(_ separator: String) -> String { joined(separator: separator) }
}
