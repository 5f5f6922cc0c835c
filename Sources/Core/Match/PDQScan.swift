/// Finds the entries of one list that are near to a picture in any of its variants.
struct PDQScan {
    /// Hashes that are compared at once: bounds how many hits wait, whatever the threshold.
    private static let blockCount = 4096

    let list: CompiledList
    /// The list's own greatest distance, 0 to 256.
    let threshold: Int
    /// The picture's hashes, lower variants first.
    let hashes: [(variant: PictureVariant, hash: PDQHash)]

    /// Calls `found` once for each entry, in rising order, with its least distance and the lowest
    /// variant that has it.
    func run(_ found: (_ entry: Int, _ distance: Int, _ variant: PictureVariant) -> Void) {
        let needles = hashes.map(\.hash)
        let greatest = max(threshold, list.ownThresholdMax ?? 0)
        var nearest: Nearest?
        list.withRawBytes { bytes in
            let count = list.count(of: .pdq)
            for first in stride(from: 0, to: count, by: Self.blockCount) {
                let end = min(first + Self.blockCount, count)
                for hit in hits(needles, first..<end, within: greatest, bytes) {
                    let row = first + hit.hash
                    guard hit.distance <= limit(row, bytes) else { continue }
                    let entry = Int(
                        bytes.littleUInt32(at: list.layout.offset(.pdqEntries, row))
                    )
                    let next = Nearest(entry, hit.distance, hashes[hit.needle].variant)
                    if let last = nearest, last.entry != entry {
                        found(last.entry, last.distance, last.variant)
                        nearest = next
                    } else {
                        // Hashes of one entry stand together, in this block or across its end.
                        nearest = nearest.map { min($0, next) } ?? next
                    }
                }
            }
        }
        if let last = nearest { found(last.entry, last.distance, last.variant) }
    }

    /// Whether any entry is within its threshold and `margin` more bits.
    func isAnyNear(margin: Int) -> Bool {
        let needles = hashes.map(\.hash)
        let greatest = min(256, max(threshold, list.ownThresholdMax ?? 0) + margin)
        return list.withRawBytes { bytes in
            let count = list.count(of: .pdq)
            return stride(from: 0, to: count, by: Self.blockCount).contains { first in
                let end = min(first + Self.blockCount, count)
                return hits(needles, first..<end, within: greatest, bytes)
                    .contains { $0.distance <= limit(first + $0.hash, bytes) + margin }
            }
        }
    }

    /// What is near among those hashes, by position.
    private func hits(
        _ needles: [PDQHash],
        _ rows: Range<Int>,
        within distance: Int,
        _ bytes: RawSpan
    ) -> [Hamming.Hit] {
        let start = list.layout.offset(.pdqHashes, rows.lowerBound)
        let block = bytes.extracting(start..<start + rows.count * PDQHash.byteCount)
        // SAFETY: every bit pattern is a UInt64, sections begin at multiples of 64 bytes, and the
        // words of a PDQ hash are what a copy of its bytes gives on a little-endian machine.
        let hits = unsafe block.withUnsafeBytes { block in
            let words = unsafe block.bindMemory(to: UInt64.self).span
            return Hamming.scan(needles: needles, hashes: words, threshold: distance)
        }
        return hits.sorted { $0.hash < $1.hash }
    }

    /// The greatest distance of that hash, 0 to 256: its own, else the list's.
    private func limit(_ row: Int, _ bytes: RawSpan) -> Int {
        let own = bytes.byte(at: list.layout.offset(.pdqThresholds, row))
        return own == CompiledListLayout.listThreshold ? threshold : Int(own)
    }
}

/// The nearest hash of one entry so far.
private struct Nearest: Comparable {
    let entry: Int
    let distance: Int
    let variant: PictureVariant

    init(_ entry: Int, _ distance: Int, _ variant: PictureVariant) {
        self.entry = entry
        self.distance = distance
        self.variant = variant
    }

    /// Nearer, or of a lower variant.
    static func < (left: Nearest, right: Nearest) -> Bool {
        (left.distance, left.variant.rawValue) < (right.distance, right.variant.rawValue)
    }
}
