internal import Core
internal import Digests

/// What makes a flipped bit in a done shard's rows visible: SHA-256 over its row and findings,
/// which SQLite itself does not check.
struct RowDigest {
    private var text = ""

    init(
        shard: Shard,
        epoch: Epoch,
        worker: String,
        segment: Digest,
        outcomes: OutcomeCounts,
        matchesLeftOut: Int,
        caveats: Caveats
    ) {
        add([
            shard.id.value, shard.firstEntry, shard.entryCount, Int(shard.byteCount),
            Int(shard.manifestOffset), shard.manifestLength, epoch.value, matchesLeftOut,
            caveats.lowQuality, caveats.withWarnings,
        ])
        add(OutcomeKind.allCases.map { outcomes[$0] })
        text += worker + "\n" + segment.hex + "\n"
    }

    /// Adds a finding; they come in the order of the ledger's key.
    mutating func add(entry: Int, _ match: Match) {
        add([
            entry, match.list, match.entry, Int(match.kind.rawValue), match.distance,
            Int(match.variant.rawValue),
        ])
    }

    func finish() throws(DigestError) -> Digest { try Digest.sha256(of: Array(text.utf8).span) }

    private mutating func add(_ numbers: [Int]) {
        text += numbers.map(String.init).joined(separator: " ") + "\n"
    }
}

extension ShardRecord {
    /// Whether the row of a done shard and its findings are those that were committed.
    func isAsCommitted(with findings: [FindingRow]) throws(DigestError) -> Bool {
        guard isDone, let segmentDigest, let worker else { return false }
        var digest = RowDigest(
            shard: shard,
            epoch: epoch,
            worker: worker,
            segment: segmentDigest,
            outcomes: outcomes,
            matchesLeftOut: matchesLeftOut,
            caveats: caveats
        )
        for finding in findings {
            // Both are the shard's own, so the digest leaves them out.
            guard finding.shard == shard.id, finding.worker == worker else { return false }
            digest.add(entry: finding.entry, finding.match)
        }
        return try digest.finish() == rowDigest
    }
}
