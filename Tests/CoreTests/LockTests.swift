import Core
import Testing

/// Under ThreadSanitizer (`make tsan`) this is also the test that a contended lock is no race.
@Suite(.timeLimit(.minutes(1))) struct `A lock` {
    private final class Tally: Sendable {
        let counts = Lock([0, 0])
    }

    @Test func `lets one at a time change what it guards`() async {
        let tally = Tally()
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<8 {
                group.addTask {
                    for _ in 0..<5000 { tally.counts.withLock { $0[index % 2] += 1 } }
                }
            }
        }
        #expect(tally.counts.withLock { $0 } == [20_000, 20_000])
    }

    @Test func `is open again after an error`() {
        struct Trouble: Error {}
        let lock = Lock(1)
        #expect(throws: Trouble.self) {
            try lock.withLock { value throws(Trouble) in
                value = 2
                throw Trouble()
            }
        }
        #expect(lock.withLock { $0 } == 2)
    }
}
