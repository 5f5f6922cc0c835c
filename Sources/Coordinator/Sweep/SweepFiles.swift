internal import Core
internal import Digests
internal import Glibc
internal import Storage

/// What a run and a report rely on: the files of a sweep are those that its ledger names.
/// Segments are checked where they are read.
extension SweepFolder {
    /// Checks everything but the segments, and throws what is wrong first.
    func check(_ record: SweepRecord, _ ledger: Ledger) throws {
        try checkManifest(of: record)
        for list in record.settings.lists { try check(list) }
        var walk = ShardWalk(ledger)
        while let shard = try walk.read() {
            guard shard.isDone else { continue }
            guard try shard.isAsCommitted(with: ledger.findings(of: shard.shard)) else {
                throw LedgerError.damaged("the rows of shard \(shard.shard.id.value) were changed")
            }
        }
    }

    /// Throws what to do about a sweep that has no manifest yet.
    func refuseUnplanned(_ record: SweepRecord) throws(SweepError) {
        guard record.state == .planning else { return }
        if isHeld { throw .beingPlanned(path) }
        throw .stoppedPlanning(record.settings.plan, path)
    }

    /// Checks that the manifest is the one that was planned.
    func checkManifest(of record: SweepRecord) throws {
        guard let digest = try SweepFolder.digest(of: manifest) else {
            throw SweepError.manifestMissing(manifest)
        }
        guard digest == record.manifestDigest else { throw SweepError.manifestChanged(manifest) }
    }

    /// Checks that a compiled list is what was compiled.
    func check(_ list: SweepSettings.List) throws {
        let path = path(of: list)
        guard let digest = try SweepFolder.digest(of: path) else {
            throw SweepError.listMissing(list.name, path)
        }
        guard digest.hex == list.compiled else { throw SweepError.listChanged(list.name, path) }
    }

    /// Where a compiled list is.
    func path(of list: SweepSettings.List) -> String { "\(lists)/\(list.compiled).list" }

    /// `nil` if the file is not there.
    private static func digest(of path: String) throws -> Digest? {
        do { return try MappedFile(path: path).sha256() } catch let error as SystemError {
            if error.errno == ENOENT { return nil }
            throw error
        }
    }
}
