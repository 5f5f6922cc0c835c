/// Finds the entries of one list that are near to some hashes: a picture's in all its variants, or
/// those of several pictures, since eight are compared in little more time than one.
struct PDQScan {
    /// Hashes that are compared at once: bounds how many hits wait, whatever the threshold.
    private static let blockCount = 4096
    /// Nanoseconds, about, that comparing one hash somewhere in the list takes.
    private static let wideCost = 30

    let list: CompiledList
    /// The list's own greatest distance, 0 to 256.
    let threshold: Int
    /// How much farther than its threshold an entry may be, 0 or more.
    var margin = 0
    /// What is compared; the hashes of one picture by rising variant.
    let hashes: [(variant: PictureVariant, hash: PDQHash)]

    /// Calls `found` once for each entry, in rising order, with its least distance and the lowest
    /// variant that has it.
    func run(_ found: (_ entry: Int, _ distance: Int, _ variant: PictureVariant) -> Void) {
        guard list.count(of: .pdq) > 0, !hashes.isEmpty else { return }
        list.withRawBytes { bytes in
            var last: NearestHash?
            forEachHit(bytes) { hit in
                guard hit.distance <= limit(hit.hash, bytes) else { return }
                let next = NearestHash(
                    entry: list.entry(.pdq, hit.hash, bytes),
                    distance: hit.distance,
                    variant: hashes[hit.needle].variant
                )
                // Hashes of one entry stand together.
                if let before = last, before.entry == next.entry {
                    last = min(before, next)
                } else {
                    if let before = last { found(before.entry, before.distance, before.variant) }
                    last = next
                }
            }
            if let last { found(last.entry, last.distance, last.variant) }
        }
    }

    /// For each of ``hashes``, whether any entry is near.
    var isNear: [Bool] {
        var isNear = hashes.map { _ in false }
        guard list.count(of: .pdq) > 0, !hashes.isEmpty else { return isNear }
        list.withRawBytes { bytes in
            forEachHit(bytes) { hit in
                if hit.distance <= limit(hit.hash, bytes) { isNear[hit.needle] = true }
            }
        }
        return isNear
    }

    /// Calls `body` for what is near, by position.
    private func forEachHit(_ bytes: RawSpan, _ body: (Hamming.Hit) -> Void) {
        if let hits = indexed(bytes) {
            hits.forEach(body)
        } else {
            compareAll(bytes, body)
        }
    }

    /// What is near by the list's index, by position; `nil` where comparing all hashes is cheaper.
    private func indexed(_ bytes: RawSpan) -> [Hamming.Hit]? {
        let wideCount = list.layout.count(.pdqWide)
        let count = list.count(of: .pdq)
        guard wideCount * Self.wideCost <= count,
            var hits = PDQIndex(list).hits(
                hashes.map(\.hash),
                within: max(threshold, list.layout.ownThresholdMax ?? 0) + margin
            )
        else { return nil }
        if wideCount == 0 { return hits }
        for wide in 0..<wideCount {
            let row = Int(bytes.littleUInt32(at: list.layout.offset(.pdqWide, wide)))
            CompiledList.hold(row < count)
            let hash = list.pdqHash(row, bytes)
            let limit = limit(row, bytes)
            // Only what is near: thirty times as many hashes may wait here as are looked up.
            for needle in hashes.indices {
                let distance = hash.distance(to: hashes[needle].hash)
                if distance > limit { continue }
                hits.append(Hamming.Hit(needle: needle, hash: row, distance: distance))
            }
        }
        return hits.sorted { $0.hash < $1.hash }
    }

    private func compareAll(_ bytes: RawSpan, _ body: (Hamming.Hit) -> Void) {
        let needles = hashes.map(\.hash)
        let count = list.count(of: .pdq)
        let isAnyWide = list.layout.count(.pdqWide) > 0
        let own = isAnyWide ? Int(CompiledListLayout.listThreshold) : list.layout.ownThresholdMax
        let greatest = max(threshold, own ?? 0) + margin
        for first in stride(from: 0, to: count, by: Self.blockCount) {
            let end = min(first + Self.blockCount, count)
            for hit in hits(needles, first..<end, within: greatest, bytes) {
                let row = first + hit.hash
                body(Hamming.Hit(needle: hit.needle, hash: row, distance: hit.distance))
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

    /// The greatest distance of that hash: its own, else the list's, and the margin.
    private func limit(_ row: Int, _ bytes: RawSpan) -> Int {
        let own = bytes.byte(at: list.layout.offset(.pdqThresholds, row))
        return (own == CompiledListLayout.listThreshold ? threshold : Int(own)) + margin
    }
}

/// The nearest hash of one entry so far.
private struct NearestHash: Comparable {
    let entry: Int
    let distance: Int
    let variant: PictureVariant

    /// Nearer, or of a lower variant.
    static func < (left: NearestHash, right: NearestHash) -> Bool {
        (left.distance, left.variant.rawValue) < (right.distance, right.variant.rawValue)
    }
}
