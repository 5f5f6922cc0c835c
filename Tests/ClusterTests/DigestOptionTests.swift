import Foundation
import TestSupport
import Testing

extension BadInputTests {
    /// `--digests`: what is asked for is made, compared and told, and nothing else.
    @Suite(.timeLimit(.minutes(5))) struct DigestOptionTests {
        /// What the report says of a file.
        private struct Line: Decodable {
            let path: String
            let md5: String?
            let sha1: String?
            let sha256: String?

            var name: String { path.split(separator: "/").last.map { String($0) } ?? "" }
        }

        private func lines(_ runner: BadInputRunner, _ command: String) async throws -> [Line] {
            let ended = try await runner.run(command)
            return try ended.output.split(separator: "\n").map {
                try JSONDecoder().decode(Line.self, from: Data($0.utf8))
            }
        }

        /// The digest of each file of the tree by coreutils.
        private func expected(_ kind: String, _ runner: BadInputRunner) async throws -> [String] {
            let ended = try await runner.run("cd tree; \(kind)sum * .hidden")
            return ended.output.split(separator: "\n").map { String($0) }.sorted()
        }

        @Test(arguments: ["md5", "sha1", "sha256", "sha256,md5", "sha1,sha256"])
        func `digests are those of coreutils where they are asked for, and null elsewhere`(
            digests: String
        ) async throws {
            let runner = try await BadInputRunner()
            let asked = digests.split(separator: ",").map { String($0) }
            try await runner.prepare(
                """
                head -c 5000000 /dev/zero > tree/large; echo text > tree/.hidden
                \(asked[0])sum tree/large tree/p1.jpg > list
                $T scan tree --hashes \(asked[0]):list --digests \(digests) --sweep s -q > o ||
                    test $? = 1
                """
            )
            let files = try await lines(runner, "$T report s --format outcomes")
            let found = try await lines(runner, "$T report s --format jsonl")
            #expect(found.map(\.name).sorted() == ["large", "p1.jpg"])
            for (kind, digest) in [("md5", \Line.md5), ("sha1", \.sha1), ("sha256", \.sha256)] {
                guard asked.contains(kind) else {
                    #expect((files + found).allSatisfy { $0[keyPath: digest] == nil })
                    continue
                }
                let sums = files.map { "\($0[keyPath: digest] ?? "none")  \($0.name)" }
                #expect(try await sums.sorted() == expected(kind, runner))
                #expect(found.allSatisfy { $0[keyPath: digest] != nil })
            }
            let made = ["md5", "sha1", "sha256"].filter { asked.contains($0) }
            let said = try await runner.run("$T status s --json; $T resume s --json; $T status s")
            let names = "\"digests\":[" + made.map { "\"\($0)\"" }.joined(separator: ",") + "]"
            #expect(said.output.components(separatedBy: names).count == 3, "\(said.text)")
            #expect(said.output.contains("digests     " + made.joined(separator: ", ")))
            #expect(try await runner.run("$T verify s").code == 0)
        }

        @Test func `pictures are found as before where no digest is made`() async throws {
            let runner = try await BadInputRunner()
            try await runner.prepare(
                """
                echo text > tree/t.txt
                $T hash --exact tree/p*.jpg tree/q.png > pdq.csv
                for way in all none; do
                    digests=; test $way = all || digests='--digests none'
                    $T scan tree --hashes pdq.csv $digests --sweep $way > $way.said || test $? = 1
                    $T report $way --format jsonl |
                        sed -E 's/"(md5|sha1|sha256)":"[0-9a-f]*"/"\\1":null/g; s/"worker":.*//' \
                        > $way.findings
                done
                test $(wc -l < all.findings) -ge 6
                """
            )
            let same = try await runner.run("cmp all.findings none.findings")
            #expect(same.code == 0, "\(same.text)")
            let said = try await runner.run("cat none.said")
            #expect(said.output.contains("  digests        none\n"), "\(said.text)")
            #expect(said.output.contains("1 file without a PDQ hash: compared with nothing"))
            let all = try await runner.run("cat all.said")
            #expect(all.output.contains("  digests        md5, sha1, sha256\n"), "\(all.text)")
            #expect(!all.output.contains("compared with nothing"))
        }

        @Test func `a sweep that goes on makes the same digests`() async throws {
            let runner = try await BadInputRunner()
            try await runner.prepare(
                """
                sha1sum tree/p2.jpg > list
                $T plan tree --hashes list --digests sha1 --sweep s > o
                $T resume s -q > o || test $? = 1
                $T report s --format outcomes > outcomes
                """
            )
            let counts = try await runner.run(
                "grep -c '\"md5\":null,\"sha1\":\"[0-9a-f]*\",\"sha256\":null' outcomes;"
                    + "wc -l < outcomes; $T report s --format csv | grep -c ',,[0-9a-f]*,,'"
            )
            #expect(counts.output == "7\n7\n1\n", "\(counts.text)")
        }

        @Test func `a page says what prints the digests that it holds`() async throws {
            let runner = try await BadInputRunner()
            for (digests, tool) in [("md5,sha1", "sha1sum"), ("none", nil)] {
                try await runner.prepare(
                    """
                    rm -rf s; $T hash --exact tree/p1.jpg > pdq.csv
                    $T scan tree --hashes pdq.csv --digests \(digests) --sweep s -q > o ||
                        test $? = 1
                    """
                )
                let page = try await runner.run("$T report s --format html").output
                #expect(page.contains("<span>digests: "))
                #expect(page.contains("sum</code>") == (tool != nil))
                if let tool { #expect(page.contains("<code>\(tool)</code>")) }
            }
        }

        @Test func `hash prints the digests that are asked for`() async throws {
            let runner = try await BadInputRunner()
            let ended = try await runner.run(
                "$T hash --format jsonl --digests sha1 tree/p1.jpg; sha1sum < tree/p1.jpg"
            )
            let lines = ended.output.split(separator: "\n")
            try #require(lines.count == 2)
            #expect(lines[0].contains("\"sha1\":\"\(lines[1].prefix(40))\""), "\(ended.text)")
            #expect(!lines[0].contains("\"md5\"") && !lines[0].contains("\"sha256\""))
            let none = try await runner.run("$T hash --format jsonl --digests none tree/p1.jpg")
            #expect(none.output.contains("\"pdq\"") && !none.output.contains("\"sha"))
        }
    }
}
