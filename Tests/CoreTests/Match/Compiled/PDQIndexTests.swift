import Core
import TestSupport
import Testing

/// The index beside comparing all hashes.
@Suite struct PDQIndexTests {
    private static let levels = KernelLevel.allCases.filter(\.isSupported)

    private static func random(_ numbers: inout SeededGenerator) -> PDQHash {
        PDQHash(words: SIMD4(numbers.next(), numbers.next(), numbers.next(), numbers.next()))
    }

    /// The hash with that many of its bits turned.
    private static func turned(
        _ hash: PDQHash,
        _ count: Int,
        _ numbers: inout SeededGenerator
    ) -> PDQHash {
        var words = hash.words
        var left = count
        while left > 0 {
            let bit = Int(numbers.next() % 256)
            let mask: UInt64 = 1 << UInt64(bit % 64)
            guard words[bit / 64] & mask == hash.words[bit / 64] & mask else { continue }
            words[bit / 64] ^= mask
            left -= 1
        }
        return PDQHash(words: words)
    }

    private static func compiled(
        _ hashes: [PDQHash],
        thresholds: [Int: Int] = [:]
    ) throws -> CompiledList {
        var builder = CompiledListBuilder()
        for (index, hash) in hashes.enumerated() {
            let record = ListRecord(
                number: index + 1,
                id: "\(index)",
                hashes: [ListHash(hash)],
                threshold: thresholds[index]
            )
            try builder.take(.record(record))
        }
        return try CompiledList(HeldBytes(InventedList.compiled(&builder).bytes))
    }

    private static func words(_ hashes: [PDQHash]) -> [UInt64] {
        hashes.flatMap { hash in (0..<4).map { hash.words[$0] } }
    }

    @Test(arguments: levels)
    func `finds what comparing all finds, whatever the threshold`(level: KernelLevel) throws {
        var numbers = SeededGenerator(seed: 5)
        var hashes = (0..<40_000).map { _ in Self.random(&numbers) }
        // Families: many near to each other, and some twice.
        for index in 30_000..<40_000 {
            hashes[index] = Self.turned(hashes[index % 50], index % 70, &numbers)
        }
        let list = try Self.compiled(hashes)
        try list.check()
        let words = Self.words(hashes)
        let needles = (0..<10).map { Self.turned(hashes[$0 * 7], $0 * 3, &numbers) }
        var foundCount = 0
        for threshold in [0, 1, 7, 14, 15, 16, 17, 30, 31, 32, 39, 43, 47, 48, 55, 63] {
            for needle in needles {
                guard let hits = PDQIndex(list).hits([needle], within: threshold, level: level)
                else { continue }
                foundCount += hits.count
                let all = Hamming.scan(needles: [needle], hashes: words.span, threshold: threshold)
                #expect(Set(hits) == Set(all))
            }
        }
        #expect(foundCount > 5000)
    }

    /// A threshold that is the very distance is the hardest: nothing is left over.
    @Test func `finds a hundred thousand neighbours at every distance from 0 to 43`() throws {
        var numbers = SeededGenerator(seed: 43)
        let hashes = (0..<100_000).map { _ in Self.random(&numbers) }
        let list = try Self.compiled(hashes)
        let index = PDQIndex(list)
        var missed = 0
        for (position, hash) in hashes.enumerated() {
            let distance = position % 44
            let needle = Self.turned(hash, distance, &numbers)
            let expected = Hamming.Hit(needle: 0, hash: position, distance: distance)
            let hits = index.hits([needle], within: distance)
            if hits?.contains(expected) != true { missed += 1 }
        }
        #expect(missed == 0)
    }

    @Test func `hashes that are all alike are compared one by one`() throws {
        var numbers = SeededGenerator(seed: 1)
        let hash = Self.random(&numbers)
        let same = [PDQHash](repeating: hash, count: 50_000)
        let list = try Self.compiled(same)
        #expect(PDQIndex(list).hits([hash], within: 31) == nil)
        let all = try matching(list, hash, threshold: 31)
        #expect(all.matches.count + all.leftOutCount == 50_000)
        // Alike in seven slots of eight: each value of these has all rows.
        let alike = (0..<50_000).map { number in
            PDQHash(words: SIMD4(hash.words[0], hash.words[1], hash.words[2], UInt64(number)))
        }
        let other = try Self.compiled(alike)
        let needle = Self.turned(alike[77], 20, &numbers)
        for threshold in [21, 31, 43] {
            let all = Hamming.scan(
                needles: [needle],
                hashes: Self.words(alike).span,
                threshold: threshold
            )
            let found = try matching(other, needle, threshold: threshold)
            #expect(found.matches.count + found.leftOutCount == all.count)
            if found.leftOutCount == 0 {
                #expect(Set(found.matches.map(\.entry)) == Set(all.map(\.hash)))
            }
        }
    }

    @Test func `a short list has no index, and matches all the same`() throws {
        var numbers = SeededGenerator(seed: 2)
        let hashes = (0..<PDQIndexLayout.hashCountMin - 1).map { _ in Self.random(&numbers) }
        let list = try Self.compiled(hashes)
        let needle = Self.turned(hashes[9], 31, &numbers)
        #expect(PDQIndex(list).hits([needle], within: 31) == nil)
        #expect(try matches(list, needle, threshold: 31) == [9])
        #expect(try matches(list, needle, threshold: 30) == [])
        let longer = try Self.compiled(hashes + [Self.random(&numbers)])
        #expect(PDQIndex(longer).hits([needle], within: 31)?.map(\.hash).first == 9)
    }

    @Test func `own thresholds, narrow and wide, go before the list's`() throws {
        var numbers = SeededGenerator(seed: 8)
        let hashes = (0..<30_000).map { _ in Self.random(&numbers) }
        let needle = hashes[0]
        var near = hashes
        var thresholds: [Int: Int] = [:]
        for index in 1..<300 {
            near[index * 90] = Self.turned(needle, index % 120, &numbers)
            if !index.isMultiple(of: 3) { thresholds[index * 90] = index * 31 % 255 }
        }
        let list = try Self.compiled(near, thresholds: thresholds)
        try list.check()
        for threshold in [0, 31, 45, 80, 256] {
            let expected = near.indices.filter {
                near[$0].distance(to: needle) <= thresholds[$0] ?? threshold
            }
            // Beyond a thousand the farther ones are only counted.
            if expected.count <= Matcher.matchesPerFileMax {
                #expect(try matches(list, needle, threshold: threshold) == Set(expected))
            }
        }
    }

    /// Only what opening looks at is whole: the kernel may not believe the rest.
    @Test(arguments: levels) func `a damaged index reads nothing else`(level: KernelLevel) throws {
        var numbers = SeededGenerator(seed: 21)
        let hashes = (0..<PDQIndexLayout.hashCountMin).map { _ in Self.random(&numbers) }
        var builder = CompiledListBuilder()
        for (index, hash) in hashes.enumerated() {
            let hashes = [ListHash(hash)]
            try builder.take(.record(ListRecord(number: index + 1, id: nil, hashes: hashes)))
        }
        let bytes = try InventedList.compiled(&builder).bytes
        let layout = try CompiledListLayout(bytes.span)
        for round in 0..<20 {
            var damaged = bytes
            for _ in 0..<1 << round {
                let index = Int(numbers.next() % UInt64(layout[.pdqIndex].count))
                damaged[layout[.pdqIndex].lowerBound + index] = UInt8(numbers.next() & 0xFF)
            }
            let list = try CompiledList(HeldBytes(damaged))
            if round > 10 { #expect(throws: CompiledListError.damaged) { try list.check() } }
            for needle in hashes.prefix(50) {
                for hit in PDQIndex(list).hits([needle], within: 43, level: level) ?? [] {
                    #expect(hashes[hit.hash].distance(to: needle) == hit.distance)
                }
            }
        }
    }

    private func matches(
        _ list: CompiledList,
        _ hash: PDQHash,
        threshold: Int
    ) throws -> Set<Int> {
        Set(try matching(list, hash, threshold: threshold).matches.map(\.entry))
    }

    private func matching(
        _ list: CompiledList,
        _ hash: PDQHash,
        threshold: Int
    ) throws -> Matching {
        let picture = Picture(
            width: 1,
            height: 1,
            hash: hash,
            quality: 100,
            profile: .exact,
            hasWarnings: false
        )
        let digests = DigestSet(
            md5: try InventedList.digest(.md5, InventedList.md5),
            sha1: try InventedList.digest(.sha1, InventedList.sha1),
            sha256: try InventedList.digest(.sha256, InventedList.sha256)
        )
        let settings = ListSettings(threshold: threshold, qualityFloor: 0)
        return Matcher(lists: [MatcherList(list: list, settings: settings)])
            .matches(digests: digests, picture: picture)
    }
}
