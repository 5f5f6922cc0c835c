import Core
import Foundation
import Testing
import WireMessages

@testable import Coordinator

@Suite struct `A result from a hostile worker` {
    private let planned: PlannedSweep
    private let shards: [Shard]

    init() throws {
        planned = try PlannedSweep()
        shards = try planned.shards()
    }

    private func refusal(
        of shard: Int = 1,
        digests: DigestKinds = .all,
        exact: Bool = false,
        _ change: (inout WireResult) throws -> Void
    ) throws -> String? {
        var result = try planned.result(of: shards[shard], epoch: Epoch(1))
        try change(&result)
        do {
            _ = try planned.check(result, of: shards[shard], digests: digests, exact: exact)
            return nil
        } catch let error as ResultError { return error.reason }
    }

    private func match(_ change: (inout WireMatch) -> Void) -> WireMatch {
        var match = WireMatch()
        match.kind = 1
        match.listEntry = 1
        change(&match)
        return match
    }

    private func segment(_ rows: [SegmentRow], shard: Int = 1, epoch: Int = 1) -> Data {
        Data(Segment(shard: shards[shard].id, epoch: Epoch(epoch), rows: rows).bytes)
    }

    private func rows(of shard: Int = 1) throws -> [SegmentRow] {
        try planned.entries(of: shards[shard]).map(PlannedSweep.row)
    }

    @Test func `is taken where it is an honest one`() throws {
        #expect(try refusal { _ in } == nil)
        let checked = try planned.check(
            planned.result(of: shards[1], epoch: Epoch(1)),
            of: shards[1]
        )
        #expect(checked.accepted.outcomes.total == shards[1].entryCount)
        #expect(!checked.accepted.matches.isEmpty && checked.accepted.worker == "w")
    }

    @Test func `is refused where its segment is of another shard, lease or count`() throws {
        let rows = try rows()
        #expect(try refusal { $0.segment = segment(rows, shard: 0) } != nil)
        #expect(try refusal { $0.segment = segment(rows, epoch: 2) } != nil)
        #expect(try refusal { $0.epoch = 2 } != nil)
        #expect(try refusal { $0.segment = segment(rows.dropLast()) } != nil)
        #expect(try refusal { $0.segment = segment(rows + rows) } != nil)
        #expect(try refusal { $0.segment = segment([]) } != nil)
    }

    @Test func `is refused where its segment is none`() throws {
        #expect(try refusal { $0.segment = Data() } != nil)
        #expect(try refusal { $0.segment.removeLast() } != nil)
        #expect(try refusal { $0.segment.append(0) } != nil)
        #expect(try refusal { $0.segment[0] ^= 1 } != nil)
        // The first row's outcome kind.
        #expect(try refusal { $0.segment[Segment.headerByteCount] = 9 } != nil)
    }

    @Test(
        arguments: [
            { $0.row = 3 }, { $0.row = .max }, { $0.list = 1 }, { $0.list = .max },
            { $0.listEntry = 4 }, { $0.listEntry = .max }, { $0.kind = 0 }, { $0.kind = 5 },
            { $0.kind = 257 }, { $0.variant = 8 }, { $0.variant = 256 }, { $0.distance = 1 },
            // The row has no picture, so it cannot match one.
            { $0.kind = 4 }, { $0.variant = 1 },
        ] as [@Sendable (inout WireMatch) -> Void]
    )
    func `is refused where a match cannot be`(change: @Sendable (inout WireMatch) -> Void) throws {
        #expect(try refusal { $0.matches = [match { _ in }] } == nil)
        #expect(try refusal { $0.matches = [match(change)] } != nil)
    }

    @Test func `is refused where a file without a fingerprint matches`() throws {
        var rows = try rows()
        rows[0] = SegmentRow(outcome: .vanished, size: 1, mtimeNanoseconds: 1)
        let vanished = segment(rows)
        #expect(
            try refusal {
                $0.segment = vanished
                $0.matches = [match { $0.row = 1 }]
            } == nil
        )
        #expect(
            try refusal {
                $0.segment = vanished
                $0.matches = [match { $0.row = 0 }]
            } != nil
        )
    }

    /// Its rows with those digests alone.
    private func rows(with digests: DigestKinds) throws -> [SegmentRow] {
        try rows().map { row in
            SegmentRow(
                outcome: row.outcome,
                size: row.size,
                mtimeNanoseconds: row.mtimeNanoseconds,
                fingerprint: row.fingerprint.map {
                    Fingerprint(digests: $0.digests.only(digests), picture: nil)
                }
            )
        }
    }

    @Test(arguments: 0...DigestKinds.all.rawValue)
    func `is refused where a file has other digests than those asked for`(bits: UInt8) throws {
        let asked = DigestKinds(rawValue: bits)
        for other in (0...DigestKinds.all.rawValue).map({ DigestKinds(rawValue: $0) }) {
            let whole = segment(try rows(with: other))
            // In one row of them alone.
            var single = try rows(with: asked)
            single[1] = try rows(with: other)[1]
            for data in [whole, segment(single)] {
                let reason = try refusal(digests: asked) {
                    $0.segment = data
                    $0.matches = []
                }
                let expected =
                    other == asked ? nil : "a file has other digests than \(asked.text)"
                #expect(reason == expected, "\(other.text)")
            }
        }
    }

    @Test(arguments: [FingerprintProfile.exact, .screenedEighth, .screenedWhole, .draftHalf])
    func `is refused where a picture was only screened that was to be exact`(
        profile: FingerprintProfile
    ) throws {
        let entries = try planned.entries(of: shards[1])
        var rows = try rows()
        rows[1] = try PlannedSweep.row(of: entries[1], profile)
        #expect(rows[1].outcome == .image)
        let data = segment(rows)
        for exact in [false, true] {
            let reason = try refusal(exact: exact) {
                $0.segment = data
                $0.matches = []
            }
            #expect((reason == nil) == (profile == .exact || !exact))
        }
    }

    @Test func `is refused where a file matches by a digest that is not made`() throws {
        let data = segment(try rows(with: .sha1))
        for (kind, isTaken) in [(1, false), (2, true), (3, false)] as [(UInt32, Bool)] {
            let reason = try refusal(digests: .sha1) {
                $0.segment = data
                $0.matches = [match { $0.kind = kind }]
            }
            #expect((reason == nil) == isTaken)
        }
    }

    @Test func `is refused where it has a match twice`() throws {
        let twice = [match { _ in }, match { _ in }]
        #expect(try refusal { $0.matches = twice } != nil)
        let two = [match { _ in }, match { $0.listEntry = 2 }, match { $0.row = 1 }]
        #expect(try refusal { $0.matches = two } == nil)
    }

    @Test func `is refused where it has more matches than any`() throws {
        let many = [WireMatch](repeating: match { _ in }, count: ServerLimits.matchCountMax + 1)
        #expect(try refusal { $0.matches = many } == "it has more matches than a result may have")
    }

    /// "1000.skip" is the second file in byte order: a result may not say that it was examined.
    @Test func `is refused where it contradicts the plan`() throws {
        let entries = try planned.entries(of: shards[0])
        let index = try #require(entries.firstIndex { $0.plannedOutcome != nil })
        var rows = try rows(of: 0)
        let examined = rows.first { $0.outcome == .other }
        rows[index] = try #require(examined)
        let lie = segment(rows, shard: 0)
        #expect(
            try refusal(of: 0) { $0.segment = lie } == "an outcome contradicts what was planned"
        )
    }

    @Test(arguments: SkipCause.allCases) func `may pass over no file that was planned to be read`(
        cause: SkipCause
    ) throws {
        var rows = try rows()
        rows[0] = SegmentRow(outcome: .skipped(cause), size: 1, mtimeNanoseconds: 1)
        let passed = segment(rows)
        let reason = try refusal {
            $0.segment = passed
            $0.matches = []
        }
        #expect(reason == "an outcome contradicts what was planned")
    }

    /// The ledger adds these up over all shards, and SQLite's SUM throws on overflow.
    @Test func `cannot leave out more matches than can be added up`() throws {
        for shard in shards {
            var result = try planned.result(of: shard, epoch: Epoch(1))
            result.matchesLeftOut = .max
            try planned.grant(shard, epoch: Epoch(1), worker: "w")
            let checked = try planned.check(result, of: shard)
            #expect(try planned.ledger.accept([checked.accepted]) == [true])
        }
        #expect(try planned.ledger.progress().matchesLeftOut > 0)
    }
}
