import Testing

/// Each file with code has its tests in the same place of the mirror: `Sources/Core/Match/Finding`
/// in `Tests/CoreTests/Match/FindingTests`.
enum Mirror {
    /// Why a file has no test of its own, and where its tests are: from the top, or `nil` where
    /// nothing in it can go wrong.
    typealias Exception = (test: String?, reason: String)

    static let exceptions: [String: Exception] = [
        "Sources/Core/Hash/Fingerprint.swift": (nil, "values that are only held together"),
        "Sources/Core/ShardID.swift": (nil, "values that are only held together"),
        "Sources/Coordinator/Lists/CompiledListWriter.swift": (
            "Tests/CoordinatorTests/Lists/HashListCompilerTests.swift", "the compiler's last step"
        ),
        "Sources/Coordinator/Lists/HashListFileError.swift": (
            "Tests/CoordinatorTests/Lists/HashListCompilerTests.swift", "what the compiler throws"
        ),
        "Sources/Coordinator/Lists/HashListSource.swift": (
            "Tests/CoordinatorTests/Lists/HashListCompilerTests.swift", "the compiler's first step"
        ),
        "Sources/Core/Match/Compiled/CompiledListCheck.swift": (
            "Tests/CoreTests/Match/Compiled/CompiledListTests.swift", "part of opening a list"
        ),
        "Sources/Core/Match/Compiled/CompiledListImage.swift": (
            "Tests/CoreTests/Match/Compiled/CompiledListBuilderTests.swift", "what a builder makes"
        ),
        "Sources/Core/Match/Compiled/EntryTable.swift": (
            "Tests/CoreTests/Match/Compiled/CompiledListBuilderTests.swift", "half of a builder"
        ),
        "Sources/Core/Match/Compiled/HashKey.swift": (
            "Tests/CoreTests/Match/Compiled/CompiledListTests.swift",
            "the order of a list's digests"
        ),
        "Sources/Core/Match/Compiled/HashRows.swift": (
            "Tests/CoreTests/Match/Compiled/CompiledListBuilderTests.swift", "half of a builder"
        ),
        "Sources/Core/Match/Compiled/MappedBytes.swift": (
            "Tests/StorageTests/MappedFileTests.swift", "a protocol"
        ),
        "Sources/Core/Match/ListSettings.swift": (
            "Tests/CoreTests/Match/MatcherTests.swift", "values that the matcher holds to"
        ),
        "Sources/Core/Match/ListTally.swift": (
            "Tests/CoreTests/Match/Compiled/CompiledListBuilderTests.swift", "what a builder counts"
        ),
        "Sources/Core/Match/PDQScan.swift": (
            "Tests/CoreTests/Match/MatcherPropertyTests.swift", "the matcher beside a plain search"
        ),
        "Sources/Core/Match/Parse/HashListLimits.swift": (nil, "numbers with their reasons"),
        "Sources/Core/Match/Parse/HashListParser.swift": (
            "Tests/CoreTests/Match/Parse/HashListReaderTests.swift", "what all parsers share"
        ),
        "Sources/Core/Match/Parse/ListEvent.swift": (
            "Tests/CoreTests/Match/Parse/RecordDraftTests.swift", "values that a draft makes"
        ),
    ]

    static func complaints(
        paths: [String],
        exceptions: [String: Exception] = exceptions
    ) -> [Complaint] {
        let all = Set(paths)
        let untested = paths.filter(hasCode).compactMap { path -> Complaint? in
            let mirrored = test(of: path)
            if all.contains(mirrored) { return nil }
            guard let exception = exceptions[path] else {
                let text = "has no \(mirrored), and no exception says why"
                return Complaint(path: path, line: 0, text: text)
            }
            guard let test = exception.test, !all.contains(test) else { return nil }
            return Complaint(path: path, line: 0, text: "its test \(test) is gone")
        }
        let stale = exceptions.keys.sorted().filter {
            !all.contains($0) || all.contains(test(of: $0))
        }
        return untested
            + stale.map { Complaint(path: $0, line: 0, text: "needs no exception any more") }
    }

    /// Module maps and shims only name what a library has; generated code is protoc's.
    private static func hasCode(_ path: String) -> Bool {
        path.hasPrefix("Sources/") && !path.hasSuffix(".pb.swift")
            && (path.hasSuffix(".swift") || path.hasSuffix(".c"))
    }

    static func test(of path: String) -> String {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.count > 2, let file = parts.last else { return path }
        let name = file.prefix { $0 != "." }
        let folder = ["Tests", parts[1] + "Tests"] + parts[2..<(parts.count - 1)]
        return (folder + [name + "Tests.swift"]).joined(separator: "/")
    }
}

@Suite struct MirrorTests {
    @Test func `each source has its tests, or a reason`() {
        #expect(Mirror.complaints(paths: SourceTree.checkout.paths) == [])
    }

    @Test func `a test's place follows from its source's`() {
        #expect(
            Mirror.test(of: "Sources/Core/Match/Finding.swift")
                == "Tests/CoreTests/Match/FindingTests.swift"
        )
        #expect(Mirror.test(of: "Sources/CPNG/a_b.c") == "Tests/CPNGTests/a_bTests.swift")
    }

    @Test func `a source without tests, a lost test and a stale exception are found`() {
        let paths = [
            "Sources/A/One.swift", "Sources/A/Two.swift", "Sources/A/x.pb.swift",
            "Tests/ATests/TwoTests.swift",
        ]
        #expect(
            Mirror.complaints(paths: paths, exceptions: [:]).map(\.path) == ["Sources/A/One.swift"]
        )
        let elsewhere: Mirror.Exception = ("Tests/ATests/TwoTests.swift", "a pair")
        let good = ["Sources/A/One.swift": elsewhere]
        #expect(Mirror.complaints(paths: paths, exceptions: good) == [])
        #expect(
            Mirror.complaints(paths: paths, exceptions: ["Sources/A/One.swift": (nil, "plain")])
                == []
        )
        let lost: [String: Mirror.Exception] = [
            "Sources/A/One.swift": ("Tests/ATests/Gone.swift", "")
        ]
        #expect(
            Mirror.complaints(paths: paths, exceptions: lost).map(\.path) == ["Sources/A/One.swift"]
        )
        let stale = ["Sources/A/One.swift": elsewhere, "Sources/A/Two.swift": elsewhere]
        let complaints = Mirror.complaints(paths: paths, exceptions: stale)
        #expect(complaints.map(\.path) == ["Sources/A/Two.swift"])
    }
}
