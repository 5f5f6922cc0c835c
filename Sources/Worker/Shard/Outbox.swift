internal import Core
internal import Foundation
internal import Wire
internal import WireMessages

/// Results that are on their way: each is kept until the coordinator acknowledged it, because a
/// successful send is a promise of nothing.
struct Outbox: Sendable {
    /// Matches of one shard that are sent.
    private let matchCountMax: Int
    private var results: [ShardID: WireResult] = [:]

    init(matchCountMax: Int = WireLimits.matchCountMax) { self.matchCountMax = matchCountMax }

    /// Keeps the result of a whole shard.
    mutating func keep(_ shard: HeldShard) -> WireResult {
        let results = shard.results
        var message = WireResult()
        message.shard = UInt32(shard.id.value)
        message.epoch = UInt32(shard.epoch.value)
        let segment = Segment(shard: shard.id, epoch: shard.epoch, rows: results.map(\.row))
        message.segment = Data(segment.bytes)
        let share = MatchShare(counts: results.map(\.matches.count), countMax: matchCountMax)
        for (row, result) in results.enumerated() {
            let matches = share.nearest(result.matches)
            message.matchesLeftOut += UInt64(
                result.matchesLeftOut + result.matches.count - matches.count
            )
            message.matches.append(contentsOf: matches.map { WireMatch($0, row: row) })
        }
        self.results[shard.id] = message
        return message
    }

    /// Drops a result that the coordinator has, or does not want.
    mutating func drop(_ shard: ShardID, _ epoch: Epoch) {
        if results[shard]?.epoch == UInt32(epoch.value) { results[shard] = nil }
    }

    /// All that is not acknowledged.
    var pending: [WireResult] { results.values.sorted { $0.shard < $1.shard } }

    /// The leases of all that is not acknowledged.
    var held: [(ShardID, Epoch)] {
        pending.map { (ShardID(Int($0.shard)), Epoch(Int($0.epoch))) }
    }
}

extension WireMatch {
    fileprivate init(_ match: Match, row: Int) {
        self.init()
        self.row = UInt32(row)
        list = UInt32(match.list)
        listEntry = UInt32(match.entry)
        kind = UInt32(match.kind.rawValue)
        distance = UInt32(match.distance)
        variant = UInt32(match.variant.rawValue)
    }
}
