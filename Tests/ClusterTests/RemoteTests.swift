import Foundation
import Glibc
import TestSupport
import Testing

/// A coordinator with keys, and hosts that only have what they would have: their own pair, the
/// coordinator's public key and a cache of their own.
struct RemoteSweep {
    let sweep: SweepRun
    let endpoint: String
    private var keys: String { sweep.folder.path("keys") }

    init(workers: [String], strangers: [String] = []) async throws {
        sweep = try SweepRun()
        endpoint = "tcp://127.0.0.1:\(try LocalPort.free())"
        try await makePair("keys", "coordinator")
        try FileManager.default.createDirectory(
            atPath: keys + "/workers",
            withIntermediateDirectories: true
        )
        for name in workers + strangers {
            try await makePair(name, name)
            try copy(keys + "/coordinator.public", to: home(name) + "/coordinator.public")
        }
        for name in workers {
            try copy(home(name) + "/\(name).public", to: keys + "/workers/\(name).public")
        }
    }

    func startCoordinator(_ options: [String]) throws -> RunningProgram {
        try sweep.startScan(["--listen", endpoint, "--keys", keys] + options)
    }

    func startWorker(
        _ name: String,
        _ options: [String] = [],
        program: String? = nil
    ) throws -> RunningProgram {
        try RunningProgram(
            [
                program ?? Programs.path(of: "turnstone-worker"), "--connect", endpoint, "--keys",
                home(name), "--lanes", "1",
            ] + options,
            environment: ["XDG_CACHE_HOME": sweep.folder.path("cache-" + name)]
        )
    }

    /// Takes a worker off the allow-list.
    func disallow(_ name: String) throws {
        try FileManager.default.removeItem(atPath: keys + "/workers/\(name).public")
    }

    /// The files that a host keeps.
    func cached(by name: String) -> [String] {
        let found = FileManager.default.enumerator(atPath: sweep.folder.path("cache-" + name))
        return found?.map { "\($0)" }.filter { $0.hasSuffix(".list") || $0.hasSuffix(".part") }
            ?? []
    }

    private func home(_ name: String) -> String { sweep.folder.path("host-" + name) }

    private func makePair(_ folder: String, _ name: String) async throws {
        let path = folder == "keys" ? keys : home(folder)
        let run = try await Programs.turnstone("keys", "new", path, name)
        try #require(run.ending == .code(0), "\(run)")
    }

    private func copy(_ from: String, to: String) throws {
        try FileManager.default.copyItem(atPath: from, toPath: to)
    }
}

extension Cluster {
    /// Workers on other hosts, as far as one host can be several.
    @Suite struct RemoteTests {
        @Test(.timeLimit(.minutes(3)))
        func `a worker dies, a stranger knocks, and the findings are the same`() async throws {
            let remote = try await RemoteSweep(workers: ["one", "two"], strangers: ["stranger"])
            let sweep = remote.sweep
            let stranger = try remote.startWorker("stranger")
            let one = try remote.startWorker("one")
            let two = try remote.startWorker("two")
            let coordinator = try remote.startCoordinator([
                "--shard-files", "5", "--limit-files", "50",
            ])
            try await sweep.waitForShards(6, of: coordinator)
            try await Patience.wait(for: "both workers") {
                try await sweep.status().workers.map(\.name) == ["one", "two"]
            }
            #expect(one.ending == nil, "\(one.errors)")
            one.signal(SIGKILL)
            let ended = try await coordinator.end(within: 90)
            #expect(ended.ending == .code(1), "\(ended)")
            let rest = try await two.end(within: 10)
            #expect(rest.ending == .code(0), "\(rest)")
            #expect(try await sweep.answer().difference(from: SweepRun.undisturbed) == nil)
            #expect(try await sweep.status().workers.map(\.name) == ["one", "two"])
            #expect(remote.cached(by: "two").count == 1)
            // It had all the time that the others had.
            #expect(stranger.ending == nil, "\(stranger.errors)")
            #expect(remote.cached(by: "stranger") == [])
        }

        @Test(.timeLimit(.minutes(2)))
        func `a dead worker's shards are open again long before their leases end`() async throws {
            let remote = try await RemoteSweep(workers: ["one", "two"])
            let one = try remote.startWorker("one")
            let coordinator = try remote.startCoordinator([
                "--shard-files", "5", "--limit-files", "20",
            ])
            try await remote.sweep.waitForShards(2, of: coordinator)
            try await Patience.wait(for: "its name") {
                try await remote.sweep.status().workers.map(\.connected) == [true]
            }
            one.signal(SIGKILL)
            let killed = ContinuousClock.now
            let two = try remote.startWorker("two")
            try await Patience.wait(for: "its end to be seen") {
                try await remote.sweep.status().workers.map(\.connected) == [false, true]
            }
            let ended = try await coordinator.end(within: 50)
            #expect(ended.ending == .code(1), "\(ended)")
            #expect(killed.duration(to: .now) < .seconds(50))
            #expect(try await two.end(within: 10).ending == .code(0))
            #expect(try await remote.sweep.answer().difference(from: SweepRun.undisturbed) == nil)
        }

        @Test(.timeLimit(.minutes(3)))
        func `remote workers outlive their coordinator and serve the next`() async throws {
            let remote = try await RemoteSweep(workers: ["one", "two"])
            let sweep = remote.sweep
            let workers = [try remote.startWorker("one"), try remote.startWorker("two")]
            let first = try remote.startCoordinator(["--shard-files", "5", "--limit-files", "60"])
            try await sweep.waitForShards(4, of: first)
            first.signal(SIGKILL)
            #expect(try await first.end().ending == .signal(SIGKILL))
            let before = try await sweep.status()
            #expect(before.state == "interrupted" && before.files_done < before.files)
            try await Task.sleep(for: .seconds(1))
            let next = try await sweep.startResume().end(within: 90)
            #expect(next.ending == .code(1), "\(next)")
            for worker in workers {
                let ended = try await worker.end(within: 10)
                #expect(ended.ending == .code(0), "\(ended)")
            }
            #expect(try await sweep.answer().difference(from: SweepRun.undisturbed) == nil)
            // The next coordinator was started with no worker of its own.
            #expect(try await sweep.status().workers.map(\.name) == ["one", "two"])
        }

        @Test(.timeLimit(.minutes(2)))
        func `a worker whose key is taken away is refused, and leaves`() async throws {
            let remote = try await RemoteSweep(workers: ["one", "two"])
            let one = try remote.startWorker("one")
            let coordinator = try remote.startCoordinator([
                "--shard-files", "5", "--limit-files", "60",
            ])
            try await remote.sweep.waitForShards(2, of: coordinator)
            try remote.disallow("one")
            let refused = try await one.end(within: 15)
            #expect(refused.ending == .code(4), "\(refused)")
            #expect(refused.errors.contains("not allowed any more"), "\(refused)")
            let two = try remote.startWorker("two")
            let ended = try await coordinator.end()
            #expect(ended.ending == .code(1), "\(ended)")
            #expect(try await two.end(within: 10).ending == .code(0))
            #expect(try await remote.sweep.answer().difference(from: SweepRun.undisturbed) == nil)
        }

        @Test(.timeLimit(.minutes(2)))
        func `a worker that can start no lane leaves its shards to others`() async throws {
            let remote = try await RemoteSweep(workers: ["one", "two"])
            let program = remote.sweep.folder.path("turnstone-worker")
            try FileManager.default.copyItem(
                atPath: Programs.path(of: "turnstone-worker"),
                toPath: program
            )
            let one = try remote.startWorker("one", program: program)
            let coordinator = try remote.startCoordinator([
                "--shard-files", "5", "--limit-files", "60",
            ])
            try await remote.sweep.waitForShards(2, of: coordinator)
            try FileManager.default.removeItem(atPath: program)
            for lane in ProcessTree.lanes(of: one.processID) { kill(lane, SIGKILL) }
            let failed = try await one.end(within: 15)
            #expect(failed.ending == .code(4), "\(failed)")
            #expect(failed.errors.contains("starting a lane"), "\(failed)")
            let two = try remote.startWorker("two")
            let ended = try await coordinator.end()
            #expect(ended.ending == .code(1), "\(ended)")
            #expect(try await two.end(within: 10).ending == .code(0))
            #expect(try await remote.sweep.answer().difference(from: SweepRun.undisturbed) == nil)
        }
    }
}
