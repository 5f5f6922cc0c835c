/// What is kept of one file for good: its outcome and everything that was found out about it.
package struct SegmentRow: Hashable, Sendable {
    package let outcome: Outcome
    /// Quality under the floor of every list with PDQ entries: only digests were matched.
    package let isLowQuality: Bool
    package let format: PictureFormat
    /// Bytes, when the file was read; as planned where it was not.
    package let size: Int64
    /// Nanoseconds since 1970 UTC, when the file was read; as planned where it was not.
    package let mtimeNanoseconds: Int64
    /// The owner's user id; 0 where the file was not opened.
    package let owner: UInt32
    /// `nil` where the bytes could not be read.
    package let fingerprint: Fingerprint?

    /// Makes a row.
    package init(
        outcome: Outcome,
        isLowQuality: Bool = false,
        format: PictureFormat = .other,
        size: Int64,
        mtimeNanoseconds: Int64,
        owner: UInt32 = 0,
        fingerprint: Fingerprint? = nil
    ) {
        self.outcome = outcome
        self.isLowQuality = isLowQuality
        self.format = format
        self.size = size
        self.mtimeNanoseconds = mtimeNanoseconds
        self.owner = owner
        self.fingerprint = fingerprint
    }
}

extension SegmentRow {
    /// Whether outcome and fingerprint fit together: an `image` without a hash is a lie.
    package var isConsistent: Bool {
        switch outcome {
        case .image: fingerprint?.picture != nil
        case .other, .undecodable: fingerprint != nil && fingerprint?.picture == nil
        case .unreadable, .vanished, .changed, .skipped: fingerprint == nil
        case .empty: fingerprint?.picture == nil
        }
    }
}
