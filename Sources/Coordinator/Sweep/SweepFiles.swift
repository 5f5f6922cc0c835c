internal import Core
internal import Digests
internal import Glibc
internal import Storage

/// What a run and a report rely on: the files of a sweep are those that its ledger names.
/// Segments are checked where they are read.
extension SweepFolder {
    /// Manifests up to this size are checked in whole before a run, which takes a fifth of a
    /// second; of larger ones only the length, and each shard's lines before they are sent. Reports
    /// and `verify` check the whole of any size.
    static let manifestByteCountMaxBeforeRun: Int64 = 256 << 20

    /// Checks everything but the segments, and throws what is wrong first.
    func check(_ record: SweepRecord, _ ledger: Ledger) throws {
        try checkManifest(of: record)
        try checkRest(record, ledger)
    }

    /// The same before a run, which is not to wait until a long manifest is read.
    ///
    /// - Parameter limit: Bytes of a manifest that is still read in whole.
    func checkBeforeRun(
        _ record: SweepRecord,
        _ ledger: Ledger,
        readingUpTo limit: Int64 = SweepFolder.manifestByteCountMaxBeforeRun
    ) throws {
        let byteCount = try manifestByteCount()
        if byteCount <= limit {
            try checkManifest(of: record)
        } else if try byteCount != ledger.manifestByteCount() {
            throw SweepError.manifestChanged(manifest)
        }
        do { try checkRest(record, ledger) } catch SweepError.listDoubted(let name) {
            // Kept: with the list restored nobody could tell any more.
            if record.doubtedList == nil { try ledger.doubt(name) }
            throw SweepError.listDoubted(name)
        }
    }

    private func checkRest(_ record: SweepRecord, _ ledger: Ledger) throws {
        if let name = record.doubtedList { throw SweepError.listDoubted(name) }
        for list in record.settings.lists { try check(list) }
        if let shard = try ledger.firstChangedShard() {
            throw LedgerError.damaged("the rows of shard \(shard.value) were changed")
        }
    }

    private func manifestByteCount() throws -> Int64 {
        do throws(ManifestFileError) {
            return try ManifestFile(path: manifest).byteCount()
        } catch {
            guard error.code == ENOENT else { throw error }
            throw SweepError.manifestMissing(manifest)
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

    /// Checks that a compiled list is what was compiled. One whose bytes are others though nobody
    /// wrote them is on a disk that fails: when that began, no one knows.
    func check(_ list: SweepSettings.List) throws {
        let path = path(of: list)
        guard let digest = try SweepFolder.digest(of: path) else {
            throw SweepError.listMissing(list.name, path)
        }
        guard digest.hex != list.compiled else { return }
        let status = try Descriptor(reading: EntryPath(path)).status()
        let compiled = Hex.bytes(Array(list.compiled.utf8)) ?? []
        guard ContentSeal(compiled).holds(status) else {
            throw SweepError.listChanged(list.name, path)
        }
        throw SweepError.listDoubted(list.name)
    }

    /// Where a compiled list is.
    func path(of list: SweepSettings.List) -> String { "\(lists)/\(list.compiled).list" }

    /// Bytes read at once; a mapped file would count as memory, as much as the manifest is long.
    private static let blockByteCount = 1 << 20

    /// `nil` if the file is not there.
    static func digest(of path: String) throws -> Digest? {
        let file: Descriptor
        do throws(SystemError) { file = try Descriptor(reading: EntryPath(path)) } catch {
            if error.errno == ENOENT { return nil }
            throw error
        }
        var stream = try SHA256Stream()
        var block = [UInt8](repeating: 0, count: blockByteCount)
        var offset: Int64 = 0
        while true {
            let count = try file.fill(&block, at: offset)
            stream.update(block.span.extracting(first: count))
            if count < block.count { return stream.finish() }
            offset += Int64(count)
        }
    }
}
