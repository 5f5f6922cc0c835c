import Core
import TestSupport
import Testing

@testable import Digests

/// Files taken at once beside each alone by libcrypto, at each level that this processor supports:
/// where it supports none, those tests have no case, and what is left is libcrypto's.
@Suite(.timeLimit(.minutes(5)))
struct ParallelDigestsTests {
    static let levels = DigestLevel.allCases.filter(\.isSupported)

    private func expected(_ bytes: Span<UInt8>) throws -> DigestSet {
        var digests = try SeparateDigests()
        digests.update(bytes)
        return digests.finish()
    }

    private func random(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }

    /// Compares the digests of files somewhere in the memory.
    private func check(
        _ files: [Range<Int>],
        in memory: [UInt8],
        _ level: DigestLevel,
        _ most: Int
    ) throws {
        let found = ParallelDigests.digests(of: files, in: memory.span, level, most: most)
        let wanted = try files.map { try expected(memory.span.extracting($0)) }
        #expect(found == wanted, "\(files) at \(level), \(most) at once")
    }

    // Both widths, whichever is the fast one here: it takes a minute where eight are slow.
    @Test(arguments: levels, [4, 8])
    func `of any two lengths up to 300, whatever goes along, all digests are libcrypto's`(
        level: DigestLevel,
        most: Int
    ) throws {
        var generator = SeededGenerator(seed: 1)
        let memory = random(700, &generator)
        var known: [Range<Int>: DigestSet] = [:]
        for first in 0...300 {
            for second in stride(from: first % 5, through: 300, by: 5) {
                // Three and eight files are fewer than the kernel takes, and as many.
                let count = (first + second) % 2 == 0 ? 3 : 8
                let files = (0..<count).map { index in
                    let start = index * 37 % 64
                    return start..<start + (index % 2 == 0 ? first : second)
                }
                let found = ParallelDigests.digests(
                    of: files,
                    in: memory.span,
                    level,
                    most: most
                )
                for (file, digests) in zip(files, found) {
                    if known[file] == nil {
                        known[file] = try expected(memory.span.extracting(file))
                    }
                    try #require(digests == known[file], "\(files)")
                }
            }
        }
    }

    @Test(arguments: levels, [4, 8])
    func `any number of files of any lengths at any address have libcrypto's digests`(
        level: DigestLevel,
        most: Int
    ) throws {
        var generator = SeededGenerator(seed: 2)
        let memory = random(300_000, &generator)
        for count in 0...20 {
            for _ in 0..<10 {
                let longest = [100, 5_000, 70_000, 250_000].randomElement(using: &generator) ?? 0
                let files = (0..<count).map { _ in
                    let start = Int.random(in: 0..<50_000, using: &generator)
                    return start..<start + Int.random(in: 0...longest, using: &generator)
                }
                try check(files, in: memory, level, most)
            }
        }
    }

    @Test(arguments: levels, [4, 8])
    func `one file much longer than the others has the same digests`(
        level: DigestLevel,
        most: Int
    ) throws {
        var generator = SeededGenerator(seed: 3)
        let memory = random(1_000_000, &generator)
        let short = (0..<9).map { 1_001 * $0..<1_001 * $0 + 40_000 }
        try check([3..<999_999] + short, in: memory, level, most)
        try check(short + [1..<1_000_000], in: memory, level, most)
    }

    @Test(arguments: 0...DigestKinds.all.rawValue)
    func `what is asked for is made, in the order of the files`(bits: UInt8) throws {
        let kinds = DigestKinds(rawValue: bits)
        let texts = PublishedDigests.all.map { Array($0.text.utf8) }
        let memory = Array(texts.joined())
        var files: [Range<Int>] = []
        for text in texts {
            let start = files.last?.upperBound ?? 0
            files.append(start..<start + text.count)
        }
        let found = try ParallelDigests.digests(kinds, of: files, in: memory.span)
        #expect(found.count == files.count)
        for (digests, known) in zip(found, PublishedDigests.all) {
            #expect(digests.kinds == kinds)
            #expect(digests.md5?.hex == (kinds.contains(.md5) ? known.md5 : nil))
            #expect(digests.sha1?.hex == (kinds.contains(.sha1) ? known.sha1 : nil))
            #expect(digests.sha256?.hex == (kinds.contains(.sha256) ? known.sha256 : nil))
        }
    }

    @Test func `no level is above the one that is forced`() {
        #expect(DigestLevel.best(asked: .baseline) == nil)
        #expect(DigestMethod.best(for: .all, asked: .baseline) == .separate)
        #expect(DigestLevel.best(asked: .avx2) != .avx512)
        #expect(DigestLevel.best(asked: .avx512) == DigestLevel.best(asked: nil))
    }

    @Test func `as many files are taken at once as is faster`() {
        for level in DigestLevel.allCases {
            for (count, most) in (0...20).flatMap({ count in [4, 8].map { (count, $0) } }) {
                guard let width = level.width(for: count, most: most) else {
                    #expect(count < 4)
                    continue
                }
                #expect((3...most).contains(width) && width <= count)
            }
        }
        #expect([4, 8].contains(DigestLevel.fileCountMax))
    }
}
