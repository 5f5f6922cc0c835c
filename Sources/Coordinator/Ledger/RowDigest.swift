internal import Core
internal import Digests

/// What makes a flipped bit in a done shard's rows visible: SHA-256 over its row and findings, which
/// SQLite itself does not check.
struct RowDigest {
    private var text = ""

    init(
        shard: Shard,
        epoch: Epoch,
        worker: String,
        segment: Digest,
        outcomes: OutcomeCounts,
        matchesLeftOut: Int
    ) {
        add([
            shard.id.value, shard.firstEntry, shard.entryCount, Int(shard.byteCount),
            Int(shard.manifestOffset), shard.manifestLength, epoch.value, matchesLeftOut,
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
