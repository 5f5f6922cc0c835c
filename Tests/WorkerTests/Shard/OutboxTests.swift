import Core
import Testing
import Wire
import WireMessages

@testable import Worker

@Suite struct `An outbox` {

    private func shard(_ id: Int, epoch: Int = 1) -> HeldShard {
        var shard = HeldShard(
            id: ShardID(id),
            epoch: Epoch(epoch),
            entries: [Made.entry("/a"), Made.entry("/b")]
        )
        let match = Match(list: 1, entry: 2, kind: .pdq, distance: 31, variant: .mirror)
        shard.keep(Examined(row: Made.row(.changed)), at: 0)
        shard.keep(Examined(row: Made.row(), matches: [match, match], matchesLeftOut: 5), at: 1)
        return shard
    }

    @Test func `makes a message of a shard that says all of it`() throws {
        var outbox = Outbox()
        let result = outbox.keep(shard(7, epoch: 3))
        let segment = try Segment(bytes: [UInt8](result.segment))
        #expect(segment.shard == ShardID(7) && segment.epoch == Epoch(3))
        #expect(segment.rows.map(\.outcome) == [.changed, .vanished])
        #expect(result.shard == 7 && result.epoch == 3 && result.matchesLeftOut == 5)
        let match = try #require(result.matches.first)
        #expect(result.matches.count == 2)
        #expect(match.row == 1 && match.list == 1 && match.listEntry == 2)
        #expect(match.kind == 4 && match.distance == 31 && match.variant == 4)
    }

    @Test func `keeps a result until it is acknowledged under its epoch`() {
        var outbox = Outbox()
        _ = outbox.keep(shard(7, epoch: 3))
        _ = outbox.keep(shard(2))
        outbox.drop(ShardID(7), Epoch(2))
        outbox.drop(ShardID(8), Epoch(3))
        #expect(outbox.pending.map(\.shard) == [2, 7])
        outbox.drop(ShardID(7), Epoch(3))
        #expect(outbox.pending.map(\.shard) == [2])
    }

    @Test func `sends no more matches than fit, the nearest of each file, and counts the rest`() {
        let entries = (0..<3).map { Made.entry("/\($0)") }
        var shard = HeldShard(id: ShardID(1), epoch: Epoch(1), entries: entries)
        func matches(_ distances: [Int]) -> [Match] {
            distances.enumerated().map {
                Match(list: 0, entry: $0, kind: .pdq, distance: $1, variant: .original)
            }
        }
        shard.keep(Examined(row: Made.row(), matches: matches([9, 3, 5, 3])), at: 0)
        shard.keep(Examined(row: Made.row(), matches: matches([7]), matchesLeftOut: 4), at: 1)
        shard.keep(Examined(row: Made.row(), matches: matches([1, 2, 0])), at: 2)
        var outbox = Outbox(matchCountMax: 6)
        let result = outbox.keep(shard)
        #expect(result.matches.map(\.row) == [0, 0, 1, 2, 2])
        #expect(result.matches.map(\.listEntry) == [1, 3, 0, 0, 2])
        #expect(result.matchesLeftOut == 4 + 2 + 1)
        #expect(result.matches.count + Int(result.matchesLeftOut) == 8 + 4)
    }

    /// Over the limit libzmq drops the connection, and the shard would be granted again for ever.
    @Test func `makes messages that always fit`() {
        var match = WireMatch()
        match.row = 99_999
        (match.list, match.listEntry) = (.max, .max)
        (match.kind, match.distance, match.variant) = (4, 256, 255)
        var result = WireResult()
        result.matches = [match]
        let empty = WireEnvelope(sweep: "", incarnation: 1, body: .result(WireResult()))
        let one = WireEnvelope(sweep: "", incarnation: 1, body: .result(result))
        let matchByteCount = one.bytes.count - empty.bytes.count
        let segmentByteCount = Segment.headerByteCount + 100_000 * SegmentRow.byteCount
        let byteCount = segmentByteCount + WireLimits.matchCountMax * matchByteCount
        // What is left is for the envelope and the lengths.
        #expect(byteCount < WireLimits.messageByteCountMax - 1024)
    }
}
