import Core
import Foundation
import Glibc
import Testing

@testable import Coordinator

@Suite struct `The file of a manifest` {
    private let planned: PlannedSweep

    init() throws { planned = try PlannedSweep() }

    @Test func `gives each shard its own lines, and all of them together the manifest`() throws {
        let file = try ManifestFile(path: planned.folder.manifest)
        let whole = [UInt8](try Data(contentsOf: URL(filePath: planned.folder.manifest)))
        let shards = try planned.shards()
        let lines = try shards.map { try file.lines(of: $0) }
        #expect(whole.suffix(lines.map(\.count).reduce(0, +)).elementsEqual(lines.joined()))
        #expect(whole[Int(shards[0].manifestOffset) - 1] == UInt8(ascii: "\n"))
        let entries = try shards.flatMap { try file.entries(of: $0) }
        #expect(entries.count == 11 && entries == entries.sorted { $0.path < $1.path })
    }

    @Test func `notices a line that is missing`() throws {
        let first = try #require(try planned.shards().first)
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: planned.folder.manifest)))
        let end = try #require(
            bytes[Int(first.manifestOffset)...].firstIndex(of: UInt8(ascii: "\n"))
        )
        // Still text, and as long as it was: two lines are one.
        bytes[end] = UInt8(ascii: " ")
        try Data(bytes).write(to: URL(filePath: planned.folder.manifest))
        #expect(throws: ManifestError.self) {
            try ManifestFile(path: planned.folder.manifest).entries(of: first)
        }
    }

    @Test func `says that it is shorter than it was, or gone`() throws {
        let last = try #require(try planned.shards().last)
        let file = try ManifestFile(path: planned.folder.manifest)
        #expect(truncate(planned.folder.manifest, Int(last.manifestOffset) + 3) == 0)
        #expect(throws: ManifestFileError(path: planned.folder.manifest, code: 0)) {
            try file.lines(of: last)
        }
        try FileManager.default.removeItem(atPath: planned.folder.manifest)
        #expect(throws: ManifestFileError(path: planned.folder.manifest, code: ENOENT)) {
            try ManifestFile(path: planned.folder.manifest)
        }
    }
}
