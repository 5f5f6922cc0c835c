/// How much of a hash list may be held at once, whatever the list.
package enum HashListLimits {
    /// Bytes of a line or of one JSON string: a longer one is passed over. Paths are at most 4 KiB
    /// and hashes 64 bytes; only a damaged or hostile list has more.
    package static let lineByteCountMax = 1 << 20
    /// Hashes of one record: a VICS medium has one for each place where it was found.
    package static let hashesPerRecordMax = 4096
    /// Bytes of an id or a category: names for people, and both are in every finding.
    package static let labelByteCountMax = 4096
    /// Bytes of a record whose quoted fields go over several lines: an id and a category of the
    /// greatest length, each byte of them a doubled quotation mark, and room for the hash.
    package static let quotedByteCountMax = 4 * labelByteCountMax + 256
    /// Objects and arrays within each other: VICS needs seven.
    package static let nestingMax = 64
    /// Rejected records that are described; all are counted.
    package static let rejectionsDescribedMax = 1000
    /// Bytes at the head of a list by which its format is told.
    package static let sniffedByteCount = 1 << 16
    /// Entries of one list: references to them take 32 bits.
    package static let entryCountMax = Int(UInt32.max) - 1
}
