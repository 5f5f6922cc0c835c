internal import GRDB

/// The tables of a ledger: rows a shard, never rows a file.
enum LedgerSchema {
    /// Stored in SQLite's `user_version`; a ledger with another is refused.
    static let version = 4

    /// `TURN` in ASCII, in SQLite's `application_id`: what tells `file(1)` and us whose it is.
    static let applicationID: Int32 = 0x5455_524E

    static let sql = """
        CREATE TABLE sweep (
            id TEXT NOT NULL,
            turnstone TEXT NOT NULL,
            made_at TEXT NOT NULL,
            settings TEXT NOT NULL,
            origin_digest BLOB NOT NULL,
            state TEXT NOT NULL,
            manifest_digest BLOB,
            files INTEGER NOT NULL DEFAULT 0,
            bytes INTEGER NOT NULL DEFAULT 0,
            shards INTEGER NOT NULL DEFAULT 0,
            incarnation INTEGER NOT NULL DEFAULT 0,
            resumed INTEGER NOT NULL DEFAULT 0,
            seconds REAL NOT NULL DEFAULT 0,
            doubted_list TEXT
        ) STRICT;
        CREATE TABLE shard (
            id INTEGER PRIMARY KEY,
            first_entry INTEGER NOT NULL,
            entry_count INTEGER NOT NULL,
            byte_count INTEGER NOT NULL,
            manifest_offset INTEGER NOT NULL,
            manifest_length INTEGER NOT NULL,
            lines_digest BLOB NOT NULL,
            epoch INTEGER NOT NULL DEFAULT 0,
            worker TEXT,
            done INTEGER NOT NULL DEFAULT 0,
            segment_digest BLOB,
            image INTEGER NOT NULL DEFAULT 0,
            other INTEGER NOT NULL DEFAULT 0,
            undecodable INTEGER NOT NULL DEFAULT 0,
            unreadable INTEGER NOT NULL DEFAULT 0,
            vanished INTEGER NOT NULL DEFAULT 0,
            changed INTEGER NOT NULL DEFAULT 0,
            skipped INTEGER NOT NULL DEFAULT 0,
            empty INTEGER NOT NULL DEFAULT 0,
            matches_left_out INTEGER NOT NULL DEFAULT 0,
            low_quality INTEGER NOT NULL DEFAULT 0,
            with_warnings INTEGER NOT NULL DEFAULT 0,
            row_digest BLOB
        ) STRICT;
        CREATE TABLE finding (
            entry INTEGER NOT NULL,
            list INTEGER NOT NULL,
            list_entry INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            distance INTEGER NOT NULL,
            variant INTEGER NOT NULL,
            shard INTEGER NOT NULL,
            worker TEXT NOT NULL,
            PRIMARY KEY (entry, list, list_entry, kind)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE worker (
            name TEXT PRIMARY KEY,
            host TEXT NOT NULL,
            lanes INTEGER NOT NULL,
            connected INTEGER NOT NULL,
            files INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            seen_at TEXT NOT NULL
        ) STRICT;
        CREATE TABLE report (name TEXT PRIMARY KEY, digest BLOB NOT NULL) STRICT;
        CREATE TABLE event (at TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL) STRICT;
        """
}
