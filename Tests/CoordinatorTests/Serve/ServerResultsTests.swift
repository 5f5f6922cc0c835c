import Core
import Foundation
import Testing
import Wire
import WireMessages

@testable import Coordinator

@Suite(.timeLimit(.minutes(1))) struct `A shard whose results are refused` {
    /// Sends so many results that are cut, each under a lease of its own.
    private func lie(_ count: Int, _ worker: FakeWorker, _ served: ServedSweep) async throws {
        var shards: Set<UInt32> = []
        for _ in 0..<count {
            let lease = try #require(try await worker.lease())
            shards.insert(lease.shard)
            var result = try served.result(of: lease)
            result.segment.removeLast(144)
            try await worker.send(.result(result))
            #expect(try await worker.ack(of: result)?.accepted == false)
        }
        #expect(shards.count == 1)
    }

    @Test func `ends the sweep at last, with its number, the worker and the reason`() async throws {
        let served = try await ServedSweep()
        let worker = try await served.worker("node-7")
        try await worker.join()
        try await worker.ask(for: 1)
        try await lie(ServerLimits.refusedResultCountMax, worker, served)
        let error = await #expect(throws: SweepError.self) { try await served.end() }
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains("shard 0 was refused 5 times, the last time from worker node-7: the"))
        #expect(text.contains("run turnstone resume"))
        await worker.link.close()
    }

    @Test func `may yet be done right`() async throws {
        let served = try await ServedSweep()
        let worker = try await served.worker("node-7")
        try await worker.join()
        try await worker.ask(for: 1)
        try await lie(ServerLimits.refusedResultCountMax - 1, worker, served)
        try await served.finish(worker)
        #expect(try await served.end() == .complete)
        try served.expectWhole()
    }
}
