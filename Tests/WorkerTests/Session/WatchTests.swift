import Core
import Testing

@testable import Worker

@Suite struct `A watch over readers` {
    private let begin = ContinuousClock.now
    private let pulses: [Pulse]
    private let watch: Watch

    init() {
        let begin = begin
        pulses = (0..<3).map { _ in Pulse(at: begin) }
        watch = Watch(pulses, limit: .seconds(900))
    }

    private func item(_ shard: Int) -> ShardQueue.Item {
        ShardQueue.Item(
            shard: ShardID(shard),
            epoch: Epoch(1),
            row: 0,
            entry: Made.entry("/\(shard)")
        )
    }

    private func hang(after seconds: Int) -> Hang { watch.hang(at: begin + .seconds(seconds)) }

    @Test func `finds nothing where storage is not asked, however long a file takes`() {
        // In a lane, or waiting for the read budget.
        for (number, pulse) in pulses.enumerated() { pulse.take(item(number), at: begin) }
        #expect(hang(after: 1_000_000) == Hang())
    }

    @Test func `finds nothing where a large file comes piece by piece`() {
        pulses[0].take(item(7), at: begin)
        for second in stride(from: 0, to: 100_000, by: 800) {
            pulses[0].ask(at: begin + .seconds(second))
            #expect(hang(after: second + 799) == Hang())
            pulses[0].answer(at: begin + .seconds(second + 799))
        }
    }

    @Test func `finds the shard whose storage does not answer, and lets the others go on`() {
        pulses[0].take(item(7), at: begin)
        pulses[0].ask(at: begin + .seconds(1))
        pulses[1].take(item(8), at: begin + .seconds(300))
        #expect(hang(after: 900) == Hang())
        let found = hang(after: 901)
        #expect(found.holds(ShardID(7), Epoch(1)) && !found.isTotal)
        #expect(found.holds(ShardID(7)) && !found.holds(ShardID(7), Epoch(2)))
        #expect(!found.holds(ShardID(8), Epoch(1)) && !found.holds(ShardID(9), Epoch(1)))
        pulses[0].answer(at: begin + .seconds(902))
        #expect(hang(after: 903) == Hang())
    }

    @Test func `finds what waits behind a hung file`() {
        pulses[0].take(item(7), at: begin)
        pulses[0].ask(at: begin)
        pulses[1].take(item(8), at: begin)
        #expect(hang(after: 900).leases.map(\.shard.value).sorted() == [7, 8])
        #expect(!hang(after: 900).isTotal)
    }

    @Test func `finds all hung when no reader is left, leases in the queue as well`() {
        for (number, pulse) in pulses.enumerated() {
            pulse.take(item(number), at: begin)
            pulse.ask(at: begin)
        }
        #expect(hang(after: 900).isTotal)
        #expect(hang(after: 900).holds(ShardID(99), Epoch(1)))
    }

    @Test func `waits for no reader that the system had no thread for`() {
        pulses[0].take(item(7), at: begin)
        pulses[0].ask(at: begin)
        pulses[1].withdraw()
        #expect(!hang(after: 900).isTotal)
        pulses[2].withdraw()
        #expect(hang(after: 900).isTotal)
        // Hired after all.
        pulses[2].take(item(8), at: begin + .seconds(1))
        #expect(!hang(after: 900).isTotal)
    }
}
