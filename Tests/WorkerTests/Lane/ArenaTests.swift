import TestSupport
import Testing

@testable import Worker

@Suite struct `An arena` {
    private static let page = Arena.pageByteCount

    @Test func `gives the first place that is large enough, in whole pages`() {
        var arena = Arena(byteCount: 10 * Self.page, capacity: 8 * Self.page)
        let first = arena.take(1)
        let second = arena.take(Self.page + 1)
        let third = arena.take(Self.page)
        #expect(first == 0..<Self.page)
        #expect(second == Self.page..<3 * Self.page)
        #expect(third == 3 * Self.page..<4 * Self.page)
        arena.giveBack(Self.page..<3 * Self.page)
        #expect(arena.take(3 * Self.page) == 4 * Self.page..<7 * Self.page)
        #expect(arena.take(0) == Self.page..<2 * Self.page)
        #expect(arena.takenByteCount == 6 * Self.page)
    }

    @Test func `ends the process rather than give a file too small a place`() async {
        await #expect(processExitsWith: .failure) {
            var arena = Arena(byteCount: 10 * 4096, capacity: 8 * 4096)
            _ = arena.take(8 * 4096 + 1)
        }
    }

    @Test func `gives no more than its capacity`() {
        var arena = Arena(byteCount: 10 * Self.page, capacity: 8 * Self.page)
        #expect(arena.take(8 * Self.page) == 0..<8 * Self.page)
        #expect(arena.take(1) == nil)
        arena.giveBack(0..<8 * Self.page)
        #expect(arena.take(7 * Self.page) != nil)
        #expect(arena.take(2 * Self.page) == nil)
        #expect(arena.take(Self.page) != nil)
    }

    @Test(arguments: 0..<8) func `never gives a byte twice`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var arena = Arena(byteCount: 1000 * Self.page, capacity: 400 * Self.page)
        var taken: [Range<Int>] = []
        for _ in 0..<5000 {
            if Bool.random(using: &random), let index = taken.indices.randomElement(using: &random)
            {
                arena.giveBack(taken.remove(at: index))
            } else if let place = arena.take(.random(in: 0...60 * Self.page, using: &random)) {
                #expect(!taken.contains { $0.overlaps(place) })
                #expect(place.lowerBound >= 0 && place.upperBound <= 1000 * Self.page)
                taken.append(place)
            }
            #expect(arena.takenByteCount == taken.reduce(0) { $0 + $1.count })
        }
        for place in taken { arena.giveBack(place) }
        #expect(arena.take(400 * Self.page) == 0..<400 * Self.page)
    }
}
