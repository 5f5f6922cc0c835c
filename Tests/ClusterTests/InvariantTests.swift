import Foundation
import Testing

extension BadInputTests {
    /// What holds of a whole sweep whatever it finds; see ARCHITECTURE.md, Invariants.
    @Suite struct InvariantTests {
        private let runner: BadInputRunner

        init() async throws { runner = try await BadInputRunner() }

        /// Times of access are years back, so that a single read that counts as one shows.
        @Test(.timeLimit(.minutes(3)))
        func `nothing on the scanned storage is changed, not even when it was last read`()
            async throws
        {
            try await runner.prepare(
                """
                mkdir -p tree/deep/er; cp tree/p1.jpg tree/deep/er/; echo text > tree/deep/note
                ln -s ../p2.jpg tree/deep/link; mkfifo tree/deep/pipe; : > tree/deep/empty
                find tree | sort > names; find tree -type f | sort | xargs sha256sum > sums
                xargs touch -a -h -d 2001-01-01 < names
                # By name: looking for the names again would be a read of the folders.
                look() { xargs stat -c '%n %F %s %x %y %z %i %h %a %u:%g' < names; }
                look > before
                $T scan tree $H --sweep s --workers 2 > o || test $? = 1
                look > after; find tree | sort > names-after
                find tree -type f | sort | xargs sha256sum > sums-after
                """
            )
            let same = try await runner.run(
                "diff before after && cmp names names-after && cmp sums sums-after"
            )
            #expect(same.code == 0, "\(same.text)")
            // The look can see it: a read as everybody reads changes the time of access, unless
            // this machine keeps none at all.
            let control = try await runner.run(
                "cat tree/p1.jpg > o; stat -c %x tree/p1.jpg; findmnt -n -o OPTIONS -T tree"
            )
            #expect(!control.output.hasPrefix("2001") || control.output.contains("noatime"))
        }

        /// Entries near to the pictures, and one that is nowhere: none is a file's own hash.
        @Test(.timeLimit(.minutes(3)))
        func `no hash of a list is logged, reported or kept outside the compiled list`()
            async throws
        {
            try await runner.prepare(
                """
                echo kind,hash > near.csv
                $T hash --exact tree/p*.jpg | cut -d, -f1 | sed -n 's/./& /p' |
                while read first rest; do
                    echo pdq,$(echo $first | tr 0123456789abcdef 1032547698badcfe)$rest
                done >> near.csv
                echo sha256,$(echo nowhere | sha256sum | cut -c1-64) >> near.csv
                test $(wc -l < near.csv) -ge 6
                $T scan tree --hashes near.csv --sweep s -v > said 2>&1 || test $? = 1
                for f in text html csv jsonl outcomes; do $T report s --format $f; done > reports
                $T status s > shown; $T status s --json >> shown; $T verify s >> shown
                $T list inspect near.csv >> shown
                grep -q '"kind":"pdq","distance":1' reports
                """
            )
            // The compiled list itself is found by the same search, so that it can find something.
            let search = """
                cut -d, -f2 near.csv | tail -n +2 > hashes
                find FILES -type f -exec cat {} + | od -An -v -tx1 | tr -d ' \\n' > hex
                cut -d, -f2 near.csv | tail -n +2 | while read hash; do
                    printf %s $hash | od -An -v -tx1 | tr -d ' \\n'; echo
                done > hashes-as-text
                cat hashes hashes-as-text > needles
                grep -o -i -f needles hex | sort -u | wc -l
                """
            let kept = "said reports shown s -not -path '*/lists/*'"
            let found = try await runner.run(search.replacing("FILES", with: kept))
            #expect(found.output == "0\n", "\(found.text)")
            let control = try await runner.run(search.replacing("FILES", with: "s/lists near.csv"))
            #expect((Int(control.output.dropLast()) ?? 0) >= 10, "\(control.text)")
        }

        @Test(.timeLimit(.minutes(3)))
        func `what a sweep writes is for its owner alone`() async throws {
            let wrong = try await runner.run(
                """
                umask 0
                $T scan tree $H --sweep s > o 2>&1; test $? = 1 || exit 9
                $T report s --format html --output page.html
                find s page.html \\( -type d -not -perm 700 -o -type f -not -perm 600 \\)
                """
            )
            #expect(wrong.code == 0 && wrong.output == "", "\(wrong.text)")
        }
    }
}
