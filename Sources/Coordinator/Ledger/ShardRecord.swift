internal import Foundation
internal import GRDB
package import Core

/// A shard as the ledger has it.
package struct ShardRecord: Equatable, Sendable {
    package var shard: Shard
    package var epoch: Epoch
    /// Who holds its lease, or returned it.
    package var worker: String?
    package var isDone: Bool
    package var segmentDigest: Digest?
    package var outcomes: OutcomeCounts
    package var matchesLeftOut: Int
    package var caveats: Caveats
    /// SHA-256 of all of this and the shard's findings, once it is done.
    package var rowDigest: Digest?

    init(row: Row) throws(LedgerError) {
        let id: Int = row["id"]
        guard let segment = ShardRecord.digest(row["segment_digest"]),
            let whole = ShardRecord.digest(row["row_digest"])
        else { throw .damaged("shard \(id) has a digest of a wrong length") }
        shard = Shard(
            id: ShardID(id),
            firstEntry: row["first_entry"],
            entryCount: row["entry_count"],
            byteCount: row["byte_count"],
            manifestOffset: row["manifest_offset"],
            manifestLength: row["manifest_length"]
        )
        // SQLite does not see a flipped bit in a number, and these are counts of what is read.
        guard shard.firstEntry >= 0, shard.byteCount >= 0, shard.manifestOffset >= 0,
            (1...ServerLimits.shardFileCountMax).contains(shard.entryCount),
            (1...ShardPlanner.Limits.manifestByteCountMax).contains(shard.manifestLength)
        else { throw .damaged("shard \(id) has numbers that cannot be") }
        epoch = Epoch(row["epoch"])
        worker = row["worker"]
        isDone = row["done"]
        segmentDigest = segment.value
        rowDigest = whole.value
        matchesLeftOut = row["matches_left_out"]
        caveats = Caveats(lowQuality: row["low_quality"], withWarnings: row["with_warnings"])
        outcomes = OutcomeCounts()
        for kind in OutcomeKind.allCases { outcomes[kind] = row[kind.name] }
    }

    private struct Read { let value: Digest? }

    private static func digest(_ bytes: Data?) -> Read? {
        guard let bytes else { return Read(value: nil) }
        return Digest(.sha256, bytes: bytes).map { Read(value: $0) }
    }
}

/// The result of a shard, checked, as it goes into the ledger.
package struct AcceptedResult: Sendable {
    package let shard: Shard
    package let epoch: Epoch
    package let worker: String
    package let segmentDigest: Digest
    package let outcomes: OutcomeCounts
    /// Position in the shard, and match.
    package let matches: [(row: Int, match: Match)]
    package let matchesLeftOut: Int
    package let caveats: Caveats

    /// Makes a result.
    package init(
        shard: Shard,
        epoch: Epoch,
        worker: String,
        segmentDigest: Digest,
        outcomes: OutcomeCounts,
        matches: [(row: Int, match: Match)],
        matchesLeftOut: Int,
        caveats: Caveats = Caveats()
    ) {
        self.shard = shard
        self.epoch = epoch
        self.worker = worker
        self.segmentDigest = segmentDigest
        self.outcomes = outcomes
        self.matches = matches
        self.matchesLeftOut = matchesLeftOut
        self.caveats = caveats
    }
}

/// A finding as the ledger has it; paths and hashes are in manifest and segments.
package struct FindingRow: Equatable, Sendable {
    /// The file's position in the manifest.
    package let entry: Int
    package let match: Match
    package let shard: ShardID
    package let worker: String
}
