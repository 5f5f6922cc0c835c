import Core
import TestSupport
import Testing

@testable import Digests

/// The kernel beside libcrypto, where this processor supports it.
@Suite(
    .enabled(
        if: DigestMethod.interleaved.isSupported,
        "this processor has no SHA extensions: libcrypto makes all digests"
    )
)
struct InterleavedDigestsTests {
    private func expected(_ bytes: [UInt8]) throws -> DigestSet {
        var digests = try SeparateDigests()
        digests.update(bytes.span)
        return digests.finish()
    }

    private func random(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }

    @Test func `digests of every length up to five blocks are libcrypto's`() throws {
        var generator = SeededGenerator(seed: 1)
        let bytes = random(320, &generator)
        for count in 0...bytes.count {
            var digests = InterleavedDigests()
            digests.update(bytes.span.extracting(first: count))
            #expect(try digests.finish() == expected(Array(bytes[..<count])), "\(count) bytes")
        }
    }

    @Test(arguments: [1, 55, 56, 57, 63, 64, 65, 119, 120, 121, 127, 128, 129, 200])
    func `bytes split anywhere in two or three pieces have the same digests`(count: Int) throws {
        var generator = SeededGenerator(seed: UInt64(count))
        let bytes = random(count, &generator)
        let expected = try expected(bytes)
        for first in 0...count {
            for second in stride(from: first, through: count, by: 1 + first % 7) {
                var digests = InterleavedDigests()
                digests.update(bytes.span.extracting(0..<first))
                digests.update(bytes.span.extracting(first..<second))
                digests.update(bytes.span.extracting(second..<count))
                #expect(digests.finish() == expected, "split at \(first) and \(second)")
            }
        }
    }

    @Test func `random bytes in random pieces have libcrypto's digests`() throws {
        var generator = SeededGenerator(seed: 2)
        let all = random(10_000, &generator)
        for _ in 0..<1_000 {
            let count = Int.random(in: 0...all.count, using: &generator)
            // So that the bytes begin at any address.
            let start = Int.random(in: 0...(all.count - count), using: &generator)
            let bytes = all.span.extracting(start..<start + count)
            let pieceMax = [1, 64, 100, 1_000, 10_000].randomElement(using: &generator) ?? 1
            var digests = InterleavedDigests()
            var position = 0
            while position < count {
                let piece = Int.random(in: 0...min(pieceMax, count - position), using: &generator)
                digests.update(bytes.extracting(position..<position + piece))
                position += piece
            }
            #expect(try digests.finish() == expected(Array(all[start..<start + count])))
        }
    }

    /// The state after 4 GiB less a block is the kernel's own; the digests are those that md5sum,
    /// sha1sum and sha256sum make of `truncate -s 4294967299`: right only if state and count are.
    @Test func `files of more than 4 GiB have coreutils' digests`() {
        var digests = InterleavedDigests(
            words: [
                0xaea7_a59b, 0x5c1a_3050, 0x4fab_861d, 0x79f5_8f93,
                0x3ccf_4401, 0x79bf_644f, 0x0383_3f7e, 0x3a9c_8f25, 0x455c_ecf4,
                0x8e5d_5c75, 0x160c_b1a0, 0x490d_ab48, 0x6b3c_b6f4,
                0x3e57_27a3, 0x5d1b_35d5, 0x1e63_0964, 0x239c_1d85,
            ],
            byteCount: 4_294_967_232
        )
        for _ in 0..<67 { digests.update([0].span) }
        let found = digests.finish()
        #expect(found.md5?.hex == "4ca27e0aa2e7592739ca3de160d1c3a6")
        #expect(found.sha1?.hex == "c2a34e434ebc0e21d10d44c2c778b2dc631c16db")
        #expect(
            found.sha256?.hex
                == "930fa067940ff8d9f427e3a116b7598503c70ce7380d66ff65f8de33d558f7f3"
        )
    }
}
