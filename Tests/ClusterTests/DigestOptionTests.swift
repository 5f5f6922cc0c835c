import Foundation
import TestSupport
import Testing

extension BadInputTests {
    /// `--digests`: what is asked for is made, compared and told, and nothing else.
    @Suite(.timeLimit(.minutes(5))) struct DigestOptionTests {
        private static let kinds = ["md5", "sha1", "sha256"]

        /// Each file's digests by coreutils, beside those in the report.
        private static let compare = """
            $T report s --format outcomes > outcomes
            for kind in md5 sha1 sha256; do
                (cd tree; ${kind}sum * .hidden) | sort > $kind.expected
                sed -E "s/.*\"path\":\"[^\"]*tree.([^\"]*)\".*\"$kind\":(null|\"[0-9a-f]*\").*/\\2  \\1/" \
                    outcomes | tr -d '\"' | sort > $kind.found
            done
            """

        @Test(arguments: ["md5", "sha1", "sha256", "sha256,md5", "sha1,sha256"])
        func `digests are those of coreutils where they are asked for, and null elsewhere`(
            digests: String
        ) async throws {
            let runner = try await BadInputRunner()
            let kind = digests.split(separator: ",")[0]
            try await runner.prepare(
                """
                head -c 5000000 /dev/zero > tree/large; echo text > tree/.hidden
                \(kind)sum tree/large tree/p1.jpg > list
                $T scan tree --hashes \(kind):list --digests \(digests) --sweep s -q > o ||
                    test $? = 1
                \(Self.compare)
                """
            )
            for kind in Self.kinds {
                let isMade = digests.split(separator: ",").contains(kind[...])
                let same = try await runner.run(
                    isMade
                        ? "cmp \(kind).expected \(kind).found"
                        : "test $(grep -c '^null  ' \(kind).found) = $(wc -l < outcomes)"
                )
                #expect(same.code == 0, "\(kind): \(same.text)")
            }
            let found = try await runner.run("$T report s --format jsonl | grep -o '\"kind.*dist'")
            let lines = found.output.split(separator: "\n")
            #expect(lines.count == 2 && lines.allSatisfy { $0.contains("\"\(kind)\"") })
            let made = Self.kinds.filter { digests.split(separator: ",").contains($0[...]) }
            let summary = try await runner.run("$T status s --json; $T resume s --json; $T status s")
            let names = "\"digests\":[" + made.map { "\"\($0)\"" }.joined(separator: ",") + "]"
            #expect(summary.output.components(separatedBy: names).count == 3, "\(summary.text)")
            #expect(summary.output.contains("digests     " + made.joined(separator: ", ")))
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
                        sed -E 's/,"worker":.*//; s/"(md5|sha1|sha256)":"[0-9a-f]*"/"\\1":null/g' \
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
                    $T scan tree --hashes pdq.csv --digests \(digests) --sweep s -q > o || test $? = 1
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
