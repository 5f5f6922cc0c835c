@testable import Core
import Foundation
import Logging
import TestSupport
import Testing
import WireMessages

@testable import Coordinator

/// A planned sweep over made files, and results for it that no worker made.
final class PlannedSweep: Sendable {
    let home: TestFolder
    let sweep: Sweep

    /// Read budget of what is planned here, a second; 0 is none.
    struct Budget: Sendable {
        var bytes: UInt64 = 0
        var files = 0.0
    }

    /// Of the task, so that it reaches sweeps that others plan.
    @TaskLocal static var budget = Budget()

    var folder: SweepFolder { sweep.folder }
    var ledger: Ledger { sweep.ledger }

    /// Plans that many files and one that is passed over, in shards of `shardFiles`.
    init(files: Int = 10, shardFiles: Int = 3, exact: Bool = false) throws {
        home = try TestFolder()
        let tree = home.path("tree")
        try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: true)
        for number in 0..<files {
            try home.write("file \(number)", to: "tree/\(1000 + number)")
        }
        try home.write("passed over", to: "tree/1000.skip")
        let hashes = (0..<4).map { String(repeating: "\($0)", count: 32) }
        let list = try home.write(hashes.joined(separator: "\n") + "\n", to: "known.txt")
        sweep = try Sweep.make(at: home.path("sweep"), log: PlannedSweep.log) { folder in
            var settings = try PlannedSweep.settings(
                tree: tree,
                list: list,
                folder: folder,
                shardFiles
            )
            settings.exact = exact
            return settings
        }
        try sweep.plan()
    }

    /// Says nothing: tests ask for what they want to know.
    static let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static func settings(
        tree: String,
        list: String,
        folder: SweepFolder,
        _ shardFiles: Int
    ) throws -> SweepSettings {
        let compiled = try HashListCompiler(directory: folder.lists)
            .compile(HashListArgument(kind: .md5, path: list))
        let entry = SweepSettings.List(
            name: compiled.name,
            version: compiled.version.hex,
            compiled: compiled.digest.hex,
            byteCount: compiled.byteCount,
            entryCount: compiled.entryCount,
            rejectedCount: compiled.tally.rejectedCount,
            ignoredCount: compiled.tally.ignoredCount,
            threshold: 31,
            qualityFloor: 50
        )
        return SweepSettings(
            plan: PlanRequest(
                paths: [tree],
                filesFrom: nil,
                files0From: nil,
                excludes: ["*.skip"],
                oneFileSystem: false,
                maxFileSize: nil,
                shardFiles: shardFiles,
                shardBytes: 1 << 30
            ),
            lists: [entry],
            variants: false,
            exact: false,
            digests: .all,
            workers: 0,
            lanes: nil,
            listen: nil,
            keys: nil,
            bytesPerSecond: budget.bytes,
            filesPerSecond: budget.files
        )
    }

    func shards() throws -> [Shard] {
        try ledger.shards(from: 0, count: 10_000).map(\.shard)
    }

    func entries(of shard: Shard) throws -> [FileEntry] {
        try lines(of: shard).entries()
    }

    private func lines(of shard: Shard) throws -> ShardLines {
        let planned = try ledger.shard(shard.id).planned
        return try ManifestFile(path: folder.manifest).lines(of: planned)
    }

    /// A row such as a worker would make of a file that is no picture.
    static func row(of entry: FileEntry) throws -> SegmentRow {
        if let outcome = entry.plannedOutcome {
            return SegmentRow(
                outcome: outcome,
                size: entry.size,
                mtimeNanoseconds: entry.mtimeNanoseconds
            )
        }
        return SegmentRow(
            outcome: .other,
            size: entry.size,
            mtimeNanoseconds: entry.mtimeNanoseconds,
            fingerprint: Fingerprint(digests: try digests(), picture: nil)
        )
    }

    /// A row such as a worker would make of a picture, its hash made so.
    static func row(of entry: FileEntry, _ profile: FingerprintProfile) throws -> SegmentRow {
        let row = try row(of: entry)
        guard let digests = row.fingerprint?.digests else { return row }
        let hash = try #require(PDQHash(bytes: [UInt8](repeating: 7, count: PDQHash.byteCount)))
        let picture = Picture(
            width: 300,
            height: 200,
            hash: hash,
            quality: 100,
            profile: profile,
            hasWarnings: false
        )
        return SegmentRow(
            outcome: .image,
            format: .jpeg,
            size: row.size,
            mtimeNanoseconds: row.mtimeNanoseconds,
            fingerprint: Fingerprint(digests: digests, picture: picture)
        )
    }

    private static func digests() throws -> DigestSet {
        func digest(_ kind: DigestKind) throws -> Digest {
            try #require(Digest(kind, bytes: [UInt8](repeating: 1, count: kind.byteCount)))
        }
        return try DigestSet(md5: digest(.md5), sha1: digest(.sha1), sha256: digest(.sha256))
    }

    /// What the results of every worker name: each third file that is read matches one entry.
    static func matches(_ entries: [FileEntry], firstEntry: Int) -> [(row: Int, match: Match)] {
        entries.indices.filter {
            (firstEntry + $0).isMultiple(of: 3) && entries[$0].plannedOutcome == nil
        }.map { row in
            (row, Match(list: 0, entry: 1, kind: .md5, distance: 0, variant: .original))
        }
    }

    func result(of shard: Shard, epoch: Epoch) throws -> WireResult {
        let entries = try entries(of: shard)
        var result = WireResult()
        result.shard = UInt32(shard.id.value)
        result.epoch = UInt32(epoch.value)
        let rows = try entries.map(PlannedSweep.row)
        result.segment = Data(Segment(shard: shard.id, epoch: epoch, rows: rows).bytes)
        result.matches = PlannedSweep.matches(entries, firstEntry: shard.firstEntry).map {
            var match = WireMatch()
            match.row = UInt32($0.row)
            match.list = UInt32($0.match.list)
            match.listEntry = UInt32($0.match.entry)
            match.kind = UInt32($0.match.kind.rawValue)
            return match
        }
        return result
    }

    func check(
        _ result: WireResult,
        of shard: Shard,
        digests: DigestKinds? = nil,
        exact: Bool? = nil
    ) throws -> ReceivedResult {
        let settings = try ledger.sweep().settings
        return try ReceivedResult.check(
            result,
            of: shard,
            planned: try lines(of: shard).plannedOutcomes(),
            from: "w",
            lists: settings.lists,
            digests: digests ?? settings.digests,
            exact: exact ?? settings.exact
        )
    }

    /// Grants and accepts a shard, as a server would.
    @discardableResult
    func finish(_ shard: Shard, epoch: Epoch = Epoch(1), worker: String = "w") throws -> Bool {
        try grant(shard, epoch: epoch, worker: worker)
        let checked = try check(try result(of: shard, epoch: epoch), of: shard)
        try SegmentStore(folder: folder.segments).write([(shard.id, epoch, checked.segment)])
        return try ledger.accept([checked.accepted]) == [true]
    }

    func grant(_ shard: Shard, epoch: Epoch, worker: String) throws {
        let lease = LeaseTable.Lease(shard: shard.id, epoch: epoch, worker: worker, deadline: .now)
        try ledger.grant([lease])
    }

    func finishAll() throws {
        for shard in try shards() { try finish(shard) }
        try ledger.endRun(seconds: 1, isComplete: true)
    }

    /// What Debian's sqlite3 says, which reads the ledger without any of our code.
    func sqlite(_ sql: String) throws -> String {
        try PlannedSweep.output(["sqlite3", folder.path + "/ledger.sqlite", sql])
    }

    /// What a program of Debian's prints, trimmed.
    static func output(_ command: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.standardError
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(command) failed; is it installed?")
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
