import TestSupport
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(1))) struct `Reading ahead` {
    /// Who was let through, in order.
    private actor Order {
        private(set) var names: [Int] = []
        func add(_ name: Int) { names.append(name) }
    }

    @Test func `is bounded, and goes on in the order of asking`() async throws {
        let ahead = ReadAhead(capacity: 100)
        let order = Order()
        #expect(await ahead.acquire(60))
        try await withThrowingTaskGroup(of: Void.self) { group in
            // The large one is first; the small ones would fit and do not overtake it.
            for (name, size) in [(0, 100), (1, 10), (2, 10)] as [(Int, Int64)] {
                group.addTask {
                    _ = await ahead.acquire(size)
                    await order.add(name)
                    await ahead.release(size)
                }
                try await Task.sleep(for: .milliseconds(30))
            }
            #expect(await order.names == [])
            await ahead.release(60)
            try await group.waitForAll()
        }
        #expect(await order.names.first == 0)
        #expect(await order.names.count == 3)
    }

    @Test func `lets a file through that is larger than all there is`() async {
        let ahead = ReadAhead(capacity: 100)
        for _ in 0..<3 {
            #expect(await ahead.acquire(.max))
            await ahead.release(.max)
            #expect(await ahead.acquire(0))
            await ahead.release(0)
        }
    }

    @Test func `keeps to its rate`() async {
        let ahead = ReadAhead(capacity: 1 << 20)
        await ahead.setRate(bytesPerSecond: 0, filesPerSecond: 50)
        let start = ContinuousClock.now
        for _ in 0..<15 {
            #expect(await ahead.acquire(1))
            await ahead.release(1)
        }
        // The bucket holds a second's worth at most, and begins empty.
        #expect(start.duration(to: .now) >= .milliseconds(200))
    }

    @Test func `ends a wait for the rate when its task is cancelled`() async throws {
        let ahead = ReadAhead(capacity: 1 << 20)
        await ahead.setRate(bytesPerSecond: 1, filesPerSecond: 0)
        let task = Task { await ahead.acquire(1 << 20) }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        #expect(await task.value == false)
        // It holds what it took until it gives it back.
        await ahead.release(1 << 20)
        await ahead.setRate(bytesPerSecond: 0, filesPerSecond: 0)
        #expect(await ahead.acquire(1 << 20))
    }
}
