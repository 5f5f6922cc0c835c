import Testing

/// What git may hold.
enum Repository {
    /// Things that are built or resolved anew in each clone, and what is about to be written.
    static func strangers(_ paths: [String]) -> [Complaint] {
        paths.filter { path in
            let parts = path.split(separator: "/")
            return parts.last == "Package.resolved"
                || parts.contains {
                    $0.hasPrefix(".build") || $0 == "__pycache__" || $0 == ".oracle"
                }
                || path.hasSuffix("/Placeholder.swift")
        }
        .map { Complaint(path: $0, line: 0, text: "does not belong into git") }
    }
}

@Suite struct RepositoryTests {
    @Test func `nothing that is built is committed`() {
        #expect(SourceTree.committed.paths.isEmpty == false)
        #expect(Repository.strangers(SourceTree.committed.paths) == [])
    }

    @Test func `files that are built are found`() {
        let built = [
            "Package.resolved", ".build/debug/turnstone", ".build-tsan/a", "Benchmarks/.build/b",
            "Tests/Oracle/__pycache__/c.pyc", "Tests/CoreTests/Placeholder.swift",
        ]
        #expect(Repository.strangers(built).map(\.path) == built)
        #expect(Repository.strangers(["Sources/Core/Build.swift", "README.md"]) == [])
    }
}
