internal import Core
internal import Digests

/// What makes a flipped bit in a done shard's rows visible: SHA-256 over its row and findings,
/// which SQLite itself does not check.
struct RowDigest {
    private var text: [UInt8] = []

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
        text += Array((worker + "\n" + segment.hex + "\n").utf8)
    }

    /// Adds a finding; they come in the order of the ledger's key.
    mutating func add(entry: Int, _ match: Match) {
        add([
            entry, match.list, match.entry, Int(match.kind.rawValue), match.distance,
            Int(match.variant.rawValue),
        ])
    }

    func finish() throws(DigestError) -> Digest { try Digest.sha256(of: text.span) }

    /// Digits, as `String(number)` has them: a hundred thousand rows are a few million numbers.
    private mutating func append(_ number: Int) {
        if number < 0 { text.append(UInt8(ascii: "-")) }
        let start = text.count
        var rest = number.magnitude
        repeat {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        text[start...].reverse()
    }

    private mutating func add(_ numbers: [Int]) {
        for (index, number) in numbers.enumerated() {
            if index > 0 { text.append(UInt8(ascii: " ")) }
            append(number)
        }
        text.append(UInt8(ascii: "\n"))
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
