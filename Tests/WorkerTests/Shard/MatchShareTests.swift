import Core
import Testing

@testable import Worker

@Suite struct `A share of matches` {
    @Test(arguments: [
        ([], 10, 0), ([0, 0], 10, 0), ([4, 3], 7, 4), ([4, 3], 6, 3), ([4, 3], 5, 2),
        ([4, 0], 3, 3), ([1000, 1, 1], 12, 10), ([5], 0, 0),
    ])
    func `is the largest with which all fit`(counts: [Int], countMax: Int, perFile: Int) {
        let share = MatchShare(counts: counts, countMax: countMax)
        #expect(share.perFile == perFile)
        #expect(counts.reduce(0) { $0 + min($1, share.perFile) } <= countMax)
    }

    @Test func `leaves every file some, in the largest shard where every file has a thousand`() {
        let counts = [Int](repeating: Matcher.matchesPerFileMax, count: 100_000)
        #expect(MatchShare(counts: counts, countMax: 1_000_000).perFile == 10)
    }
}
