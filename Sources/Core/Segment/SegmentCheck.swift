/// A segment's bytes after every row was looked at and none was made: what a coordinator needs to
/// know of a hundred million files, at some ten nanoseconds each.
///
/// It takes exactly the bytes that ``Segment/init(bytes:)`` takes, and refuses the others with the
/// same error.
package struct SegmentCheck: Equatable, Sendable {
    package let shard: ShardID
    package let epoch: Epoch
    package let rowCount: Int
    /// How many rows have each kind of outcome.
    package let outcomeCounts: OutcomeCounts
    package let caveats: Caveats
    /// Digests that some file has, and those that every file has that was read.
    private let digestsOfAny: DigestKinds
    private let digestsOfAll: DigestKinds
    /// Whether all PDQ hashes were made of pictures decoded in full.
    package let isExact: Bool

    /// Checks a segment's file.
    package init(_ bytes: Span<UInt8>) throws(SegmentError) {
        let header = try SegmentHeader(bytes)
        var counts = OutcomeCounts()
        var caveats = Caveats()
        var (digestsOfAny, digestsOfAll) = (DigestKinds(), DigestKinds.all)
        var isExact = true
        for index in 0..<header.rowCount {
            let row = RawSegmentRow(index)
            guard let kind = row.checkedKind(in: bytes) else { throw .damagedRow(index) }
            counts.add(kind)
            if row.isRead(in: bytes) {
                digestsOfAny.formUnion(row.digests(in: bytes))
                digestsOfAll.formIntersection(row.digests(in: bytes))
            }
            if row.hasPicture(in: bytes) && row.profile(in: bytes) != .exact { isExact = false }
            if row.isLowQuality(in: bytes) { caveats.lowQuality += 1 }
            if row.hasWarnings(in: bytes) { caveats.withWarnings += 1 }
        }
        shard = header.shard
        epoch = header.epoch
        rowCount = header.rowCount
        outcomeCounts = counts
        self.caveats = caveats
        self.digestsOfAny = digestsOfAny
        self.digestsOfAll = digestsOfAll
        self.isExact = isExact
    }
}

extension SegmentCheck {
    /// Whether every file that was read has the digests of those kinds, and none has another.
    package func hasDigests(just kinds: DigestKinds) -> Bool {
        digestsOfAny.isSubset(of: kinds) && kinds.isSubset(of: digestsOfAll)
    }
}

/// Single rows of the bytes that were checked.
extension SegmentCheck {
    /// The outcome of a row, from 0; `nil` if the bytes are others than those checked.
    package func outcome(ofRow index: Int, in bytes: Span<UInt8>) -> Outcome? {
        RawSegmentRow(index).outcome(in: bytes)
    }

    /// A row, from 0; `nil` if the bytes are others than those checked.
    package func row(_ index: Int, in bytes: [UInt8]) -> SegmentRow? {
        let start = SegmentHeader.byteCount + index * SegmentRow.byteCount
        return SegmentRow(bytes: bytes[start..<start + SegmentRow.byteCount])
    }

    /// The digests that a row, from 0, has.
    package func digests(row index: Int, in bytes: Span<UInt8>) -> DigestKinds {
        RawSegmentRow(index).digests(in: bytes)
    }

    /// Whether a row, from 0, has a PDQ hash, and one that a finding may rest on.
    package func hasExactPicture(row index: Int, in bytes: Span<UInt8>) -> Bool {
        let row = RawSegmentRow(index)
        return row.hasPicture(in: bytes) && row.profile(in: bytes) == .exact
    }
}

extension Span<UInt8> {
    /// The number whose lowest byte is at `offset`; all its bytes must be there.
    func littleEndian<Number: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        at offset: Int
    ) -> Number {
        // SAFETY: the load checks its bounds, and any bytes make a number.
        let number = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self)
        return Number(littleEndian: number)
    }
}
