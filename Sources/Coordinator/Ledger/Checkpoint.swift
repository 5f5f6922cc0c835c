package import Core
internal import Digests
internal import Foundation
internal import GRDB

/// What goes into the ledger in one transaction.
extension Ledger {
    /// A grant that is to be on disk before its lease is sent: an epoch is never used twice.
    package func grant(_ leases: [LeaseTable.Lease]) throws(LedgerError) {
        try write { database in
            let update = try database.cachedStatement(
                sql:
                    "UPDATE shard SET epoch = ?, worker = ? WHERE id = ? AND done = 0 AND epoch < ?"
            )
            for lease in leases {
                let epoch = lease.epoch.value
                try update.execute(arguments: [epoch, lease.worker, lease.shard.value, epoch])
            }
        }
    }

    /// Commits results, each only if its shard is still open under just its epoch and worker.
    ///
    /// - Parameter seconds: The sweep's time so far, over all its runs; `nil` leaves it.
    /// - Returns: For each result, whether it was taken.
    package func accept(
        _ results: [AcceptedResult],
        seconds: Double? = nil
    ) throws(LedgerError) -> [Bool] {
        try write { database in
            if let seconds {
                try database.execute(sql: "UPDATE sweep SET seconds = ?", arguments: [seconds])
            }
            return try results.map { try Ledger.accept($0, in: database) }
        }
    }

    private static let acceptance = """
        UPDATE shard SET done = 1, segment_digest = ?, matches_left_out = ?, low_quality = ?,
            with_warnings = ?, row_digest = ?,
            \(OutcomeKind.allCases.map { "\($0.name) = ?" }.joined(separator: ", "))
        WHERE id = ? AND done = 0 AND epoch = ? AND worker = ?
        """

    private static func accept(_ result: AcceptedResult, in database: Database) throws -> Bool {
        let id = result.shard.id.value
        var digest = RowDigest(
            shard: result.shard,
            epoch: result.epoch,
            worker: result.worker,
            segment: result.segmentDigest,
            outcomes: result.outcomes,
            matchesLeftOut: result.matchesLeftOut,
            caveats: result.caveats
        )
        let findings = result.matches.map { (result.shard.firstEntry + $0.row, $0.match) }
            .sorted { FindingOrder.key($0) < FindingOrder.key($1) }
        for (entry, match) in findings { digest.add(entry: entry, match) }
        let values: [(any DatabaseValueConvertible)?] =
            [
                Data(result.segmentDigest.bytes), result.matchesLeftOut,
                result.caveats.lowQuality, result.caveats.withWarnings,
                Data(try digest.finish().bytes),
            ] + OutcomeKind.allCases.map { result.outcomes[$0] }
            + [id, result.epoch.value, result.worker]
        try database.cachedStatement(sql: acceptance).execute(arguments: StatementArguments(values))
        guard database.changesCount == 1 else { return false }
        let insert = try database.cachedStatement(
            sql: "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
        )
        for (entry, match) in findings {
            try insert.execute(arguments: [
                entry, match.list, match.entry, match.kind.rawValue, match.distance,
                match.variant.rawValue, id, result.worker,
            ])
        }
        return true
    }

    /// Keeps who is connected and how far each is, for `status`; and the time so far. Workers that
    /// are not named are connected no more.
    package func keep(_ workers: [WorkerRecord], seconds: Double) throws(LedgerError) {
        try write { database in
            try database.execute(sql: "UPDATE worker SET connected = 0")
            for worker in workers {
                try database.execute(
                    sql: """
                        INSERT INTO worker VALUES (?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (name) DO UPDATE SET host = excluded.host,
                            lanes = excluded.lanes, connected = excluded.connected,
                            files = excluded.files, bytes = excluded.bytes,
                            seen_at = excluded.seen_at
                        """,
                    arguments: [
                        worker.name, worker.host, worker.lanes, worker.isConnected,
                        worker.fileCount, worker.byteCount, Date.now.rfc3339,
                    ]
                )
            }
            try database.execute(sql: "UPDATE sweep SET seconds = ?", arguments: [seconds])
        }
    }
}

/// A worker as the ledger has it.
package struct WorkerRecord: Equatable, Sendable {
    package let name: String
    package let host: String
    package let lanes: Int
    package let isConnected: Bool
    /// Files examined since it started.
    package let fileCount: Int
    /// Bytes examined since it started.
    package let byteCount: Int
}

/// The order of the ledger's key: positions of file, list and entry, and the kind.
enum FindingOrder {
    static func key(_ finding: (entry: Int, match: Match)) -> [Int] {
        [
            finding.entry, finding.match.list, finding.match.entry,
            Int(finding.match.kind.rawValue),
        ]
    }
}

extension [Int] {
    fileprivate static func < (left: [Int], right: [Int]) -> Bool {
        left.lexicographicallyPrecedes(right)
    }
}
