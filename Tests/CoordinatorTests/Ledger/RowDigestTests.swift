import Core
import Foundation
import TestSupport
import Testing

@testable import Coordinator

@Suite struct `The digest of a row` {
    private struct Row {
        var numbers = [3, 10, 4, 99, 1000, 80, 2, 0, 0, 0]
        var outcomes = OutcomeCounts()
        var worker = "w"
        var segment = UInt8(1)
        var findings = [(10, Match(list: 0, entry: 1, kind: .md5, distance: 0, variant: .original))]

        func digest() throws -> Digest {
            var digest = RowDigest(
                shard: Shard(
                    id: ShardID(numbers[0]),
                    firstEntry: numbers[1],
                    entryCount: numbers[2],
                    byteCount: Int64(numbers[3]),
                    manifestOffset: Int64(numbers[4]),
                    manifestLength: numbers[5]
                ),
                epoch: Epoch(numbers[6]),
                worker: worker,
                segment: try #require(
                    Digest(.sha256, bytes: [UInt8](repeating: segment, count: 32))
                ),
                outcomes: outcomes,
                matchesLeftOut: numbers[7],
                caveats: Caveats(lowQuality: numbers[8], withWarnings: numbers[9])
            )
            for (entry, match) in findings { digest.add(entry: entry, match) }
            return try digest.finish()
        }
    }

    @Test func `is the same for the same row, and another for every other`() throws {
        let first = try Row().digest()
        #expect(try Row().digest() == first)
        var others: [Row] = []
        for index in 0..<10 {
            var row = Row()
            row.numbers[index] ^= 1
            others.append(row)
        }
        for kind in OutcomeKind.allCases {
            var row = Row()
            row.outcomes[kind] += 1
            others.append(row)
        }
        var row = Row()
        row.worker = "v"
        others.append(row)
        row = Row()
        row.segment = 2
        others.append(row)
        row = Row()
        row.findings = []
        others.append(row)
        for match in [
            Match(list: 1, entry: 1, kind: .md5, distance: 0, variant: .original),
            Match(list: 0, entry: 2, kind: .md5, distance: 0, variant: .original),
            Match(list: 0, entry: 1, kind: .sha1, distance: 0, variant: .original),
            Match(list: 0, entry: 1, kind: .md5, distance: 1, variant: .original),
            Match(list: 0, entry: 1, kind: .md5, distance: 0, variant: .mirror),
        ] {
            row = Row()
            row.findings = [(10, match)]
            others.append(row)
        }
        #expect(Set(try others.map { try $0.digest() } + [first]).count == others.count + 1)
    }

    /// The text that is digested is fixed: ledgers are read by later versions.
    @Test func `is the one that sha256sum makes of the row's text`() throws {
        let folder = try TestFolder()
        let text = """
            3 10 4 99 1000 80 2 0 0 0
            0 0 0 0 0 0 0 0
            w
            \(String(repeating: "01", count: 32))
            10 0 1 1 0 0

            """
        let path = try folder.write(text, to: "row")
        let sum = try PlannedSweep.output(["sha256sum", path])
        #expect(try sum.hasPrefix(Row().digest().hex))
    }
}
