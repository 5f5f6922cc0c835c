import Core
import TestSupport
import Testing

/// The matcher beside the plainest search there is: every hash of every record, one by one.
@Suite struct MatcherPropertyTests {
    /// Records as they were made up, before anything is sorted or compiled.
    private struct Invention {
        var records: [ListRecord] = []
        var settings: ListSettings

        init(_ numbers: inout SeededGenerator, near hashes: [PDQHash], _ digests: DigestSet) {
            settings = ListSettings(
                threshold: [0, 31, 47, 120, 256].randomElement(using: &numbers) ?? 31,
                qualityFloor: [0, 50, 51, 100].randomElement(using: &numbers) ?? 50
            )
            for number in 1...Int.random(in: 1...400, using: &numbers) {
                var listed: [ListHash] = []
                for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                    listed.append(Self.hash(&numbers, near: hashes, digests))
                }
                records.append(
                    ListRecord(
                        number: number,
                        id: "\(number)",
                        hashes: listed.reduce(into: []) { if !$0.contains($1) { $0.append($1) } },
                        threshold: Int.random(in: 0...3, using: &numbers) == 0
                            ? Int.random(in: 0...254, using: &numbers) : nil
                    )
                )
            }
        }

        private static func hash(
            _ numbers: inout SeededGenerator,
            near hashes: [PDQHash],
            _ digests: DigestSet
        ) -> ListHash {
            if Int.random(in: 0...9, using: &numbers) == 0 {
                let kind = DigestKind.allCases.randomElement(using: &numbers) ?? .md5
                if let digest = digests[kind] { return ListHash(digest) }
            }
            var words = hashes.randomElement(using: &numbers)?.words ?? .zero
            for _ in 0..<Int.random(in: 0...140, using: &numbers) {
                let bit = Int.random(in: 0..<256, using: &numbers)
                words[bit / 64] ^= 1 << UInt64(bit % 64)
            }
            return ListHash(PDQHash(words: words))
        }

        func compiled() throws -> MatcherList {
            var builder = CompiledListBuilder()
            for record in records { try builder.take(.record(record)) }
            let list = try CompiledList(HeldBytes(InventedList.compiled(&builder).bytes))
            return MatcherList(list: list, settings: settings)
        }

        func matches(
            _ list: Int,
            _ digests: DigestSet,
            _ picture: Picture,
            _ variants: [PictureVariant: PDQHash]
        ) -> [Match] {
            records.enumerated().flatMap { entry, record in
                var found: [MatchKind: (Int, PictureVariant)] = [:]
                for hash in record.hashes {
                    for kind in DigestKind.allCases
                    where digests[kind].map({ ListHash($0) }) == hash {
                        found[hash.kind] = (0, .original)
                    }
                    guard hash.kind == .pdq, picture.quality >= settings.qualityFloor else {
                        continue
                    }
                    for variant in PictureVariant.allCases {
                        guard let own = variants[variant] else { continue }
                        let distance = own.distance(to: PDQHash(words: hash.words))
                        guard distance <= record.threshold ?? settings.threshold else { continue }
                        let best = found[.pdq] ?? (.max, .original)
                        if (distance, variant.rawValue) < (best.0, best.1.rawValue) {
                            found[.pdq] = (distance, variant)
                        }
                    }
                }
                return found.map { kind, best in
                    Match(list: list, entry: entry, kind: kind, distance: best.0, variant: best.1)
                }
            }
        }
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `it finds what a plain search finds`(seed: UInt64) throws {
        var numbers = SeededGenerator(seed: seed)
        func bytes(_ count: Int) -> [UInt8] {
            (0..<count).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        }
        let digests = DigestSet(
            md5: Digest(.md5, bytes: bytes(16)),
            sha1: Digest(.sha1, bytes: bytes(20)),
            sha256: Digest(.sha256, bytes: bytes(32))
        )
        let hashes = try (0..<8).map { _ in try #require(PDQHash(bytes: bytes(32))) }
        let picture = Picture(
            width: 1,
            height: 1,
            hash: hashes[0],
            quality: [49, 50, 100].randomElement(using: &numbers) ?? 50,
            profile: .exact,
            hasWarnings: false
        )
        let hasVariants = Bool.random(using: &numbers)
        let variants = Dictionary(
            uniqueKeysWithValues: zip(PictureVariant.allCases, hashes).prefix(hasVariants ? 8 : 1)
        )
        let lists = (0..<3).map { _ in Invention(&numbers, near: hashes, digests) }
        // Lists have digests of every kind, whatever the sweep makes.
        let kinds = DigestKinds(rawValue: UInt8.random(in: 0...7, using: &numbers))
        let made = seed.isMultiple(of: 2) ? digests : digests.only(kinds)
        let matching = Matcher(lists: try lists.map { try $0.compiled() })
            .matches(digests: made, picture: picture, variants: hasVariants ? variants : [:])
        let all = lists.enumerated().flatMap { index, list in
            list.matches(index, made, picture, variants)
        }
        let expected = all.sorted { Self.nearness($0).lexicographicallyPrecedes(Self.nearness($1)) }
            .prefix(1000).sorted { Self.place($0).lexicographicallyPrecedes(Self.place($1)) }
        #expect(matching.matches == expected)
        #expect(matching.leftOutCount == all.count - expected.count)
    }

    private static func place(_ match: Match) -> [Int] {
        [match.list, match.entry, Int(match.kind.rawValue)]
    }

    private static func nearness(_ match: Match) -> [Int] { [match.distance] + place(match) }
}
