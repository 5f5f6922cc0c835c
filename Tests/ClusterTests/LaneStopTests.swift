import Foundation
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

        /// One that is stopped looks at no socket, just as one that is deep in a decoder. This
        /// process adopts it: else the kernel would set a group going on that nobody looks after.
        @Test(.timeLimit(.minutes(1)))
        func `a lane that looks at nothing ends with its worker`() async throws {
            try adoptOrphans(true)
            defer { try? adoptOrphans(false) }
            let folder = try TestFolder()
            let file = folder.path("endless")
            try Data().write(to: URL(filePath: file))
            try #require(truncate(file, 1 << 42) == 0)
            let worker = try Programs.start("turnstone-worker", ["hash", "--lanes", "2", file])
            try await Patience.wait(for: "a lane that works") {
                ProcessTree.lanes(of: worker.processID).count == 1
            }
            let lanes = ProcessTree.lanes(of: worker.processID)
            // By then it has done all that it does at its start.
            try await Task.sleep(for: .seconds(1))
            for lane in lanes { kill(lane, SIGSTOP) }
            worker.signal(SIGKILL)
            try await Patience.wait(for: "the end of the lane", within: 5) {
                !lanes.contains(where: ProcessTree.isRunning)
            }
        }

        /// prctl(PR_SET_CHILD_SUBREAPER), which Swift does not import, for its arguments vary.
        private func adoptOrphans(_ adopts: Bool) throws {
            typealias Control = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
            let symbol = try #require(dlsym(nil, "prctl"))
            let control = unsafeBitCast(symbol, to: Control.self)
            try #require(control(36, adopts ? 1 : 0, 0, 0, 0) == 0)
        }
    }
}
