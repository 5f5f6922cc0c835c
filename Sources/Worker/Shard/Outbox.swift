internal import Core
internal import Foundation
internal import Wire
internal import WireMessages

/// Results that are on their way: each is kept until the coordinator acknowledged it, because a
/// successful send is a promise of nothing.
actor Outbox {
    private var results: [ShardID: WireResult] = [:]

    /// Keeps the result of a whole shard.
    func keep(_ shard: HeldShard) -> WireResult {
        let results = shard.results
        var message = WireResult()
        message.shard = UInt32(shard.id.value)
        message.epoch = UInt32(shard.epoch.value)
        let segment = Segment(shard: shard.id, epoch: shard.epoch, rows: results.map(\.row))
        message.segment = Data(segment.bytes)
        for (row, result) in results.enumerated() {
            message.matchesLeftOut += UInt64(result.matchesLeftOut)
            message.matches.append(contentsOf: result.matches.map { WireMatch($0, row: row) })
        }
        self.results[shard.id] = message
        return message
    }

    /// Drops a result that the coordinator has, or does not want.
    func drop(_ shard: ShardID, _ epoch: Epoch) {
        if results[shard]?.epoch == UInt32(epoch.value) { results[shard] = nil }
    }

    /// All that is not acknowledged.
    var pending: [WireResult] { results.values.sorted { $0.shard < $1.shard } }
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
