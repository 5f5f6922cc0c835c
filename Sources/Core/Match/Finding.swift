/// What was compared when a file and a list entry matched.
package enum MatchKind: UInt8, CaseIterable, Sendable {
    case md5 = 1
    case sha1 = 2
    case sha256 = 3
    case pdq = 4

    /// The kind's name in lists and reports.
    package var name: String { "\(self)" }
}

/// Which of the eight rotations and mirror images of a picture matched.
///
/// Rotations are clockwise; a mirror image is flipped left to right first, then rotated.
package enum PictureVariant: UInt8, CaseIterable, Sendable {
    case original = 0
    case rotate90 = 1
    case rotate180 = 2
    case rotate270 = 3
    case mirror = 4
    case mirrorRotate90 = 5
    case mirrorRotate180 = 6
    case mirrorRotate270 = 7

    /// The variant's name in reports.
    package var name: String {
        switch self {
        case .original: "original"
        case .rotate90: "rotate90"
        case .rotate180: "rotate180"
        case .rotate270: "rotate270"
        case .mirror: "mirror"
        case .mirrorRotate90: "mirror_rotate90"
        case .mirrorRotate180: "mirror_rotate180"
        case .mirrorRotate270: "mirror_rotate270"
        }
    }
}

/// A computed pair of a file's fingerprint and a list entry.
package struct Match: Hashable, Sendable {
    /// The list's position among the sweep's lists, from 0.
    package let list: Int
    /// The entry's position in its compiled list, from 0.
    package let entry: Int
    package let kind: MatchKind
    /// Bits that differ, 0 to 256; 0 for digests.
    package let distance: Int
    package let variant: PictureVariant

    /// Makes a match.
    package init(
        list: Int,
        entry: Int,
        kind: MatchKind,
        distance: Int,
        variant: PictureVariant
    ) {
        self.list = list
        self.entry = entry
        self.kind = kind
        self.distance = distance
        self.variant = variant
    }
}
