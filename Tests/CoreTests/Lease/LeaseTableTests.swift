import Core
import TestSupport
import Testing

@Suite struct LeaseTableTests {
    private let start = ContinuousClock.now

    /// Outside the macro, which takes what it looks at as immutable.
    private func grant(
        _ table: inout LeaseTable,
        to worker: String,
        at now: ContinuousClock.Instant
    ) throws -> LeaseTable.Lease {
        let lease = table.grant(to: worker, at: now)
        return try #require(lease)
    }

    private func table(_ count: Int) -> LeaseTable {
        LeaseTable(
            epochs: [Epoch](repeating: Epoch(0), count: count),
            done: [Bool](repeating: false, count: count),
            duration: .seconds(10)
        )
    }

    private func after(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

    @Test func `shards are granted in order, each once, under epoch 1`() throws {
        var table = table(3)
        let leases = (0..<3).compactMap { _ in table.grant(to: "a", at: start) }
        #expect(leases.map(\.shard) == [ShardID(0), ShardID(1), ShardID(2)])
        #expect(leases.allSatisfy { $0.epoch == Epoch(1) })
        let none = table.grant(to: "b", at: start)
        #expect(none == nil)
        #expect(table.leases(of: "a") == leases)
        #expect(table.leasedCount == 3)
    }

    @Test func `a lease expires at its deadline, not before, and is granted under a new epoch`()
        throws
    {
        var table = table(1)
        let first = try grant(&table, to: "a", at: start)
        #expect(table.nextDeadline == after(10))
        let early = table.expire(at: after(9.999))
        #expect(early == [])
        let due = table.expire(at: after(10))
        #expect(due == [first])
        let second = try grant(&table, to: "b", at: after(10))
        #expect(second.epoch == Epoch(2))
    }

    @Test func `progress moves the deadline, of one's own lease only`() throws {
        var table = table(1)
        let lease = try grant(&table, to: "a", at: start)
        let renewed = table.renew(lease.shard, epoch: lease.epoch, by: "a", at: after(8))
        #expect(renewed)
        let stillHeld = table.expire(at: after(17))
        #expect(stillHeld == [])
        let byAnother = table.renew(lease.shard, epoch: lease.epoch, by: "b", at: after(8))
        #expect(!byAnother)
        let ofAnotherEpoch = table.renew(lease.shard, epoch: Epoch(2), by: "a", at: after(8))
        #expect(!ofAnotherEpoch)
        let ofAnotherShard = table.renew(ShardID(7), epoch: lease.epoch, by: "a", at: after(8))
        #expect(!ofAnotherShard)
        let lost = table.expire(at: after(18))
        #expect(lost.count == 1)
        let tooLate = table.renew(lease.shard, epoch: lease.epoch, by: "a", at: after(18))
        #expect(!tooLate)
    }

    @Test func `only the holder of the newest epoch is accepted`() throws {
        var table = table(1)
        let old = try grant(&table, to: "a", at: start)
        _ = table.expire(at: after(10))
        #expect(table.verdict(on: old.shard, epoch: old.epoch, from: "a") != .accept)
        let new = try grant(&table, to: "b", at: after(10))
        #expect(table.verdict(on: old.shard, epoch: old.epoch, from: "a") != .accept)
        #expect(table.verdict(on: new.shard, epoch: new.epoch, from: "a") != .accept)
        #expect(table.verdict(on: new.shard, epoch: new.epoch, from: "b") == .accept)
        table.complete(new.shard)
        #expect(table.verdict(on: new.shard, epoch: new.epoch, from: "b") == .repeated)
        #expect(table.verdict(on: old.shard, epoch: old.epoch, from: "a") != .repeated)
        #expect(table.isComplete)
    }

    @Test(arguments: [-1, 1, Int.max])
    func `a shard that is not there is refused`(shard: Int) {
        let verdict = table(1).verdict(on: ShardID(shard), epoch: Epoch(0), from: "a")
        #expect(verdict != .accept && verdict != .repeated)
    }

    @Test func `a worker that is gone gives back all it held and nothing else`() throws {
        var table = table(3)
        _ = table.grant(to: "a", at: start)
        let kept = try grant(&table, to: "b", at: start)
        _ = table.grant(to: "a", at: start)
        let returned = table.release(worker: "a")
        #expect(returned.map(\.shard) == [ShardID(0), ShardID(2)])
        #expect(table.leases(of: "b") == [kept])
        let again = [table.grant(to: "b", at: start), table.grant(to: "b", at: start)]
        #expect(Set(again.compactMap { $0?.shard }) == [ShardID(0), ShardID(2)])
        #expect(again.allSatisfy { $0?.epoch == Epoch(2) })
    }

    @Test func `one lease is given back by its holder only`() throws {
        var table = table(1)
        let lease = try grant(&table, to: "a", at: start)
        table.release(lease.shard, epoch: lease.epoch, by: "b")
        table.release(lease.shard, epoch: Epoch(9), by: "a")
        #expect(table.leasedCount == 1)
        table.release(lease.shard, epoch: lease.epoch, by: "a")
        #expect(table.leasedCount == 0)
    }

    @Test func `after a restart, done shards stay done and restored leases go on`() throws {
        var table = LeaseTable(
            epochs: [Epoch(4), Epoch(2), Epoch(0)],
            done: [true, false, false],
            duration: .seconds(10)
        )
        table.restore(ShardID(0), to: "a", at: start)
        table.restore(ShardID(1), to: "a", at: start)
        #expect(table.leases(of: "a").map(\.epoch) == [Epoch(2)])
        #expect(table.verdict(on: ShardID(1), epoch: Epoch(2), from: "a") == .accept)
        #expect(table.verdict(on: ShardID(0), epoch: Epoch(4), from: "a") == .repeated)
        let fresh = table.grant(to: "b", at: start)
        #expect(fresh?.shard == ShardID(2))
        let none = table.grant(to: "b", at: start)
        #expect(none == nil)
        _ = table.expire(at: after(10))
        let epochs = (0..<2).compactMap { _ in table.grant(to: "c", at: after(10))?.epoch }
        #expect(Set(epochs) == [Epoch(3), Epoch(2)])
    }

    @Test(arguments: 0..<200)
    func `whatever dies and whenever, each shard is accepted exactly once`(seed: UInt64) {
        var simulation = Simulation(seed: seed, table: table(20), start: start)
        for _ in 0..<400 { simulation.step() }
        simulation.finish()
        #expect(simulation.accepted == [Int](repeating: 1, count: 20))
        #expect(simulation.table.isComplete)
        #expect(simulation.table.leasedCount == 0)
    }
}

/// Workers that take leases, stall, die, come back and bring results late, from a seed.
private struct Simulation {
    var table: LeaseTable
    var accepted = [Int](repeating: 0, count: 20)
    private var random: SeededGenerator
    private var now: ContinuousClock.Instant
    /// Every lease ever granted: any of them may be brought at any time.
    private var held: [LeaseTable.Lease] = []
    private let workers = ["a", "b", "c"]

    init(seed: UInt64, table: LeaseTable, start: ContinuousClock.Instant) {
        self.table = table
        random = SeededGenerator(seed: seed)
        now = start
    }

    mutating func step() {
        now += .milliseconds(Int.random(in: 0...2_000, using: &random))
        let worker = workers[Int.random(in: 0..<3, using: &random)]
        switch Int.random(in: 0..<10, using: &random) {
        case 0...3: if let lease = table.grant(to: worker, at: now) { held.append(lease) }
        case 4...5: bring()
        case 6: _ = table.release(worker: worker)
        case 7: _ = table.expire(at: now)
        default:
            for lease in table.leases(of: worker) {
                let renewed = table.renew(lease.shard, epoch: lease.epoch, by: worker, at: now)
                #expect(renewed)
            }
        }
    }

    /// One worker is left and works to the end.
    mutating func finish() {
        _ = workers.map { table.release(worker: $0) }
        while let lease = table.grant(to: "last", at: now) {
            held.append(lease)
            take(lease)
        }
    }

    private mutating func bring() {
        guard let lease = held.randomElement(using: &random) else { return }
        take(lease)
    }

    private mutating func take(_ lease: LeaseTable.Lease) {
        let verdict = table.verdict(on: lease.shard, epoch: lease.epoch, from: lease.worker)
        guard verdict == .accept else { return }
        accepted[lease.shard.value] += 1
        table.complete(lease.shard)
    }
}
