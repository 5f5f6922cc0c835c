import Core
import Foundation
import TestSupport
import Testing

/// Values that tests need and whose contents do not matter.
enum Made {
    static let digests: DigestSet = {
        func digest(_ kind: DigestKind) -> Digest {
            guard let digest = Digest(kind, bytes: (0..<kind.byteCount).map { UInt8($0) }) else {
                preconditionFailure("a digest of its kind's own length")
            }
            return digest
        }
        return DigestSet(md5: digest(.md5), sha1: digest(.sha1), sha256: digest(.sha256))
    }()

    static let hash = PDQHash(words: [1, .max, 0x8000_0000_0000_0000, 0x0102_0304_0506_0708])

    static func picture(quality: Int = 73, profile: FingerprintProfile = .exact) -> Picture {
        Picture(
            width: 65_535,
            height: 1,
            hash: hash,
            quality: quality,
            profile: profile,
            hasWarnings: true
        )
    }

    static func entry(_ path: String, size: Int64 = 1) -> FileEntry {
        FileEntry(path: EntryPath(path), size: size, mtimeNanoseconds: 0)
    }

    static func row(_ outcome: Outcome = .vanished, size: Int64 = 1) -> SegmentRow {
        SegmentRow(outcome: outcome, size: size, mtimeNanoseconds: 0)
    }

    /// The worker program as it was built: beside the tests, or where TURNSTONE_PROGRAMS says.
    static func program() throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder =
            ProcessInfo.processInfo.environment["TURNSTONE_PROGRAMS"]
            ?? URL(filePath: own).deletingLastPathComponent().path(percentEncoded: false)
        let path = folder + "/turnstone-worker"
        try #require(
            FileManager.default.isExecutableFile(atPath: path),
            "\(path) is missing: `swift build` first"
        )
        return path
    }

    /// A program that stands in for a lane and does what the shell lines say; by then it has said
    /// that it is ready, or not.
    static func script(
        _ lines: String,
        in folder: TestFolder,
        isReady: Bool = true
    ) throws -> String {
        let name = "lane-\(UUID())"
        if !isReady { try folder.write("", to: name + ".unready") }
        try folder.write(lines + "\n", to: name + ".lines")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path(name),
            withDestinationPath: Checkout.fixture("lane").path(percentEncoded: false)
        )
        return folder.path(name)
    }

    static func picture(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Checkout.fixture("pictures/\(name)")))
    }
}

/// Runs what blocks on a thread of its own: a test's tasks share few.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: body()) }
    }
}
