import Foundation
import TestSupport
import Testing

@testable import Threads

@Suite(.timeLimit(.minutes(1))) struct `A monitor` {
    @Test func `lets one thread at a time touch its value`() async {
        let monitor = Monitor(0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<10_000 { monitor.withLock { $0 += 1 } }
                }
            }
        }
        #expect(monitor.withLock { $0 } == 80_000)
    }

    @Test func `waits for as long as it was told, and not at all for nothing`() {
        let monitor = Monitor(false)
        let start = ContinuousClock.now
        let late = monitor.wait(for: .first, limit: .milliseconds(30)) { $0 ? true : nil }
        #expect(late == nil && start.duration(to: .now) >= .milliseconds(30))
        for _ in 0..<1000 {
            #expect(monitor.wait(for: .first, limit: .zero) { $0 ? true : nil } == nil)
        }
        #expect(start.duration(to: .now) < .seconds(10))
        #expect(monitor.wait(for: .first) { _ in 7 } == 7)
    }

    @Test func `hands things from thread to thread, each once`() async throws {
        let monitor = Monitor([Int]())
        let taken = Monitor([Int]())
        for _ in 0..<4 {
            Thread.detachNewThread {
                while true {
                    let next = monitor.wait(for: .second) { $0.popLast() } ?? -1
                    if next < 0 { return }
                    taken.withLock { $0.append(next) }
                }
            }
        }
        for number in 0..<1000 {
            monitor.withLock { $0.append(number) }
            monitor.wake(.second, count: 1)
        }
        try await Patience.wait(for: "the last", within: 30) {
            taken.withLock { $0.count } == 1000
        }
        #expect(taken.withLock { $0.sorted() } == Array(0..<1000))
        monitor.withLock { $0 = [-1, -1, -1, -1] }
        monitor.wakeAll(.second)
    }

    @Test func `does not wake those who wait for something else`() async throws {
        let monitor = Monitor(0)
        let looks = Monitor(0)
        Thread.detachNewThread {
            _ = monitor.wait(for: .third) { value in
                looks.withLock { $0 += 1 }
                return value > 0 ? true : nil
            }
        }
        try await Patience.wait(for: "the first look", within: 10) { looks.withLock { $0 } > 0 }
        for _ in 0..<100 { monitor.wake(.first, count: 3) }
        monitor.wakeAll(.fourth)
        try await Task.sleep(for: .milliseconds(30))
        #expect(looks.withLock { $0 } == 1)
        monitor.withLock { $0 = 1 }
        monitor.wakeAll(.third)
        try await Patience.wait(for: "the second look", within: 10) { looks.withLock { $0 } == 2 }
    }
}
