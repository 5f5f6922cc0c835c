import Foundation
import Glibc
import TestSupport
import Testing

@testable import Threads

/// What an executor confines: it knows on which thread it ran, and for how long that turned.
private actor Confined {
    private let executor: ThreadExecutor
    private(set) var turns = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(name: String) { executor = ThreadExecutor(name: name) }

    isolated deinit { executor.shutdown() }

    var thread: UInt { UInt(pthread_self()) }

    var threadName: String {
        let text = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
        return String(text?.dropLast() ?? "")
    }

    func watch(_ descriptor: Int32, _ rest: @escaping @Sendable () -> ThreadExecutor.Rest) {
        executor.watch(descriptor) { [weak self] in
            self?.assumeIsolated { $0.turns += 1 }
            return rest()
        }
    }

    func await(_ other: Confined) async -> UInt { await other.thread }
}

@Suite(.timeLimit(.minutes(1))) struct `An executor of one thread` {
    /// Threads of this process by that name.
    private static func threads(named name: String) -> Int {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        return tasks.count {
            (try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8))
                == name + "\n"
        }
    }

    @Test func `runs everything of its actor on one thread, and two have two`() async {
        let (one, two) = (Confined(name: "one"), Confined(name: "two"))
        let first = await one.thread
        for _ in 0..<100 {
            await Task.yield()
            #expect(await one.thread == first)
        }
        #expect(await two.thread != first)
        // Back on its own thread after another's.
        #expect(await one.await(two) == two.thread)
        #expect(await one.thread == first)
        #expect(await one.threadName == "one")
    }

    @Test func `has a name of fifteen bytes at most`() async {
        #expect(
            await Confined(name: "a-very-long-name-of-a-thread").threadName == "a-very-long-nam"
        )
    }

    @Test func `ends its thread with its actor`() async throws {
        do {
            let actors = (0..<8).map { _ in Confined(name: "mortal") }
            for actor in actors { _ = await actor.thread }
            #expect(Self.threads(named: "mortal") == 8)
        }
        try await Patience.wait(for: "the threads' end") { Self.threads(named: "mortal") == 0 }
    }

    @Test func `wakes for a readable descriptor, and not for one it does not read`() async throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let reader = ends[0]
        let actor = Confined(name: "watcher")
        await actor.watch(reader) {
            var byte: UInt8 = 0
            _ = read(reader, &byte, 1)
            return .untilReadable(nil)
        }
        #expect(fcntl(reader, F_SETFL, O_NONBLOCK) == 0)
        write(ends[1], "x", 1)
        try await Patience.wait(for: "a turn") { await actor.turns >= 2 }
        await actor.watch(reader) { .untilWoken }
        write(ends[1], "x", 1)
        let before = await actor.turns
        try await Task.sleep(for: .milliseconds(50))
        // A readable pipe that nobody reads: each look of ours is a job with its own turn.
        #expect(await actor.turns - before <= 3)
    }

    @Test func `turns again at the instant asked for`() async throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let deadline = ContinuousClock.now + .milliseconds(30)
        let actor = Confined(name: "clock")
        await actor.watch(ends[0]) {
            ContinuousClock.now < deadline ? .untilReadable(deadline) : .untilWoken
        }
        try await Task.sleep(until: deadline + .milliseconds(20), clock: .continuous)
        #expect(await actor.turns >= 2)
    }

    @Test(
        arguments: [
            (Duration.zero, 0), (.nanoseconds(1), 1), (.milliseconds(1), 1),
            (.microseconds(1001), 2),
            (.seconds(-5), 0), (.nanoseconds(-1), 0), (.milliseconds(999), 999),
            (.seconds(59.9995), 60_000),
            (.seconds(3600), 3_600_000), (.seconds(Int64.max), 3_600_000),
        ] as [(Duration, Int32)]
    )
    func `gives poll whole milliseconds, never too few`(duration: Duration, expected: Int32) {
        #expect(duration.pollMilliseconds == expected)
    }
}
