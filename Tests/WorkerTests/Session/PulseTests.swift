import Core
import Testing

@testable import Worker

@Suite struct `A pulse` {
    private let begin = ContinuousClock.now
    private let item = ShardQueue.Item(
        shard: ShardID(1),
        epoch: Epoch(2),
        row: 3,
        entry: Made.entry("/a")
    )

    @Test func `moves when a file is handed out, and when storage answers`() {
        let pulse = Pulse(at: begin)
        pulse.take(item, at: begin + .seconds(1))
        #expect(pulse.state.item == item && pulse.state.movedAt == begin + .seconds(1))
        pulse.ask(at: begin + .seconds(2))
        #expect(pulse.state.askedAt == begin + .seconds(2))
        #expect(pulse.state.movedAt == begin + .seconds(1))
        pulse.answer(at: begin + .seconds(3))
        #expect(pulse.state.askedAt == nil && pulse.state.movedAt == begin + .seconds(3))
        #expect(pulse.state.item == item)
    }

    /// Closing a file asks and never answers.
    @Test func `forgets with its file what was asked`() {
        let pulse = Pulse(at: begin)
        pulse.take(item, at: begin)
        pulse.ask(at: begin)
        pulse.take(nil, at: begin + .seconds(1))
        #expect(pulse.state.item == nil && pulse.state.askedAt == nil)
    }
}
