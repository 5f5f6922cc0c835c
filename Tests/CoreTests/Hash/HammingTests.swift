import Core
import TestSupport
import Testing

struct HammingTests {
    static let levels = KernelLevel.allCases.filter(\.isSupported)

    @Test(arguments: levels, [0, 1, 3, 4, 7, 8, 9, 17])
    func `a scan finds what comparing pair by pair finds`(level: KernelLevel, needleCount: Int) {
        var generator = SeededGenerator(seed: UInt64(needleCount))
        let hashes = (0..<500).map { _ in HammingTests.hash(&generator) }
        let needles = (0..<needleCount).map { index in
            HammingTests.near(hashes[index * 29], bits: index * 4, &generator)
        }
        for threshold in [-1, 0, 31, 120, 256, 300] {
            let hits = Hamming.scan(
                needles: needles,
                hashes: HammingTests.words(hashes).span,
                threshold: threshold,
                level: level
            )
            #expect(Set(hits) == Set(HammingTests.pairs(needles, hashes, threshold)))
            #expect(Set(hits).count == hits.count)
        }
    }

    @Test(arguments: levels)
    func `distances are those of the hashes themselves`(level: KernelLevel) {
        var generator = SeededGenerator(seed: 3)
        let hashes = (0..<77).map { _ in HammingTests.hash(&generator) }
        let distances = Hamming.distances(
            from: hashes[5],
            to: HammingTests.words(hashes).span,
            level: level
        )
        #expect(distances == hashes.map { UInt16($0.distance(to: hashes[5])) })
        #expect(distances[5] == 0)
    }

    @Test(arguments: levels)
    func `the distance from no bits to all bits is 256`(level: KernelLevel) {
        let all = [UInt64](repeating: .max, count: 4)
        let none = PDQHash(words: SIMD4())
        let hits = Hamming.scan(needles: [none], hashes: all.span, threshold: 256, level: level)
        #expect(hits == [Hamming.Hit(needle: 0, hash: 0, distance: 256)])
        #expect(
            Hamming.scan(needles: [none], hashes: all.span, threshold: 255, level: level).isEmpty
        )
    }

    private static func hash(_ generator: inout SeededGenerator) -> PDQHash {
        PDQHash(
            words: SIMD4(
                generator.next(),
                generator.next(),
                generator.next(),
                generator.next()
            )
        )
    }

    private static func near(
        _ hash: PDQHash,
        bits: Int,
        _ generator: inout SeededGenerator
    ) -> PDQHash {
        var words = hash.words
        for bit in (0..<256).shuffled(using: &generator).prefix(bits) {
            words[bit / 64] ^= 1 << UInt64(bit % 64)
        }
        return PDQHash(words: words)
    }

    private static func words(_ hashes: [PDQHash]) -> [UInt64] {
        hashes.flatMap { hash in (0..<4).map { hash.words[$0] } }
    }

    private static func pairs(
        _ needles: [PDQHash],
        _ hashes: [PDQHash],
        _ threshold: Int
    ) -> [Hamming.Hit] {
        needles.enumerated().flatMap { needle in
            hashes.enumerated().compactMap { hash in
                let distance = needle.element.distance(to: hash.element)
                return distance <= threshold
                    ? Hamming.Hit(needle: needle.offset, hash: hash.offset, distance: distance)
                    : nil
            }
        }
    }
}
