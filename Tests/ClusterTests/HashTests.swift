import Foundation
import TestSupport
import Testing

extension BadInputTests {
    /// `turnstone hash` with names as storage has them.
    @Suite(.timeLimit(.minutes(3))) struct HashTests {
        private static let make = """
            mkdir n; cp tree/p1.jpg n/a.jpg; cp tree/p2.jpg $'n/\\xff\\xfe.jpg'
            cp tree/p3.jpg $'n/z\\e[31m\\nz.jpg'; ln -s nowhere n/dangling.jpg
            cp sha.txt $'n/t\\r\\x07.txt'
            """

        @Test func `what can be hashed is hashed, and each other file has its sentence`()
            async throws
        {
            let runner = try await BadInputRunner()
            try await runner.prepare(HashTests.make)
            let ended = try await runner.run(
                "$T hash n/* missing $'gone\\e[2J\\xff' > out; code=$?; wc -l < out; exit $code"
            )
            #expect(ended.code == 2 && ended.output == "4\n", "\(ended.text)")
            #expect(
                ended.errors.split(separator: "\n").sorted() == [
                    "turnstone hash: gone\\u{1b}[2J\\xff: No such file or directory",
                    "turnstone hash: missing: No such file or directory",
                    "turnstone hash: n/dangling.jpg: a link that leads nowhere: "
                        + "No such file or directory",
                    "turnstone hash: n/t\\r\\u{7}.txt: "
                        + "not a picture that Turnstone decodes (JPEG or PNG)",
                ],
                "\(ended.errors)"
            )
            // The bytes of the name stand in the list as they are.
            let exact = try await runner.run("LC_ALL=C grep -ac $',n/\\xff\\xfe.jpg$' out")
            #expect(exact.output == "1\n", "\(exact.text)")
        }

        @Test func `the stages of a sweep cost what its lanes say`() async throws {
            let runner = try await BadInputRunner()
            try await runner.prepare(
                "TURNSTONE_STAGE_COSTS=$PWD/costs $T scan tree $H --sweep s > o || test $? = 1"
            )
            let read = try await runner.run("cat costs")
            let costs = try JSONDecoder()
                .decode([String: Double].self, from: Data(read.output.utf8))
            #expect(Set(costs.keys) == ["digest", "decode", "pdq"])
            #expect(costs.values.allSatisfy { $0 > 0 && $0 < 60 }, "\(costs)")
        }

        @Test func `the list of such names has a record for each file`() async throws {
            let runner = try await BadInputRunner()
            try await runner.prepare(HashTests.make)
            let ended = try await runner.run(
                "$T hash n/*.jpg > out 2> said; $T list inspect --json out"
            )
            #expect(ended.code == 0, "\(ended.text)")
            #expect(ended.output.contains("\"entries\":3,"), "\(ended.output)")
            #expect(ended.output.contains("\"rejected\":0,"), "\(ended.output)")
        }

        @Test func `a JSON line has the exact bytes where a text cannot`() async throws {
            struct Line: Decodable, Equatable {
                let path: String
                let path_base64: String?
            }
            let runner = try await BadInputRunner()
            try await runner.prepare(HashTests.make)
            let ended = try await runner.run("$T hash --format jsonl n/a.jpg $'n/\\xff\\xfe.jpg'")
            #expect(ended.code == 0 && ended.errors.isEmpty, "\(ended.text)")
            let lines = try ended.output.split(separator: "\n").map {
                try JSONDecoder().decode(Line.self, from: Data($0.utf8))
            }
            let bytes = Data("n/".utf8) + [0xFF, 0xFE] + Data(".jpg".utf8)
            #expect(
                lines == [
                    Line(path: "n/a.jpg", path_base64: nil),
                    Line(path: "n/\u{FFFD}\u{FFFD}.jpg", path_base64: bytes.base64EncodedString()),
                ]
            )
        }

        @Test func `a full disk is told, and a reader that leaves is no error`() async throws {
            let runner = try await BadInputRunner()
            let full = try await runner.run("$T hash tree/p1.jpg > /dev/full")
            #expect(full.code == 4 && full.errors.contains("No space left"), "\(full.text)")
            let left = try await runner.run(
                "set -o pipefail; $T hash tree/*.jpg tree/*.jpg | true"
            )
            #expect(left.code == 0 && left.errors.isEmpty, "\(left.text)")
        }
    }
}
