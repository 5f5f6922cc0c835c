import Testing

/// Who may import whom. The import graph is the security policy: this table is its one statement,
/// and both the sources and Package.swift are held to it.
enum ImportPolicy {
    /// What comes with the toolchain: no decoder, no database, no network.
    static let system: Set<String> = [
        "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Synchronization",
    ]

    private static let programs: Set<String> = [
        "Core", "Digests", "Storage", "Wire", "WireMessages", "CLinux",
        "ArgumentParser", "Logging", "UnixSignals", "SwiftProtobuf",
    ]

    /// What each target may import. Core takes no I/O, no clock and no log: not even Foundation.
    static let allowed: [String: Set<String>] = [
        "CZeroMQ": [],
        "CTurboJPEG": [],
        "CDeflate": [],
        "CCrypto": [],
        "CLinux": [],
        "CPNG": [],
        "CKernels": [],
        "CJPEGSkim": [],
        "CDigestKernels": [],
        "Core": ["CKernels", "Synchronization"],
        "Digests": ["Core", "CCrypto", "CDigestKernels"],
        "Decode": [
            "Core", "CDeflate", "CJPEGSkim", "CKernels", "CPNG", "CTurboJPEG", "Glibc",
        ],
        "Storage": system.union(["Core", "Digests", "CLinux"]),
        "WireMessages": system.union(["SwiftProtobuf"]),
        "Threads": ["Core", "CLinux", "Glibc", "Synchronization"],
        "Wire": system.union([
            "Core", "Threads", "WireMessages", "CZeroMQ", "CLinux", "SwiftProtobuf",
        ]),
        "Coordinator": system.union(programs).union(["GRDB", "Mustache"]),
        "Worker": system.union(programs).union(["Decode", "Threads"]),
    ]

    /// Which library's header may be included by which C target.
    static let headers: [String: String] = [
        "zmq.h": "CZeroMQ", "turbojpeg.h": "CTurboJPEG", "jpeglib.h": "CTurboJPEG", "png.h": "CPNG",
        "libdeflate.h": "CDeflate",
        "sqlite3.h": "", "openssl/evp.h": "CCrypto",
    ]

    /// Imports and includes of a file under Sources that its target may not have.
    static func complaints(_ file: SourceFile) -> [Complaint] {
        let parts = file.path.split(separator: "/").map(String.init)
        guard parts.count > 2, parts[0] == "Sources" else { return [] }
        return file.isSwift ? imports(file, target: parts[1]) : includes(file, target: parts[1])
    }

    private static func imports(_ file: SourceFile, target: String) -> [Complaint] {
        let statement =
            /^\s*(?:@\w+\s+)*(?:\w+\s+)?import\s+(?:(?:struct|class|enum|func|var)\s+)?(\w+)/
        return SwiftCode(file.text).lines.enumerated().compactMap { index, line in
            guard let match = line.firstMatch(of: statement) else { return nil }
            let module = String(match.1)
            guard allowed[target]?.contains(module) != true else { return nil }
            let text = "\(target) may not import \(module)"
            return Complaint(path: file.path, line: index + 1, text: text)
        }
    }

    private static func includes(_ file: SourceFile, target: String) -> [Complaint] {
        file.lines.enumerated().compactMap { index, line in
            guard let match = line.firstMatch(of: /^\s*#\s*include\s*[<"]([^>"]+)/),
                let owner = headers[String(match.1)], owner != target
            else { return nil }
            let text = "\(target) may not include \(match.1)"
            return Complaint(path: file.path, line: index + 1, text: text)
        }
    }
}

/// The targets of Package.swift with what they depend on, as module names.
struct PackageMap {
    let dependencies: [String: Set<String>]

    init(manifest: String) {
        var products: [String: String] = [:]
        let product = /let\s+(\w+)\s*=\s*Target\.Dependency\.product\(\s*name:\s*"(\w+)"/
        for match in manifest.matches(of: product) {
            products[String(match.1)] = String(match.2)
        }
        let target =
            #/
            \.(?:target|executableTarget|systemLibrary|testTarget)\(
            \s*name:\s*"(\w+)"
            (?:,\s*dependencies:\s*\[([^\]]*)\])?
            /#
        var found: [String: Set<String>] = [:]
        for match in manifest.matches(of: target) {
            let words = (match.2 ?? "").matches(of: /\w+/).map { String($0.0) }
            found[String(match.1)] = Set(words.map { products[$0] ?? $0 })
        }
        dependencies = found
    }

    /// All that ends up in a program: what the target depends on, and they in turn.
    func closure(of target: String) -> Set<String> {
        var reached: Set<String> = []
        var open = [target]
        while let next = open.popLast() {
            for name in dependencies[next] ?? [] where reached.insert(name).inserted {
                open.append(name)
            }
        }
        return reached
    }
}

@Suite struct ImportTests {
    private static let tree = SourceTree.checkout.files(under: "Sources/")
    private static func package() throws -> PackageMap {
        let file = try #require(SourceTree.checkout.files(under: "Package.swift").first)
        return PackageMap(manifest: file.text)
    }

    @Test func `each source imports only what its target may`() {
        #expect(Self.tree.flatMap(ImportPolicy.complaints) == [])
    }

    @Test func `Package.swift gives no target more than it may import`() throws {
        let package = try Self.package()
        for (target, allowed) in ImportPolicy.allowed {
            let dependencies = try #require(package.dependencies[target], "\(target) is gone")
            #expect(dependencies.subtracting(allowed) == [], "\(target)")
        }
        let ours = package.dependencies.keys.filter {
            !$0.hasSuffix("Tests") && $0 != "TestSupport"
        }
        #expect(Set(ours) == Set(ImportPolicy.allowed.keys))
    }

    @Test func `the coordinator cannot decode a picture`() throws {
        let linked = try Self.package().closure(of: "Coordinator")
        #expect(linked.contains("GRDB"))
        let decoders: Set = ["Decode", "CDeflate", "CJPEGSkim", "CPNG", "CTurboJPEG"]
        #expect(linked.isDisjoint(with: decoders))
    }

    @Test func `the worker cannot open the ledger`() throws {
        let linked = try Self.package().closure(of: "Worker")
        #expect(linked.contains("CTurboJPEG"))
        #expect(linked.isDisjoint(with: ["GRDB", "Coordinator"]))
    }

    @Test func `Core links nothing but its kernels`() throws {
        #expect(try Self.package().closure(of: "Core") == ["CKernels"])
    }

    @Test(arguments: [
        ("Sources/Coordinator/A.swift", "internal import Decode"),
        ("Sources/Coordinator/A.swift", "@preconcurrency import struct CPNG.Row"),
        ("Sources/Worker/A.swift", "import GRDB"),
        ("Sources/Core/A.swift", "package import Foundation"),
        ("Sources/Unheard/A.swift", "import Glibc"),
        ("Sources/CLinux/shim.h", "#include <zmq.h>"),
        ("Sources/CKernels/a.c", "  # include <sqlite3.h>"),
    ])
    func `an import across the policy is found`(path: String, line: String) {
        let file = SourceFile(path: path, text: "// first\n" + line + "\n")
        #expect(ImportPolicy.complaints(file).map(\.line) == [2])
    }

    @Test func `an import in a comment is none, and an allowed one is not complained of`() {
        let text = "// import GRDB\ninternal import Decode\nimport Glibc\n"
        #expect(
            ImportPolicy.complaints(SourceFile(path: "Sources/Worker/A.swift", text: text)) == []
        )
    }

    @Test func `a manifest is read with its named products`() {
        let map = PackageMap(
            manifest: """
                let database = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
                .systemLibrary(name: "C"),
                .target(name: "A", dependencies: ["B", database], swiftSettings: strict),
                .target(
                    name: "B",
                    dependencies: [
                        "C",
                    ]
                ),
                """
        )
        #expect(map.dependencies == ["A": ["B", "GRDB"], "B": ["C"], "C": []])
        #expect(map.closure(of: "A") == ["B", "C", "GRDB"])
    }
}
