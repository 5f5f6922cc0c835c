import Testing

/// Words that do not belong in the project.
enum Words {
    /// One word a concept, and these are the other words for ours (or for nothing in particular).
    static let unused: Set<String> = [
        "job", "task", "chunk", "batch", "master", "slave", "agent", "alert",
        "utils", "util", "helper", "helpers", "common", "manager",
    ]

    /// Spelled in two halves, for this file is looked through as well.
    static let unfinished = ["TO" + "DO", "FIX" + "ME", "X" + "XX"]

    /// Types named with an unused word, and files named with one.
    static func unusedNames(_ file: SourceFile) -> [Complaint] {
        let declaration = /\b(?:struct|class|enum|actor|protocol|typealias|message)\s+(\w+)/
        let code = file.isSwift ? SwiftCode(file.text).lines : file.lines
        let types = code.enumerated().flatMap { index, line in
            line.matches(of: declaration).map { (index + 1, String($0.1)) }
        }
        return ([(0, file.name)] + types).flatMap { line, name in
            words(of: name).filter(unused.contains).map {
                Complaint(path: file.path, line: line, text: "\(name): '\($0)' is not our word")
            }
        }
    }

    /// Marks of work left undone.
    static func unfinishedMarks(_ file: SourceFile) -> [Complaint] {
        file.lines.enumerated().flatMap { index, line in
            unfinished.filter { line.contains($0) }.map {
                Complaint(path: file.path, line: index + 1, text: "says \($0)")
            }
        }
    }

    /// Places where a program would end in a crash dump instead of a sentence.
    static func forced(_ file: SourceFile) -> [Complaint] {
        SwiftCode(file.text).lines.enumerated().flatMap { index, line in
            line.matches(of: /\b(try|as)!/).map {
                Complaint(path: file.path, line: index + 1, text: "forces with \($0.1)!")
            }
        }
    }

    /// `HashListError` → hash, list, error; `run_job` → run, job.
    static func words(of name: String) -> [String] {
        name.replacing(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/) { match in
            "\(match.1 ?? match.3 ?? "")_\(match.2 ?? match.4 ?? "")"
        }
        .lowercased().split { !$0.isLetter }.map(String.init)
    }
}

@Suite struct WordTests {
    @Test func `types and files are named in the vocabulary`() {
        let files = SourceTree.checkout.files().filter {
            !$0.isGenerated && ($0.isSwift || $0.isC || $0.path.hasSuffix(".proto"))
        }
        #expect(files.flatMap(Words.unusedNames) == [])
    }

    @Test func `nothing is left for later`() {
        #expect(SourceTree.checkout.files().flatMap(Words.unfinishedMarks) == [])
    }

    @Test func `nothing is forced`() {
        #expect(SourceTree.checkout.swift.flatMap(Words.forced) == [])
    }

    @Test func `each kind of bad word is found`() {
        let bad = SourceFile(
            path: "Sources/Core/ListManager.swift",
            text: "struct ScanJob {}\nlet a = try! b() as! C // \(Words.unfinished[0]): later\n"
        )
        #expect(Words.unusedNames(bad).map(\.line) == [0, 1])
        #expect(Words.forced(bad).map(\.line) == [2, 2])
        #expect(Words.unfinishedMarks(bad).map(\.line) == [2])
        let good = SourceFile(
            path: "Sources/Core/Jobless.swift",
            text: "struct Chunky { var job: Int } // try! is a comment\nlet a = \"as!\"\n"
        )
        #expect(Words.unusedNames(good) == [])
        #expect(Words.forced(good) == [])
    }

    @Test func `names fall into their words`() {
        #expect(Words.words(of: "PDQHashListJob") == ["pdq", "hash", "list", "job"])
        #expect(Words.words(of: "run_batch2x") == ["run", "batch", "x"])
    }
}
