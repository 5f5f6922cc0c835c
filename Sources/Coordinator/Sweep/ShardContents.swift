internal import Core
internal import Digests

/// A shard's files with what became of them: manifest and segment side by side.
struct ShardContents {
    let record: ShardRecord
    let entries: [FileEntry]
    /// One for each entry; empty while the shard is not done.
    let rows: [SegmentRow]

    /// Reads a shard and checks that its segment is the one that the ledger took in.
    init(_ record: ShardRecord, manifest: ManifestFile, segments: SegmentStore) throws {
        self.record = record
        entries = try manifest.lines(of: record.planned).entries()
        guard record.isDone else {
            rows = []
            return
        }
        let bytes = try segments.read(record)
        let segment = try Segment(bytes: bytes)
        guard segment.shard == record.shard.id, segment.rows.count == entries.count else {
            throw ContentsError.segmentChanged(segments.path(of: record.shard.id, record.epoch))
        }
        rows = segment.rows
    }
}

extension SegmentStore {
    /// The bytes of a done shard's segment: those that the ledger took in, or none.
    func read(_ record: ShardRecord) throws -> [UInt8] {
        let bytes = try read(record.shard.id, record.epoch)
        guard try Digest.sha256(of: bytes.span) == record.segmentDigest else {
            throw ContentsError.segmentChanged(path(of: record.shard.id, record.epoch))
        }
        return bytes
    }
}

/// Why a shard cannot be reported.
enum ContentsError: Error, Equatable, CustomStringConvertible {
    case segmentChanged(String)
    case findingWithoutFile(Int)

    var description: String {
        switch self {
        case .segmentChanged(let path):
            "segment \(path) is not what the ledger took in; restore it from a backup, or start a "
                + "new sweep"
        case .findingWithoutFile(let entry):
            "the ledger has a finding of entry \(entry), whose file was not read; restore it from "
                + "a backup"
        }
    }
}
