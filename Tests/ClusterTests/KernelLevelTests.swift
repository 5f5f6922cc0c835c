import Core
import Foundation
import TestSupport
import Testing

extension BadInputTests {
    /// Whole files hashed by the real programs with each level of the kernels that can run here.
    @Suite(.timeLimit(.minutes(3))) struct KernelLevelTests {
        /// What pdqhash and Pillow say of a fixture.
        struct Expected: Codable, Equatable {
            let file: String
            let pdq: String
            let quality: Int
        }

        /// A line of `turnstone hash --format jsonl`.
        struct Line: Codable {
            let path: String
            let pdq: String
            let quality: Int
            let exact: Bool
        }

        private static let levels = KernelLevel.allCases.filter(\.isSupported)

        /// Both folders of fixtures, by name.
        private static func expected() throws -> [Expected] {
            try ["screening/screening.json", "pictures/pictures.json"]
                .flatMap { name in
                    let data = try Data(contentsOf: Checkout.fixture(name))
                    return try JSONDecoder().decode([Expected].self, from: data)
                }
                .sorted { $0.file < $1.file }
        }

        /// What a command of `turnstone hash` prints of all fixtures.
        private static func lines(
            _ runner: BadInputRunner,
            _ command: String
        ) async throws -> [Line] {
            let fixtures = Checkout.fixture("").path(percentEncoded: false)
            let ended = try await runner.run(
                """
                cd '\(fixtures)'
                \(command) --format jsonl screening/*.jpg pictures/*.jpg pictures/*.png
                """
            )
            #expect(ended.code == 0, "\(ended.errors)")
            return try ended.output.split(separator: "\n").map {
                try JSONDecoder().decode(Line.self, from: Data($0.utf8))
            }
        }

        @Test func `with each level exact hashes and qualities are pdqhash's`() async throws {
            let runner = try await BadInputRunner()
            let expected = try Self.expected()
            #expect(expected.count == 111 && Self.levels.contains(.baseline))
            for level in Self.levels {
                let lines = try await Self.lines(
                    runner,
                    "\(KernelLevel.variable)=\(level) $T hash --exact"
                )
                let found = lines.map { line in
                    Expected(
                        file: String(line.path.split(separator: "/").last ?? ""),
                        pdq: line.pdq,
                        quality: line.quality
                    )
                }
                #expect(found.sorted { $0.file < $1.file } == expected, "\(level)")
                #expect(lines.allSatisfy { $0.exact })
            }
        }

        @Test func `screened hashes are the same with each level`() async throws {
            let runner = try await BadInputRunner()
            let fastest = try await Self.lines(runner, "$T hash")
            #expect(fastest.contains { !$0.exact } && fastest.count == 111)
            for level in Self.levels {
                let found = try await Self.lines(
                    runner,
                    "\(KernelLevel.variable)=\(level) $T hash"
                )
                #expect(found.map(\.pdq) == fastest.map(\.pdq), "\(level)")
                #expect(found.map(\.quality) == fastest.map(\.quality), "\(level)")
                #expect(found.map(\.exact) == fastest.map(\.exact), "\(level)")
            }
        }

        @Test(arguments: ["scan tree $H --sweep s", "resume planned", "hash tree/p1.jpg"])
        func `a level that cannot be had is a mistake, told once`(_ command: String) async throws {
            let runner = try await BadInputRunner()
            try await runner.prepare("$T plan tree $H --sweep planned > o")
            let ended = try await runner.run("\(KernelLevel.variable)=avx9 $T \(command)")
            #expect(ended.code == 2 && ended.output.isEmpty, "\(ended.text)")
            #expect(ended.errors.split(separator: "\n").count == 1, "\(ended.errors)")
            #expect(ended.errors.contains("unset it, or set it to one of baseline"))
        }
    }
}
