import Testing

/// Each file with code has its tests in the same place of the mirror: `Sources/Core/Match/Finding`
/// in `Tests/CoreTests/Match/FindingTests`.
enum Mirror {
    /// Why a file has no test of its own, and where its tests are: from the top, or `nil` where
    /// nothing in it can go wrong.
    typealias Exception = (test: String?, reason: String)

    static func complaints(
        paths: [String],
        exceptions: [String: Exception] = exceptions
    ) -> [Complaint] {
        let all = Set(paths)
        let untested = paths.filter(hasCode).compactMap { path -> Complaint? in
            let mirrored = test(of: path)
            if all.contains(mirrored) { return nil }
            guard let exception = exceptions[path] ?? folderException(path, exceptions) else {
                let text = "has no \(mirrored), and no exception says why"
                return Complaint(path: path, line: 0, text: text)
            }
            guard let test = exception.test, !all.contains(where: { isTest($0, test) }) else {
                return nil
            }
            return Complaint(path: path, line: 0, text: "its test \(test) is gone")
        }
        let untestedPaths = paths.filter { hasCode($0) && !all.contains(test(of: $0)) }
        let stale = exceptions.keys.sorted().filter { key in
            !untestedPaths.contains { key.hasSuffix("/") ? $0.hasPrefix(key) : $0 == key }
        }
        return untested
            + stale.map { Complaint(path: $0, line: 0, text: "needs no exception any more") }
    }

    /// The exception of the nearest folder: one that ends in a slash is of all that is below it.
    private static func folderException(
        _ path: String,
        _ exceptions: [String: Exception]
    ) -> Exception? {
        let folders = exceptions.keys.filter { $0.hasSuffix("/") && path.hasPrefix($0) }
        return folders.max { $0.count < $1.count }.flatMap { exceptions[$0] }
    }

    private static func isTest(_ path: String, _ test: String) -> Bool {
        test.hasSuffix("/") ? path.hasPrefix(test) : path == test
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
        let folder: [String: Mirror.Exception] = ["Sources/A/": ("Tests/ATests/", "as a whole")]
        #expect(Mirror.complaints(paths: paths, exceptions: folder) == [])
        let other: [String: Mirror.Exception] = ["Sources/B/": ("Tests/BTests/", "as a whole")]
        #expect(
            Mirror.complaints(paths: paths, exceptions: other).map(\.path)
                == ["Sources/A/One.swift", "Sources/B/"]
        )
        let stale = ["Sources/A/One.swift": elsewhere, "Sources/A/Two.swift": elsewhere]
        let complaints = Mirror.complaints(paths: paths, exceptions: stale)
        #expect(complaints.map(\.path) == ["Sources/A/Two.swift"])
    }
}
