import Foundation
import TestSupport
import Testing

extension Cluster {
    /// The examples of the documents, run as they stand; only folders and addresses are others.
    @Suite struct DocumentExampleTests {
        /// The sections whose commands a test here runs, by document.
        private static let sectionsRun: [String: Set<String>] = [
            "README.md": ["## Your first sweep", "## A cluster in six lines"],
            "docs/hash-lists.md": ["## 64 digits are two things", "# Hash lists", listOfOwnFiles],
        ]
        private static let listOfOwnFiles = "## Making a list of your own files"

        /// What no test can run inside a test run, and why.
        private static let notRun: [String: String] = [
            "make demo": "a release build and a package of photographs: minutes, not a test",
            "make test": "it is what runs this",
            "make format lint test": "it is what runs this, and it changes sources",
        ]

        private static func commands(of document: String, _ headings: String...) throws -> [String]
        {
            try DocumentExample.all(of: document).filter { headings.contains($0.heading) }
                .map(\.command)
        }

        @Test func `every command in the documents is run, or it is said why not`() throws {
            let examples = try DocumentExample.documents().flatMap(DocumentExample.all)
            for example in examples {
                let isRun = Self.sectionsRun[example.document]?.contains(example.heading) == true
                let isExcused = Self.notRun[example.command] != nil
                #expect(isRun != isExcused, "\(example)")
            }
            for (document, headings) in Self.sectionsRun {
                for heading in headings {
                    let isThere = examples.contains {
                        $0.document == document && $0.heading == heading
                    }
                    #expect(isThere, "\(document) has no example under \(heading) any more")
                }
            }
            for command in Self.notRun.keys {
                #expect(examples.contains { $0.command == command }, "\(command) is not shown")
            }
        }

        @Test func `no block is of a language that nothing here runs or reads`() throws {
            for document in try DocumentExample.documents() {
                let languages = try DocumentExample.languages(of: document)
                // A block without a language is a picture made of letters.
                #expect(Set(languages).isSubset(of: ["sh", "csv", ""]), "\(document)")
            }
        }

        @Test(.timeLimit(.minutes(3)))
        func `every command of the README's first sweep does what it says`() async throws {
            let commands = try Self.commands(of: "README.md", "## Your first sweep")
            #expect(commands.count >= 6)
            let bench = try ExampleBench()
            for command in commands { try await bench.run(command) }
            let page = bench.folder.path("coordinator/report.html")
            #expect(try String(contentsOfFile: page, encoding: .utf8).hasSuffix("</html>\n"))
        }

        @Test(.timeLimit(.minutes(3)))
        func `every command of the page on hash lists does what it says`() async throws {
            let bench = try ExampleBench()
            try await bench.plantLists()
            let commands = try Self.commands(
                of: "docs/hash-lists.md",
                "# Hash lists",
                "## 64 digits are two things",
                Self.listOfOwnFiles
            )
            #expect(commands.count >= 4)
            for command in commands { try await bench.run(command) }
            // "Both are lists as they stand."
            for list in ["my-pictures.csv", "my-papers.txt"] {
                let said = try await bench.run("turnstone list inspect \(list)")
                #expect(said.contains(" 1 entry\n"), "\(said)")
            }
        }

        @Test(.timeLimit(.minutes(3)))
        func `the cluster in six lines is one`() async throws {
            let commands = try Self.commands(of: "README.md", "## A cluster in six lines")
            try #require(commands.count == 6, "the six lines are \(commands.count)")
            let bench = try ExampleBench()
            try await bench.run(commands[0])
            try await bench.run(commands[1], on: "worker")
            try await bench.run(commands[2], on: "worker")
            try await bench.run(commands[3], on: "worker")
            let scan = try bench.start(commands[4])
            let worker = try bench.start(commands[5], on: "worker")
            // A worker that cannot work says why; the scan would only wait for one that can.
            try await bench.end(worker, of: commands[5])
            try await bench.end(scan, of: commands[4])
        }

        @Test(arguments: ["README.md", "docs/hash-lists.md"], [false, true])
        func `every list in the documents can be used`(
            document: String,
            windows: Bool
        ) async throws {
            let lists = try DocumentExample.blocks(of: document, language: "csv")
            try #require(!lists.isEmpty)
            let folder = try TestFolder()
            for (number, list) in lists.enumerated() {
                let text = windows ? list.replacing("\n", with: "\r\n") : list
                let file = try folder.write(text, to: "list-\(number).csv")
                let run = try await Programs.turnstone("list", "inspect", file)
                #expect(run.ending == .code(0), "\(run)")
                let records = list.split(separator: "\n").count - 1
                let accepted = run.output.firstMatch(of: /accepted +(\d+)/)?.1
                #expect(accepted == "\(records)", "\(run)")
            }
        }

        /// What the page on hash lists says of columns and of 64 digits.
        @Test(
            arguments: [
                ("kind,hash,treshold\nmd5,\(md5),3\n", 2, "unknown or repeated column"),
                ("kind,hash,id,id\nmd5,\(md5),a,b\n", 2, "unknown or repeated column"),
                ("\(md5 + md5)\n", 2, "PDQ or SHA-256"),
                ("\(md5 + md5) a name\n", 2, "PDQ or SHA-256"),
                ("\(md5 + md5)  a name\n", 0, "(sha256 1)"),
                ("\(md5 + md5) *a name\n", 0, "(sha256 1)"),
            ] as [(String, Int32, String)]
        )
        func `a list is refused or taken as its page says`(
            list: String,
            code: Int32,
            says: String
        ) async throws {
            let folder = try TestFolder()
            let file = try folder.write(list, to: "known.csv")
            let run = try await Programs.turnstone("list", "inspect", file)
            #expect(run.ending == .code(code) && (run.output + run.errors).contains(says), "\(run)")
        }

        private static let md5 = "00112233445566778899aabbccddeeff"

        @Test func `an example is found under its heading, without its comment`() {
            let text = """
                # A
                ```sh
                turnstone one
                # only a comment
                ```
                ```
                turnstone drawn
                ```
                ## B
                  ```sh
                  turnstone two '#3'   # why
                  ```
                """
            let found = DocumentExample.all(in: text, named: "X.md")
            #expect(found.map(\.heading) == ["# A", "## B"])
            #expect(found.map(\.command) == ["turnstone one", "turnstone two '#3'"])
        }
    }
}
