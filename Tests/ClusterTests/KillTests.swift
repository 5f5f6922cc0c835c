import Foundation
import Glibc
import TestSupport
import Testing

/// Whom a kill -9 hits, and when.
struct Kill: CustomTestStringConvertible, Sendable {
    enum Victim: CaseIterable { case lane, worker, coordinator, everything }

    let number: Int
    let victim: Victim
    /// After the start, or where a worker or lane is to die after the first of them is there.
    let delay: Duration
    let seed: UInt64

    var testDescription: String { "kill \(number): \(victim) after \(delay), seed \(seed)" }

    /// So many kills, as one seed has them: TURNSTONE_SEED, or another in each run.
    static func all(_ count: Int) -> [Kill] {
        let given = ProcessInfo.processInfo.environment["TURNSTONE_SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 0..<1_000_000)
        print("kills: TURNSTONE_SEED=\(seed) gives them again")
        var chance = SeededGenerator(seed: seed)
        return (0..<count).map { number in
            let victims = Victim.allCases
            return Kill(
                number: number,
                victim: victims[number % victims.count],
                delay: .milliseconds(Int.random(in: 0..<900, using: &chance)),
                seed: chance.next()
            )
        }
    }
}

extension Cluster {
    /// Whatever dies, and whenever: nothing is lost, nothing is counted twice.
    @Suite struct KillTests {
        static let kills = Kill.all(50)

        @Test(.timeLimit(.minutes(2)), arguments: kills)
        func `a kill changes nothing that is found`(kill: Kill) async throws {
            let sweep = try SweepRun()
            let coordinator = try sweep.startScan([
                "--workers", "2", "--lanes", "1", "--shard-files", "5", "--limit-files", "500",
            ])
            var left = try await strike(kill, coordinator)
            var run = try await coordinator.end()
            if run.ending == .signal(SIGKILL) {
                left += try await resumed(sweep, &run)
            } else {
                #expect(!run.errors.contains("resume"), "\(run)")
            }
            #expect(run.ending == .code(1), "\(run)")
            #expect(
                try await sweep.answer().difference(from: SweepRun.undisturbed) == nil
            )
            try await Patience.wait(for: "the end of all processes", within: 5) {
                !left.contains(where: ProcessTree.isRunning)
            }
        }

        /// Kills whom it hits; the answer is who else was there.
        private func strike(_ kill: Kill, _ coordinator: RunningProgram) async throws -> [pid_t] {
            var chance = SeededGenerator(seed: kill.seed)
            let root = coordinator.processID
            if kill.victim != .coordinator {
                try await Patience.wait(for: "a lane") {
                    coordinator.ending != nil || !ProcessTree.lanes(of: root).isEmpty
                }
            }
            try await Task.sleep(for: kill.delay)
            let all = ProcessTree.descendants(of: root)
            let hit: [pid_t] =
                switch kill.victim {
                case .lane:
                    ProcessTree.lanes(of: root).randomElement(using: &chance).map { [$0] } ?? []
                case .worker:
                    ProcessTree.workers(of: root).randomElement(using: &chance).map { [$0] } ?? []
                case .coordinator: []
                case .everything: all.shuffled(using: &chance)
                }
            for id in hit { Glibc.kill(id, SIGKILL) }
            if kill.victim == .coordinator || kill.victim == .everything {
                coordinator.signal(SIGKILL)
            }
            return all
        }

        /// Goes on after the coordinator was killed; a sweep that was not there yet begins anew.
        private func resumed(
            _ sweep: SweepRun,
            _ run: inout RunningProgram.Ended
        ) async throws -> [pid_t] {
            let next: RunningProgram
            if FileManager.default.fileExists(atPath: sweep.path + "/ledger.sqlite") {
                next = try sweep.startResume()
            } else {
                try? FileManager.default.removeItem(atPath: sweep.path)
                next = try sweep.startScan()
            }
            run = try await next.end()
            return []
        }

        @Test(.timeLimit(.minutes(2)))
        func `a sweep whose coordinator dies again and again gets to its end`() async throws {
            let sweep = try SweepRun()
            let first = try sweep.startScan(["--lanes", "1", "--shard-files", "5"])
            try await sweep.waitForShards(1, of: first)
            first.signal(SIGKILL)
            _ = try await first.end()
            var run = first
            for _ in 0..<40 {
                run = try sweep.startResume(["--workers", "2"])
                try await Patience.wait(for: "a shard, or the end") {
                    let done = try await sweep.status()
                    return run.ending != nil || done.shards_done == done.shards
                        || Int.random(in: 0..<4) == 0
                }
                run.signal(SIGKILL)
                if try await run.end().ending == .code(1) { break }
            }
            let end = try await sweep.startResume().end()
            #expect(end.ending == .code(1), "\(end)")
            #expect(try await sweep.answer().difference(from: SweepRun.undisturbed) == nil)
        }
    }
}
