internal import Foundation
internal import GRDB
package import Core

/// A shard as the ledger has it.
package struct ShardRecord: Equatable, Sendable {
    package var shard: Shard
    /// SHA-256 of its lines in the manifest.
    package var linesDigest: Digest
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

    /// What ``init(row:)`` reads, in this order: a hundred thousand rows are read by position, for
    /// looking names up takes longer than all the rest.
    static let columns =
        PlannedShard.columns + """
            , epoch, worker, done, segment_digest, row_digest, matches_left_out, low_quality,
            with_warnings, \(OutcomeKind.allCases.map(\.name).joined(separator: ", "))
            """

    /// Reads a row of ``columns``.
    init(row: Row) throws(LedgerError) {
        let planned = try PlannedShard(row: row)
        (shard, linesDigest) = (planned.shard, planned.linesDigest)
        let first = PlannedShard.columnCount
        guard let segment = ShardRecord.digest(row[first + 3]),
            let whole = ShardRecord.digest(row[first + 4])
        else { throw .damaged("shard \(shard.id.value) has a digest of a wrong length") }
        epoch = Epoch(row[first])
        worker = row[first + 1]
        isDone = row[first + 2]
        segmentDigest = segment.value
        rowDigest = whole.value
        matchesLeftOut = row[first + 5]
        caveats = Caveats(lowQuality: row[first + 6], withWarnings: row[first + 7])
        outcomes = OutcomeCounts()
        for (index, kind) in OutcomeKind.allCases.enumerated() {
            outcomes[kind] = row[first + 8 + index]
        }
    }

    /// The shard with what its lines were when it was planned.
    var planned: PlannedShard { PlannedShard(shard, linesDigest: linesDigest) }

    private struct Read { let value: Digest? }

    private static func digest(_ bytes: Data?) -> Read? {
        guard let bytes else { return Read(value: nil) }
        return Digest(.sha256, bytes: [UInt8](bytes)).map { Read(value: $0) }
    }
}

extension PlannedShard {
    /// What ``init(row:)`` reads, in this order.
    static let columns = """
        id, first_entry, entry_count, byte_count, manifest_offset, manifest_length, lines_digest
        """
    static let columnCount = 7

    /// Reads a row that begins with ``columns``.
    init(row: Row) throws(LedgerError) {
        let shard = Shard(
            id: ShardID(row[0]),
            firstEntry: row[1],
            entryCount: row[2],
            byteCount: row[3],
            manifestOffset: row[4],
            manifestLength: row[5]
        )
        // SQLite does not see a flipped bit in a number, and these are counts of what is read.
        guard shard.firstEntry >= 0, shard.byteCount >= 0, shard.manifestOffset >= 0,
            (1...ServerLimits.shardFileCountMax).contains(shard.entryCount),
            (1...ShardPlanner.Limits.manifestByteCountMax).contains(shard.manifestLength)
        else { throw .damaged("shard \(shard.id.value) has numbers that cannot be") }
        guard let digest = Digest(.sha256, bytes: [UInt8](row[6] as Data)) else {
            throw .damaged("shard \(shard.id.value) has a digest of a wrong length")
        }
        self.init(shard, linesDigest: digest)
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
