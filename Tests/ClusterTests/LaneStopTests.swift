import Glibc
import TestSupport
import Testing

extension Cluster {
    /// Lanes that do not die but hang.
    @Suite struct LaneStopTests {
        @Test(.timeLimit(.minutes(2)))
        func `a lane that is stopped costs its time limit and nothing else`() async throws {
            let remote = try await RemoteSweep(workers: ["one"])
            let worker = try remote.startWorker("one", ["--lane-seconds", "2"])
            let coordinator = try remote.startCoordinator([
                "--shard-files", "5", "--limit-files", "200",
            ])
            try await remote.sweep.waitForShards(2, of: coordinator)
            let lanes = ProcessTree.lanes(of: worker.processID)
            #expect(lanes.count == 1)
            for lane in lanes { kill(lane, SIGSTOP) }
            let stopped = ContinuousClock.now
            let ended = try await coordinator.end()
            #expect(ended.ending == .code(1), "\(ended)")
            #expect(stopped.duration(to: .now) >= .seconds(2))
            #expect(!lanes.contains(where: ProcessTree.isRunning))
            #expect(try await worker.end(within: 10).ending == .code(0))
            #expect(try await remote.sweep.answer().difference(from: SweepRun.undisturbed) == nil)
        }
    }
}
