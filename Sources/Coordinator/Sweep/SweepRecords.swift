internal import Core
internal import Foundation
internal import Storage

/// A sweep's findings and outcomes as reports want them, read from ledger, manifest and segments.
struct SweepRecords {
    let folder: SweepFolder
    let ledger: Ledger
    let record: SweepRecord
    let manifest: ManifestFile
    let segments: SegmentStore
    private let lists: [CompiledList]

    /// Opens what a sweep left behind. What is not as it was written is refused: a report of it
    /// would be wrong.
    init(folder: SweepFolder, ledger: Ledger) throws {
        self.folder = folder
        self.ledger = ledger
        record = try ledger.sweep()
        try folder.refuseUnplanned(record)
        try folder.check(record, ledger)
        manifest = try ManifestFile(path: folder.manifest)
        segments = SegmentStore(folder: folder.segments)
        lists = try record.settings.lists.map {
            try CompiledList(MappedFile(path: folder.path(of: $0)))
        }
    }

    /// The closing summary, as far as the sweep is.
    func summary() throws -> Summary {
        let done = try ledger.progress()
        var outcomes: [String: Int] = [:]
        for kind in OutcomeKind.allCases { outcomes[kind.name] = done.outcomes[kind] }
        return Summary(
            sweep: record.id,
            state: record.state == .complete ? .complete : .interrupted,
            files: record.files,
            bytes: record.bytes,
            outcomes: outcomes,
            lowQuality: done.caveats.lowQuality,
            withWarnings: done.caveats.withWarnings,
            findings: done.findings,
            filesWithFindings: done.filesWithFindings,
            matchesLeftOut: done.matchesLeftOut,
            digests: record.settings.digests,
            lists: record.settings.lists.map {
                Summary.List(
                    name: $0.name,
                    version: $0.version,
                    entries: $0.entryCount,
                    rejected: $0.rejectedCount,
                    ignored: $0.ignoredCount
                )
            },
            seconds: record.seconds,
            workers: done.workers,
            resumed: record.resumed,
            turnstone: Version.text
        )
    }

    /// Every finding, in the order of the manifest; a report sorts those of one file.
    func findings() -> RecordReader<FindingRecord> {
        var walk = ShardWalk(ledger)
        var waiting: ArraySlice<FindingRecord> = []
        return RecordReader {
            while waiting.isEmpty {
                guard let record = try walk.read() else { return nil }
                waiting = try findings(of: record)[...]
            }
            return waiting.popFirst()
        }
    }

    /// Every file that has an outcome so far, in the order of the manifest.
    func outcomes() -> RecordReader<OutcomeRecord> {
        var walk = ShardWalk(ledger)
        var waiting: ArraySlice<OutcomeRecord> = []
        return RecordReader {
            while waiting.isEmpty {
                guard let record = try walk.read() else { return nil }
                guard record.isDone else { continue }
                let contents = try ShardContents(record, manifest: manifest, segments: segments)
                waiting = zip(contents.entries, contents.rows).map(OutcomeRecord.init)[...]
            }
            return waiting.popFirst()
        }
    }

    /// The same for reports that count files and show those that could not be examined.
    func outcomeItems() -> RecordReader<OutcomeItem> {
        var items = OutcomeItems(self, room: ReportPage.gapCountMax)
        return RecordReader { try items.read() }
    }

    private func findings(of record: ShardRecord) throws -> [FindingRecord] {
        // A shard that is done only after this look has its findings in the next report.
        guard record.isDone else { return [] }
        let rows = try ledger.findings(of: record.shard)
        guard !rows.isEmpty else { return [] }
        let contents = try ShardFiles(record, manifest: manifest, segments: segments)
        let positions = Set(rows.map { $0.entry - record.shard.firstEntry }).sorted()
        let found = try contents.files(at: positions)
        let files = Dictionary(uniqueKeysWithValues: zip(positions, found))
        return try rows.map { finding in
            guard let file = files[finding.entry - record.shard.firstEntry],
                lists.indices.contains(finding.match.list),
                let fingerprint = file.row.fingerprint
            else { throw ContentsError.findingWithoutFile(finding.entry) }
            return self.record(finding, file.entry, file.row, fingerprint)
        }
    }

    private func record(
        _ finding: FindingRow,
        _ entry: FileEntry,
        _ row: SegmentRow,
        _ fingerprint: Fingerprint
    ) -> FindingRecord {
        let list = record.settings.lists[finding.match.list]
        let compiled = lists[finding.match.list]
        return FindingRecord(
            path: entry.path,
            size: row.size,
            mtimeNanoseconds: row.mtimeNanoseconds,
            owner: row.owner,
            format: row.format,
            width: fingerprint.picture?.width,
            height: fingerprint.picture?.height,
            md5: fingerprint.digests.md5,
            sha1: fingerprint.digests.sha1,
            sha256: fingerprint.digests.sha256,
            pdq: fingerprint.picture?.hash,
            quality: fingerprint.picture?.quality,
            list: list.name,
            listVersion: list.version,
            entry: compiled.entryID(finding.match.entry),
            category: compiled.category(finding.match.entry),
            kind: finding.match.kind,
            distance: finding.match.kind == .pdq ? finding.match.distance : nil,
            variant: finding.match.variant,
            worker: finding.worker,
            shard: finding.shard
        )
    }
}

extension OutcomeRecord {
    init(_ entry: FileEntry, _ row: SegmentRow) {
        self.init(
            path: entry.path,
            size: row.size,
            mtimeNanoseconds: row.mtimeNanoseconds,
            outcome: row.outcome,
            format: row.format,
            fingerprint: row.fingerprint,
            isLowQuality: row.isLowQuality,
            owner: row.owner
        )
    }
}
