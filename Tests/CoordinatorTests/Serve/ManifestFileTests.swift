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
        let shards = try planned.ledger.plannedShards()
        let lines = try shards.map { try file.lines(of: $0).bytes }
        #expect(whole.suffix(lines.map(\.count).reduce(0, +)).elementsEqual(lines.joined()))
        #expect(whole[Int(shards[0].shard.manifestOffset) - 1] == UInt8(ascii: "\n"))
        let entries = try shards.flatMap { try file.lines(of: $0).entries() }
        #expect(entries.count == 11 && entries == entries.sorted { $0.path < $1.path })
    }

    @Test func `says which outcomes planning knew`() throws {
        let file = try ManifestFile(path: planned.folder.manifest)
        for shard in try planned.ledger.plannedShards() {
            let lines = try file.lines(of: shard)
            let outcomes = try lines.entries().map(\.plannedOutcome)
            let known = try lines.plannedOutcomes()
            #expect(lines.holdNoOutcome == known.isEmpty)
            #expect(outcomes.enumerated().allSatisfy { known[$0] == $1 })
            #expect(known.isEmpty == (shard.shard.id != ShardID(0)))
        }
    }

    @Test func `gives no lines but those that were planned`() throws {
        let first = try #require(try planned.ledger.plannedShards().first)
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: planned.folder.manifest)))
        let end = try #require(
            bytes[Int(first.shard.manifestOffset)...].firstIndex(of: UInt8(ascii: "\n"))
        )
        // Still text, and as long as it was: two lines are one.
        bytes[end] = UInt8(ascii: " ")
        try Data(bytes).write(to: URL(filePath: planned.folder.manifest))
        #expect(throws: SweepError.manifestChanged(planned.folder.manifest)) {
            try ManifestFile(path: planned.folder.manifest).lines(of: first)
        }
    }

    @Test func `says that it is shorter than it was, or gone`() throws {
        let last = try #require(try planned.ledger.plannedShards().last)
        #expect(
            try planned.ledger.manifestByteCount()
                == ManifestFile(path: planned.folder.manifest).byteCount()
        )
        let file = try ManifestFile(path: planned.folder.manifest)
        #expect(truncate(planned.folder.manifest, Int(last.shard.manifestOffset) + 3) == 0)
        #expect(throws: ManifestFileError(path: planned.folder.manifest, code: 0)) {
            try file.lines(of: last)
        }
        try FileManager.default.removeItem(atPath: planned.folder.manifest)
        #expect(throws: ManifestFileError(path: planned.folder.manifest, code: ENOENT)) {
            try ManifestFile(path: planned.folder.manifest)
        }
    }
}
