import Core
import Foundation
import TestSupport
import Testing

extension BadInputTests {
    /// A sweep decodes in full only what may match, and finds what a sweep finds that decodes all.
    @Suite struct ScreeningTests {
        /// What Tests/Oracle/make_screening.py wrote of a picture.
        struct Made: Codable {
            let file: String
            let pdq: String
            let variants: [String: String]
        }

        /// For every picture one entry at that distance by pdqhash: of the picture itself, or of
        /// one of its rotations and mirror images in turn.
        static func list(distance: Int, variants: Bool) throws -> String {
            let data = try Data(contentsOf: Checkout.fixture("screening/screening.json"))
            let pictures = try JSONDecoder().decode([Made].self, from: data)
            var generator = SeededGenerator(seed: UInt64(distance))
            var lines = ["kind,hash,id"]
            for (index, picture) in pictures.enumerated() {
                let names = picture.variants.keys.sorted()
                let name = variants ? names[index % names.count] : "original"
                let hash = try #require(PDQHash(hex: picture.variants[name] ?? ""))
                var words = hash.words
                for bit in (0..<256).shuffled(using: &generator).prefix(distance) {
                    words[bit / 64] ^= 1 << UInt64(bit % 64)
                }
                lines.append("pdq,\(PDQHash(words: words).hex),\(picture.file) \(name)")
            }
            return lines.joined(separator: "\n") + "\n"
        }

        @Test(
            .timeLimit(.minutes(5)),
            arguments: [
                (31, "", 20), (32, "", 0), (31, "--variants", 20), (32, "--variants", 0),
                (20, "--threshold 20 --quality 0", 20),
            ]
        )
        func `findings are those of a sweep that decodes everything in full`(
            distance: Int,
            options: String,
            count: Int
        ) async throws {
            let runner = try await BadInputRunner()
            let list = try Self.list(
                distance: distance,
                variants: options.contains("--variants")
            )
            try list.write(
                to: runner.folder.appending(path: "near.csv"),
                atomically: true,
                encoding: .utf8
            )
            let fixtures = Checkout.fixture("screening").path(percentEncoded: false)
            let pictures = Checkout.fixture("pictures").path(percentEncoded: false)
            try await runner.prepare(
                """
                mkdir near; cp '\(fixtures)'/*.jpg '\(pictures)'/*.jpg '\(pictures)'/*.png near/
                for way in screened exact; do
                    exact=; test $way = screened || exact=--exact
                    code=0
                    $T scan near --hashes near.csv \(options) $exact --sweep $way -q > o || code=$?
                    test $code = 0 -o $code = 1 -o $code = 3
                    $T report $way --format outcomes > $way.outcomes
                    $T report $way --format jsonl | sed 's/,"worker":.*//' > $way.findings
                done
                """
            )
            // Else a sweep that decodes everything would be compared with itself.
            let screened = "grep -c '\"profile\":\"screened'"
            let many = try await runner.run("\(screened) screened.outcomes")
            #expect(many.code == 0, "\(many.text)")
            let none = try await runner.run("\(screened) exact.outcomes")
            #expect(none.output == "0\n")
            let same = try await runner.run("cmp screened.findings exact.findings")
            #expect(same.code == 0, "\(same.text)")
            let found = try await runner.run("wc -l < exact.findings")
            #expect(found.output == "\(count)\n")
        }

        @Test(.timeLimit(.minutes(3)))
        func `outcomes say how each picture was hashed`() async throws {
            let runner = try await BadInputRunner()
            let fixtures = Checkout.fixture("screening").path(percentEncoded: false)
            try await runner.prepare(
                """
                mkdir near; cp '\(fixtures)'/*.jpg near/
                printf 'kind,hash\\npdq,%064d\\n' 0 > none.csv
                $T scan near --hashes none.csv --sweep s -q > o
                $T report s --format outcomes > outcomes
                """
            )
            let profiles = try await runner.run(
                #"grep -o '"profile":"[a-z_]*"' outcomes | sort | uniq -c"#
            )
            for name in [
                "screened_whole", "screened_half", "screened_quarter", "screened_eighth",
                "draft_half", "draft_quarter", "exact",
            ] {
                #expect(profiles.output.contains("\"\(name)\""), "\(profiles.text)")
            }
        }
    }
}
