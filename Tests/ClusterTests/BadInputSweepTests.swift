import Foundation
import Testing

extension BadInputTests {
    /// A sweep's folder that was cut, changed or is from the future: noticed, never believed.
    @Suite struct BadInputSweepTests {
        /// What is done to a complete sweep `s` of four shards, and what must be said of it.
        struct Damage: CustomTestStringConvertible, Sendable {
            let script: String
            let says: String
            var testDescription: String { script }

            init(_ script: String, _ says: String) {
                self.script = script
                self.says = says
            }

            static func sql(_ text: String, _ says: String) -> Damage {
                Damage("sqlite3 s/ledger.sqlite \"\(text)\"", says)
            }
        }

        private static let segment = "$(find s -name '*.segment' | sort | head -1)"

        static let damages = [
            Damage("truncate -s 0 s/ledger.sqlite", "not a database of Turnstone's"),
            Damage("truncate -s 100 s/ledger.sqlite", "the ledger is damaged"),
            Damage("truncate -s 9000 s/ledger.sqlite", "the ledger is damaged"),
            Damage("truncate -s -4096 s/ledger.sqlite", "the ledger is damaged"),
            Damage("head -c 40000 /dev/urandom > s/ledger.sqlite", "not a database"),
            Damage("rm s/ledger.sqlite", "ledger.sqlite"),
            Damage("truncate -s 50 \(segment)", "0-1.segment"),
            Damage("truncate -s 0 \(segment)", "0-1.segment"),
            Damage("rm \(segment)", "0-1.segment is missing"),
            Damage(
                "printf '\\xaa' | dd of=\(segment) bs=1 seek=60 conv=notrunc status=none",
                "0-1.segment"
            ),
            Damage("sed -i s/p1.jpg/p9.jpg/ s/manifest", "manifest"),
            Damage("truncate -s -5 s/manifest", "manifest"),
            Damage("rm s/manifest", "manifest"),
            Damage(
                "printf '\\xaa' | dd of=$(ls s/lists/*) bs=1 seek=200 conv=notrunc status=none",
                "the compiled list of sha.txt is not"
            ),
            Damage("rm s/lists/*.list", "the compiled list of sha.txt is missing"),
            .sql("UPDATE finding SET distance = 5", "rows"),
            .sql("UPDATE finding SET worker = 'nobody'", "rows"),
            .sql("UPDATE finding SET kind = 300", "a finding's row"),
            .sql("UPDATE finding SET entry = 2", "rows"),
            .sql("DELETE FROM finding", "rows"),
            .sql("UPDATE shard SET entry_count = -3 WHERE id = 1", "a shard's row"),
            .sql("UPDATE shard SET manifest_length = 9e18 WHERE id = 1", "a shard's row"),
            .sql("UPDATE shard SET byte_count = 9000000000000000000", "do not add up"),
            .sql("UPDATE shard SET epoch = -1 WHERE id = 1", "a shard's row"),
            .sql(
                "UPDATE shard SET segment_digest = x'00' WHERE id = 1",
                "a digest of a wrong length"
            ),
            .sql("UPDATE shard SET other = other + 1, image = image - 1 WHERE id = 1", "shard"),
            .sql("DELETE FROM shard WHERE id = 1", "a shard is missing"),
            .sql("UPDATE sweep SET settings = replace(settings, ':31', ':99')", "settings"),
            .sql("UPDATE sweep SET files = 70000", "do not add up"),
            .sql("UPDATE sweep SET id = 'other'", "the sweep's id"),
            .sql("UPDATE sweep SET made_at = '1970-01-01'", "the sweep's id, time"),
            .sql("UPDATE sweep SET state = 'planning'", "a shard was begun"),
            .sql("UPDATE sweep SET state = 'done'", "in no state"),
            .sql(
                "PRAGMA writable_schema = ON; "
                    + "UPDATE sqlite_schema SET sql = replace(sql, 'image', 'im')",
                "its tables"
            ),
        ]

        @Test(.timeLimit(.minutes(5)))
        func `damage ends every command with 4 and is named`() async throws {
            let runner = try await BadInputRunner()
            try await runner.prepare(
                "$T scan tree $H --sweep whole --shard-files 2 > o || test $? = 1"
            )
            for damage in BadInputSweepTests.damages {
                try await runner.prepare("rm -rf s; cp -r whole s; " + damage.script)
                let verify = try await runner.run("$T verify s")
                #expect(verify.code == 4, "\(damage.script): \(verify.text)")
                #expect(verify.text.contains(damage.says), "\(damage.script): \(verify.text)")
                for command in [
                    "report s", "report s --format html", "report s --format jsonl", "resume s",
                ] {
                    let ending = try await runner.run("$T " + command)
                    #expect(ending.code == 4, "\(damage.script): \(ending.text)")
                    #expect(ending.output.isEmpty && !ending.errors.contains("goes on"))
                    #expect(ending.errors.split(separator: "\n").count == 1, "\(ending.errors)")
                }
            }
        }

        @Test(
            .timeLimit(.minutes(5)),
            arguments: [
                "printf '\\xaa' | dd of=$l bs=1 seek=200 conv=notrunc status=none",
                "head -c 400 /dev/urandom > other; mv other $l",
                "rm $l", "truncate -s 100 $l",
            ]
        )
        func `a list that changes while a sweep runs ends it, and restored it goes on`(
            _ change: String
        ) async throws {
            let runner = try await BadInputRunner()
            try await runner.prepare("rm tree/q.png; cat tree/p2.jpg /dev/null > tree/p1a.jpg")
            let ended = try await runner.run(
                """
                $T scan tree $H --sweep s --shard-files 1 --limit-files 2 > o &
                for i in $(seq 400); do
                    test -n "$(find s/segments -name '*.segment')" && break; sleep 0.05
                done 2> looks
                l=$(ls s/lists/*.list); cp $l kept; chmod u+w $l
                \(change)
                wait $!; code=$?
                cat kept > $l; exit $code
                """
            )
            #expect(ended.code == 4, "\(ended.text)")
            let sentence = "the compiled list of sha.txt was written, replaced or removed while"
            #expect(ended.errors.contains(sentence), "\(ended.errors)")
            if change.hasPrefix("truncate") {
                // By SIGBUS, or by the look that came before.
                let words = /turnstone-worker: .* was (cut short|written) while it was in use/
                #expect(ended.errors.contains(words), "\(ended.errors)")
                #expect(ended.errors.contains("ended with exit code 4"), "\(ended.errors)")
            }
            let resumed = try await runner.run(
                "$T resume s --limit-files none; echo $?; $T verify s"
            )
            #expect(resumed.output.contains("\n1\n") && resumed.code == 0, "\(resumed.text)")
        }

        @Test(.timeLimit(.minutes(5)))
        func `a report that was changed is noticed, and written anew by resume`() async throws {
            let runner = try await BadInputRunner()
            try await runner.prepare("$T scan tree $H --sweep s > o || test $? = 1; $T verify s")
            for name in ["findings.jsonl", "report.html"] {
                let report = "s/reports/" + name
                try await runner.prepare("cp \(report) kept; sed -i 's/p1.jpg/p0.jpg/' \(report)")
                let verify = try await runner.run("$T verify s")
                #expect(verify.code == 4, "\(verify.text)")
                #expect(verify.output.contains(name + " was changed: `turnstone resume "))
                let resumed = try await runner.run("$T resume s > o; grep -c p1.jpg \(report)")
                #expect(resumed.code == 0, "\(resumed.text)")
                let again = try await runner.run("$T verify s")
                #expect(again.code == 0, "\(again.text)")
                #expect(again.output.contains("the reports findings.jsonl, report.html\n"))
            }
            try await runner.prepare("rm s/reports/report.html")
            let gone = try await runner.run("$T verify s")
            #expect(gone.code == 0 && gone.output.contains("report.html (gone)"), "\(gone.text)")
            try await runner.prepare("rm -r s/reports")
            let anew = try await runner.run("$T resume s > o; echo $?; ls s/reports")
            #expect(anew.output == "1\nfindings.jsonl\nreport.html\n", "\(anew.text)")
            // What cannot be read is named, and all the rest is looked at.
            try await runner.prepare("rm s/reports/report.html; mkdir s/reports/report.html")
            let unreadable = try await runner.run("$T verify s")
            #expect(unreadable.code == 4, "\(unreadable.text)")
            #expect(unreadable.output.contains("report.html cannot be read: "))
            #expect(unreadable.output.contains("FAILED: 1 problem\n"), "\(unreadable.text)")
        }

        @Test(.timeLimit(.minutes(5)))
        func `a sweep that ended before it could say so is complete when resumed`() async throws {
            let runner = try await BadInputRunner()
            try await runner.prepare(
                """
                $T scan tree $H --sweep s > o || test $? = 1
                sqlite3 s/ledger.sqlite "UPDATE sweep SET state = 'planned'"
                """
            )
            let verify = try await runner.run("$T verify s")
            #expect(verify.code == 4 && verify.output.contains("the ledger does not say so"))
            let resumed = try await runner.run("$T resume s --json")
            #expect(resumed.code == 1 && resumed.output.contains("\"state\":\"complete\""))
            #expect(try await runner.run("$T status s").output.contains("complete"))
        }

        @Test(.timeLimit(.minutes(5)), arguments: ["status", "report", "verify", "resume"])
        func `a sweep of a newer version is left to a newer Turnstone`(_ command: String)
            async throws
        {
            let runner = try await BadInputRunner()
            try await runner.prepare("$T plan tree $H --sweep s > o")
            try await runner.prepare("sqlite3 s/ledger.sqlite 'PRAGMA user_version = 7'")
            let before = try await runner.run("sha256sum s/ledger.sqlite")
            try await BadInput("$T \(command) s", 2, "newer Turnstone (ledger version 7)").check(
                in: runner
            )
            #expect(try await runner.run("sha256sum s/ledger.sqlite").output == before.output)
        }

        @Test(.timeLimit(.minutes(5)), arguments: 1...3)
        func `a flipped bit in the ledger is noticed or does not matter`(_ seed: UInt64)
            async throws
        {
            let runner = try await BadInputRunner()
            try await runner.prepare("$T scan tree $H --sweep s --shard-files 2 > o || test $? = 1")
            try await runner.prepare(
                "cp s/ledger.sqlite whole; $T report s --format jsonl > findings"
            )
            let whole = try Data(contentsOf: runner.folder.appending(path: "whole"))
            let ledger = runner.folder.appending(path: "s/ledger.sqlite")
            // Most of a small database is empty pages, where a flip is sure to be of no interest.
            let used = whole.indices.filter { whole[$0] != 0 }
            var state = seed
            func next(_ count: Int) -> Int {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int((state >> 33) % UInt64(count))
            }
            for _ in 0..<20 {
                let place = used[next(used.count)]
                let bit = next(8)
                var flipped = whole
                flipped[place] ^= 1 << UInt8(bit)
                try await runner.prepare("rm -f s/ledger.sqlite-*")
                try flipped.write(to: ledger)
                let flip: Comment = "bit \(bit) of byte \(place)"
                let verify = try await runner.run("$T verify s")
                #expect([0, 2, 4].contains(verify.code), flip)
                let report = try await runner.run(
                    "$T report s --format jsonl > o; echo $?; cmp -s o findings"
                )
                let isWhole = report.output == "0\n" && report.code == 0
                #expect(isWhole || ["2\n", "4\n"].contains(report.output), flip)
                #expect(verify.code != 0 || isWhole, flip)
            }
        }

        @Test(.timeLimit(.minutes(5)))
        func `the second of two resumes is refused and the first not disturbed`() async throws {
            let runner = try await BadInputRunner()
            try await runner.prepare("$T plan tree $H --sweep s --shard-files 1 > o")
            // A held lock is what a running sweep is: the other one says so, status only looks.
            let both = try await runner.run(
                """
                $T scan tree $H --sweep slow --shard-files 1 --limit-files 2 > first 2>&1 &
                for i in $(seq 200); do test -S slow/wire/coordinator && break; sleep 0.05; done
                sleep 0.3
                $T resume slow; second=$?
                for i in 1 2 3 4 5; do $T status slow > looked || exit 90; done
                wait $!; echo "$second $?"; $T verify slow
                """
            )
            #expect(
                both.output.contains("2 1\n") && both.output.contains("passed: "),
                "\(both.text)"
            )
            #expect(
                both.errors.contains("another turnstone is running this sweep"),
                "\(both.errors)"
            )
        }
    }
}
