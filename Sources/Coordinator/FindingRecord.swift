package import Core

/// One finding with all that a report says of it.
package struct FindingRecord: Equatable, Sendable {
    package var path: EntryPath
    package var size: Int64
    /// Nanoseconds since 1970 UTC.
    package var mtimeNanoseconds: Int64
    /// The owner's user id.
    package var owner: UInt32
    package var format: PictureFormat
    /// Pixels; `nil` unless the file was decoded.
    package var width: Int?
    /// Pixels; `nil` unless the file was decoded.
    package var height: Int?
    /// `nil`, as the two others, if the sweep makes none.
    package var md5: Digest?
    package var sha1: Digest?
    package var sha256: Digest?
    /// The file's own PDQ hash; never the list's.
    package var pdq: PDQHash?
    /// 0 to 100, of the file's own PDQ hash.
    package var quality: Int?
    package var list: String
    /// The SHA-256 of the list's file, in hex.
    package var listVersion: String
    /// The entry's id in its list, or its line number.
    package var entry: String
    /// Verbatim from the list; empty where it says nothing.
    package var category: String
    package var kind: MatchKind
    /// Bits that differ; `nil` for digests.
    package var distance: Int?
    package var variant: PictureVariant
    package var worker: String
    package var shard: ShardID
}

/// One file with its outcome: a line of the outcomes report.
package struct OutcomeRecord: Equatable, Sendable {
    package var path: EntryPath
    package var size: Int64
    /// Nanoseconds since 1970 UTC.
    package var mtimeNanoseconds: Int64
    package var outcome: Outcome
    package var format: PictureFormat
    package var fingerprint: Fingerprint?
    /// Quality under the floor of every list: only digests were matched.
    package var isLowQuality: Bool
    /// The file's owner, as a user id; 0 where the file was never opened.
    package var owner: UInt32
}
