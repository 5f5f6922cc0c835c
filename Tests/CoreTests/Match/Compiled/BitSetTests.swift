import TestSupport
import Testing

@testable import Core

@Suite struct BitSetTests {
    @Test func `knows its positions, their number and how many are below`() {
        var numbers = SeededGenerator(seed: 64)
        var set = BitSet(count: 1000)
        var expected: Set<Int> = []
        for _ in 0..<300 {
            let position = Int.random(in: 0..<1000, using: &numbers)
            set.insert(position)
            expected.insert(position)
        }
        set.rank()
        #expect(set.count == expected.count)
        for position in 0..<1000 {
            #expect(set.contains(position) == expected.contains(position))
            #expect(set.position(position) == expected.count { $0 < position })
        }
    }

    @Test func `one of no positions is empty`() {
        var set = BitSet(count: 0)
        set.rank()
        #expect(set.count == 0)
    }
}
