internal import Core

/// Some files of a done shard with what became of them. All of the shard is checked, and no more
/// of it is made than is asked for.
struct ShardFiles {
    /// What was found out by looking at every row.
    let check: SegmentCheck
    private let bytes: [UInt8]
    private let record: ShardRecord
    private let manifest: ManifestFile

    /// Reads a shard's segment and checks that it is the one that the ledger took in.
    init(_ record: ShardRecord, manifest: ManifestFile, segments: SegmentStore) throws {
        let bytes = try segments.read(record)
        let check = try SegmentCheck(bytes.span)
        guard check.shard == record.shard.id, check.rowCount == record.shard.entryCount else {
            throw ContentsError.segmentChanged(segments.path(of: record.shard.id, record.epoch))
        }
        self.check = check
        self.bytes = bytes
        self.record = record
        self.manifest = manifest
    }

    /// The outcome of the file at that position in the shard, from 0.
    func outcome(at position: Int) -> Outcome? { check.outcome(ofRow: position, in: bytes.span) }

    /// Entries and rows of the files at those positions, which are there and ascend.
    func files(at positions: [Int]) throws -> [(entry: FileEntry, row: SegmentRow)] {
        guard !positions.isEmpty else { return [] }
        let entries = try manifest.lines(of: record.planned).entries(at: positions)
        let rows = positions.compactMap { check.row($0, in: bytes) }
        return Array(zip(entries, rows))
    }
}
