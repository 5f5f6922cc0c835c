import Core
import Foundation
import TestSupport
import Testing
import Wire
import WireMessages

@testable import Coordinator

/// A planned sweep that is being served over its real socket, with leases as short as asked.
final class ServedSweep: Sendable {
    let planned: PlannedSweep
    let stop = StopRequest()
    let ring = KeyRing()
    private let host: Coordinator.Host
    private let serving: Task<SweepServer.End, any Error>
    /// Made when the server has ended.
    private let over = StopRequest()

    init(
        files: Int = 10,
        shardFiles: Int = 3,
        lease: Duration = .seconds(60)
    ) async throws {
        let planned = try PlannedSweep(files: files, shardFiles: shardFiles)
        self.planned = planned
        let options = RunOptions(
            workers: 0,
            lanes: nil,
            listen: nil,
            keys: nil,
            budget: ReadBudget(
                bytesPerSecond: PlannedSweep.budget.bytes,
                filesPerSecond: PlannedSweep.budget.files
            ),
            meter: .silent,
            diskFullLimit: .seconds(1)
        )
        let host = try await Coordinator.Host.open(
            folder: planned.folder,
            options: options,
            ring: ring,
            log: PlannedSweep.log
        )
        self.host = host
        let record = try planned.ledger.sweep()
        let states = try planned.ledger.leaseStates()
        let incarnation = try planned.ledger.beginRun(isResumed: false)
        let (stop, over) = (stop, over)
        serving = Task {
            defer { over.make() }
            var server = try SweepServer(
                planned.sweep,
                record: record,
                incarnation: incarnation,
                states: states,
                host: host,
                options: options,
                stop: stop
            )
            server.table = LeaseTable(epochs: states.epochs, done: states.done, duration: lease)
            return try await server.serve()
        }
    }

    /// A worker with a key of its own, not yet welcome.
    func worker(_ name: String) async throws -> FakeWorker {
        let keys = try CurveKeyPair()
        ring.allow(keys.publicKey, as: name)
        return try await worker(keys)
    }

    func worker(_ keys: CurveKeyPair) async throws -> FakeWorker {
        try await FakeWorker.connect(
            planned.folder,
            keys: keys,
            server: host.keys.publicKey,
            over: over
        )
    }

    func result(of lease: WireLease) throws -> WireResult {
        try planned.result(
            of: planned.ledger.shard(ShardID(Int(lease.shard))).shard,
            epoch: Epoch(Int(lease.epoch))
        )
    }

    /// Does all that is left, honestly: with heartbeats, and until it is told to leave.
    func finish(_ worker: FakeWorker) async throws {
        do {
            try await worker.join()
            try await worker.ask(for: 2)
            while !isOver {
                switch try await worker.next(within: FakeWorker.heartbeat) {
                case .lease(let lease): try await worker.send(.result(result(of: lease)))
                case .drain: return try await worker.leave()
                case .again: return try await finish(worker)
                case nil: try await worker.renew([])
                default: continue
                }
            }
        } catch {
            // Whoever was not heard of at the end is not told that it is over.
            guard isOver else { throw error }
        }
        await worker.link.close()
    }

    /// Whether nobody answers any more.
    var isOver: Bool { over.isRequested }

    /// How serving ended; the socket is closed.
    func end() async throws -> SweepServer.End {
        let result = await serving.result
        await host.close()
        return try result.get()
    }

    /// That every file is counted just once, whatever was done to the server.
    func expectWhole() throws {
        let audit = try Audit(folder: planned.folder, ledger: planned.ledger)
        #expect(audit.problems == [])
        let progress = try planned.ledger.progress()
        #expect(progress.outcomes.total == (try planned.ledger.sweep().files))
        var expected: [Int] = []
        for shard in try planned.shards() {
            let entries = try planned.entries(of: shard)
            expected += PlannedSweep.matches(entries, firstEntry: shard.firstEntry)
                .map { shard.firstEntry + $0.row }
        }
        let found = try planned.sqlite("SELECT entry FROM finding ORDER BY entry, list_entry")
        #expect(found == expected.map(String.init).joined(separator: "\n"))
    }
}
