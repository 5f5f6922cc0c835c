import Core

/// Rows of every outcome, with numbers at their limits.
enum InventedRows {
    static func digest(_ kind: DigestKind, _ seed: UInt8) -> Digest {
        let bytes = (0..<kind.byteCount).map { UInt8(truncatingIfNeeded: $0 * 5) ^ seed }
        guard let digest = Digest(kind, bytes: bytes) else {
            preconditionFailure("a digest of its kind's own length")
        }
        return digest
    }

    /// Every set of kinds, in the order of its bits.
    static let kinds = (0...DigestKinds.all.rawValue).map { DigestKinds(rawValue: $0) }

    /// A file that is no picture, of which those digests were made.
    static func other(_ kinds: DigestKinds) -> SegmentRow {
        SegmentRow(
            outcome: .other,
            size: 7,
            mtimeNanoseconds: 1,
            fingerprint: fingerprint(kinds: kinds)
        )
    }

    static func fingerprint(_ picture: Picture? = nil, kinds: DigestKinds = .all) -> Fingerprint {
        let digests = DigestSet(
            md5: digest(.md5, 1),
            sha1: digest(.sha1, 2),
            sha256: digest(.sha256, 3)
        )
        return Fingerprint(digests: digests.only(kinds), picture: picture)
    }

    static func picture(quality: Int, hasWarnings: Bool) -> Picture {
        Picture(
            width: 65_535,
            height: 1,
            hash: PDQHash(words: [1, .max, 0x8000_0000_0000_0000, 0x0102_0304_0506_0708]),
            quality: quality,
            profile: .exact,
            hasWarnings: hasWarnings
        )
    }

    static let all: [SegmentRow] =
        [
            SegmentRow(
                outcome: .image,
                isLowQuality: true,
                format: .jpeg,
                size: 1,
                mtimeNanoseconds: -1,
                owner: .max,
                fingerprint: fingerprint(picture(quality: 0, hasWarnings: true))
            ),
            SegmentRow(
                outcome: .image,
                format: .png,
                size: .max,
                mtimeNanoseconds: .min,
                owner: 0,
                fingerprint: fingerprint(picture(quality: 100, hasWarnings: false))
            ),
            SegmentRow(
                outcome: .other,
                size: 7,
                mtimeNanoseconds: .max,
                fingerprint: fingerprint()
            ),
            SegmentRow(outcome: .empty, size: 0, mtimeNanoseconds: 0, owner: 1000),
            SegmentRow(outcome: .vanished, size: 5, mtimeNanoseconds: 1),
            SegmentRow(outcome: .changed, size: 5, mtimeNanoseconds: 1),
            SegmentRow(outcome: .unreadable(errno: 13), size: 5, mtimeNanoseconds: 1),
        ]
        + UndecodableCause.allCases.map {
            SegmentRow(
                outcome: .undecodable($0),
                format: .gif,
                size: 9,
                mtimeNanoseconds: 2,
                fingerprint: fingerprint()
            )
        }
        + SkipCause.allCases.map {
            SegmentRow(outcome: .skipped($0), size: 0, mtimeNanoseconds: 0)
        }
        + kinds.dropLast().map(other)
        + [DigestKinds(), .sha1].map { kinds in
            SegmentRow(
                outcome: .image,
                format: .jpeg,
                size: 3,
                mtimeNanoseconds: 4,
                fingerprint: fingerprint(picture(quality: 60, hasWarnings: false), kinds: kinds)
            )
        }
}
