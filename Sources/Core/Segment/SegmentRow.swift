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
    /// Whether all parts fit together: an `image` without a hash is a lie.
    package var isConsistent: Bool {
        size >= 0 && hasFingerprintOfOutcome && hasFormatOfOutcome
            && (fingerprint?.picture.map(SegmentRow.isPossible) ?? !isLowQuality)
    }

    /// Whether it has digests of those kinds and no others, if the file was read.
    package func hasDigests(just kinds: DigestKinds) -> Bool {
        fingerprint.map { $0.digests.kinds == kinds } ?? true
    }

    /// Whether its PDQ hash, if it has one, was made of the picture decoded in full.
    package var isExact: Bool { fingerprint?.picture.map { $0.profile == .exact } ?? true }

    private var hasFingerprintOfOutcome: Bool {
        switch outcome {
        case .image: fingerprint?.picture != nil
        case .other, .undecodable: fingerprint != nil && fingerprint?.picture == nil
        case .unreadable, .changed: fingerprint == nil
        // Nobody opened it, so nobody knows its owner.
        case .vanished, .skipped: fingerprint == nil && owner == 0
        case .empty: fingerprint == nil && size == 0
        }
    }

    private var hasFormatOfOutcome: Bool {
        switch outcome {
        case .image: format.isDecoded
        case .undecodable: format != .other
        case .other, .unreadable, .vanished, .changed, .skipped, .empty: format == .other
        }
    }

    private static func isPossible(_ picture: Picture) -> Bool {
        picture.width > 0 && picture.height > 0 && picture.profile != .none
            && (0...100).contains(picture.quality)
    }
}
