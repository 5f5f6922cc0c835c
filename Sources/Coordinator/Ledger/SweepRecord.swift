package import Core
internal import Digests
internal import Foundation
internal import GRDB

/// The sweep's own row.
package struct SweepRecord: Equatable, Sendable {
    /// How far a sweep is.
    package enum State: String, Sendable {
        /// The manifest is being made; a sweep that stopped here is planned anew.
        case planning
        /// Its manifest is final; some shards may be done.
        case planned
        /// Every shard is done.
        case complete
    }

    package let id: String
    package let madeAt: String
    package let settings: SweepSettings
    package let state: State
    package let manifestDigest: Digest?
    package let files: Int
    package let bytes: Int64
    package let shards: Int
    /// Starts of a coordinator.
    package let incarnation: UInt64
    package let resumed: Int
    /// Wall-clock time over all runs.
    package let seconds: Double
    /// The name of a list whose bytes were not the same when a run ended; `nil` as a rule.
    package let doubtedList: String?
}

extension SweepRecord {
    /// SHA-256 of what a sweep is from its beginning on: who changes that by hand is seen.
    static func originDigest(
        _ id: String,
        _ turnstone: String,
        _ madeAt: String,
        _ settings: String
    ) throws(DigestError) -> Digest {
        let text = [id, turnstone, madeAt, settings].joined(separator: "\n")
        return try Digest.sha256(of: Array(text.utf8).span)
    }
}

extension Ledger {
    /// The sweep's row; throws if its id, time or settings are not what was written.
    package func sweep() throws(LedgerError) -> SweepRecord {
        try read { database in
            guard let row = try Row.fetchOne(database, sql: "SELECT * FROM sweep") else {
                throw LedgerError.damaged("the sweep's row is missing")
            }
            let text: String = row["settings"]
            let expected: Data = row["origin_digest"]
            let origin = try SweepRecord.originDigest(
                row["id"],
                row["turnstone"],
                row["made_at"],
                text
            )
            guard origin.bytes == Array(expected) else {
                throw LedgerError.damaged(
                    "the sweep's id, time or settings are not what was written"
                )
            }
            guard let state = SweepRecord.State(rawValue: row["state"]) else {
                throw LedgerError.damaged("the sweep is in no state that there is")
            }
            let manifest: Data? = row["manifest_digest"]
            let incarnation: Int64 = row["incarnation"]
            return SweepRecord(
                id: row["id"],
                madeAt: row["made_at"],
                settings: try JSONDecoder().decode(SweepSettings.self, from: Data(text.utf8)),
                state: state,
                manifestDigest: manifest.flatMap { Digest(.sha256, bytes: $0) },
                files: row["files"],
                bytes: row["bytes"],
                shards: row["shards"],
                incarnation: UInt64(max(0, incarnation)),
                resumed: row["resumed"],
                seconds: row["seconds"],
                doubtedList: row["doubted_list"]
            )
        }
    }

    /// Forgets the shards of a plan that was not finished.
    package func beginPlan() throws(LedgerError) {
        try write { try $0.execute(sql: "DELETE FROM shard") }
    }

    /// Adds shards of the plan; called with some thousand at a time, so that memory stays bounded.
    package func addShards(_ shards: [PlannedShard]) throws(LedgerError) {
        try write { database in
            let insert = try database.cachedStatement(
                sql: """
                    INSERT INTO shard (id, first_entry, entry_count, byte_count, manifest_offset,
                        manifest_length, lines_digest) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """
            )
            for planned in shards {
                let shard = planned.shard
                try insert.execute(arguments: [
                    shard.id.value, shard.firstEntry, shard.entryCount, shard.byteCount,
                    shard.manifestOffset, shard.manifestLength,
                    Data(planned.linesDigest.bytes),
                ])
            }
        }
    }

    /// Makes the plan final.
    package func finishPlan(
        manifest: Digest,
        files: Int,
        bytes: Int64,
        shards: Int
    ) throws(LedgerError) {
        try write {
            try $0.execute(
                sql: """
                    UPDATE sweep SET state = 'planned', manifest_digest = ?, files = ?, bytes = ?,
                        shards = ?
                    """,
                arguments: [Data(manifest.bytes), files, bytes, shards]
            )
        }
    }

    /// Begins a run of the coordinator.
    ///
    /// - Returns: Its incarnation, greater than any before.
    package func beginRun(isResumed: Bool) throws(LedgerError) -> UInt64 {
        try write { database in
            try database.execute(
                sql: "UPDATE sweep SET incarnation = incarnation + 1, resumed = resumed + ?",
                arguments: [isResumed ? 1 : 0]
            )
            try database.execute(sql: "UPDATE worker SET connected = 0")
            let incarnation = try Int64.fetchOne(database, sql: "SELECT incarnation FROM sweep")
            return UInt64(max(0, incarnation ?? 0))
        }
    }

    /// Keeps the wall-clock time, and that every shard is done if so.
    package func endRun(seconds: Double, isComplete: Bool) throws(LedgerError) {
        try write { database in
            try database.execute(sql: "UPDATE sweep SET seconds = ?", arguments: [seconds])
            if isComplete { try database.execute(sql: "UPDATE sweep SET state = 'complete'") }
            try database.execute(sql: "UPDATE worker SET connected = 0")
        }
    }

    /// Keeps that a list was found damaged when a run ended: restoring it does not undo what was
    /// matched by it.
    package func doubt(_ list: String) throws(LedgerError) {
        try write {
            try $0.execute(sql: "UPDATE sweep SET doubted_list = ?", arguments: [list])
        }
    }

    /// Keeps the digest of a report that was written into the sweep's folder.
    package func keepReport(_ name: String, _ digest: Digest) throws(LedgerError) {
        try write {
            try $0.execute(
                sql: "INSERT OR REPLACE INTO report VALUES (?, ?)",
                arguments: [name, Data(digest.bytes)]
            )
        }
    }

    /// Keeps something that happened, for people who ask later.
    package func note(_ kind: String, _ text: String) throws(LedgerError) {
        try write {
            try $0.execute(
                sql: "INSERT INTO event (at, kind, text) VALUES (?, ?, ?)",
                arguments: [Date.now.rfc3339, kind, text]
            )
        }
    }
}
