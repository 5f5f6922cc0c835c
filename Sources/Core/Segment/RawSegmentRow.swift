/// One row of a segment, read where it stands: checked without making a ``SegmentRow`` of it.
///
/// What is well formed is said by ``SegmentRow/init(bytes:)``; a test holds this to it.
struct RawSegmentRow {
    /// Where the row begins in its segment's file.
    private let start: Int

    /// The row of that number, from 0.
    init(_ index: Int) { start = SegmentHeader.byteCount + index * SegmentRow.byteCount }

    func isLowQuality(in bytes: Span<UInt8>) -> Bool { bytes[start + 1] & Flag.lowQuality != 0 }
    func hasWarnings(in bytes: Span<UInt8>) -> Bool { bytes[start + 1] & Flag.warnings != 0 }
    func isRead(in bytes: Span<UInt8>) -> Bool { bytes[start + 1] & Flag.read != 0 }
    func hasPicture(in bytes: Span<UInt8>) -> Bool { bytes[start + 1] & Flag.picture != 0 }

    /// How the hash was made; `nil` for a number that stands for nothing.
    func profile(in bytes: Span<UInt8>) -> FingerprintProfile? {
        FingerprintProfile(rawValue: bytes[start + 3])
    }

    /// The digests that were made; bits that are no kind's are left as they are.
    func digests(in bytes: Span<UInt8>) -> DigestKinds { DigestKinds(rawValue: bytes[start + 5]) }

    /// The outcome; `nil` if kind and cause do not fit together.
    func outcome(in bytes: Span<UInt8>) -> Outcome? {
        guard let kind = OutcomeKind(rawValue: bytes[start]) else { return nil }
        let cause = Int32(bitPattern: bytes.littleEndian(at: start + 8))
        return Outcome(kind: kind, causeCode: cause)
    }

    /// The kind of its outcome; `nil` if the row is not well formed or contradicts itself.
    func checkedKind(in bytes: Span<UInt8>) -> OutcomeKind? {
        guard let outcome = outcome(in: bytes),
            let format = PictureFormat(rawValue: bytes[start + 2]),
            let profile = profile(in: bytes),
            isEmptyWhereNothingIsSaid(bytes),
            fits(outcome, format, in: bytes),
            hasPicture(in: bytes) ? isPossiblePicture(profile, bytes) : !isLowQuality(in: bytes)
        else { return nil }
        return outcome.kind
    }

    private enum Flag {
        static let lowQuality: UInt8 = 1
        static let warnings: UInt8 = 2
        static let read: UInt8 = 4
        static let picture: UInt8 = 8
        static let all: UInt8 = 15
    }

    private func fits(_ outcome: Outcome, _ format: PictureFormat, in bytes: Span<UInt8>) -> Bool {
        let (isRead, hasPicture) = (isRead(in: bytes), hasPicture(in: bytes))
        let size = Int64(bitPattern: bytes.littleEndian(at: start + 24))
        guard size >= 0 else { return false }
        switch outcome {
        case .image: return hasPicture && format.isDecoded
        case .other: return isRead && !hasPicture && format == .other
        case .undecodable: return isRead && !hasPicture && format != .other
        case .unreadable, .changed: return !isRead && format == .other
        case .vanished, .skipped:
            let owner: UInt32 = bytes.littleEndian(at: start + 12)
            return !isRead && format == .other && owner == 0
        case .empty: return !isRead && format == .other && size == 0
        }
    }

    private func isPossiblePicture(_ profile: FingerprintProfile, _ bytes: Span<UInt8>) -> Bool {
        let width: UInt32 = bytes.littleEndian(at: start + 16)
        let height: UInt32 = bytes.littleEndian(at: start + 20)
        return width > 0 && height > 0 && profile != .none && bytes[start + 4] <= 100
    }

    /// Whether every byte is 0 that flags and kinds say nothing about: a row has one form only.
    private func isEmptyWhereNothingIsSaid(_ bytes: Span<UInt8>) -> Bool {
        let flags = bytes[start + 1]
        let (isRead, hasPicture) = (isRead(in: bytes), hasPicture(in: bytes))
        let digests = digests(in: bytes)
        guard flags & ~Flag.all == 0, isRead || !hasPicture && digests.isEmpty,
            hasPicture || flags & Flag.warnings == 0,
            digests.isSubset(of: .all), (bytes.littleEndian(at: start + 6) as UInt16) == 0,
            (bytes.littleEndian(at: start + 140) as UInt32) == 0
        else { return false }
        guard digests == .all || areZero(allBut: digests, bytes) else { return false }
        return hasPicture
            || bytes[start + 3] == 0 && bytes[start + 4] == 0 && isZero(16, count: 8, bytes)
                && isZero(108, count: 32, bytes)
    }

    /// Whether the bytes are 0 of the digests that were not made.
    private func areZero(allBut digests: DigestKinds, _ bytes: Span<UInt8>) -> Bool {
        (digests.contains(.md5) || isZero(40, count: 16, bytes))
            && (digests.contains(.sha1) || isZero(56, count: 20, bytes))
            && (digests.contains(.sha256) || isZero(76, count: 32, bytes))
    }

    /// Whether so many bytes of the row are 0; their number is a multiple of 4.
    private func isZero(_ offset: Int, count: Int, _ bytes: Span<UInt8>) -> Bool {
        var all: UInt32 = 0
        for step in stride(from: start + offset, to: start + offset + count, by: 4) {
            all |= bytes.littleEndian(at: step)
        }
        return all == 0
    }
}
