/// Finds the entries of one list that are near to a picture in any of its variants.
struct PDQScan {
    /// Hashes whose distances are made at once: they and their distances stay in the first cache.
    private static let blockCount = 512

    let list: CompiledList
    /// The list's own greatest distance, 0 to 256.
    let threshold: Int
    /// The picture's hashes, lower variants first.
    let hashes: [(variant: PictureVariant, hash: PDQHash)]

    /// Calls `found` once for each entry, in rising order, with its least distance and the lowest
    /// variant that has it.
    func run(_ found: (_ entry: Int, _ distance: Int, _ variant: PictureVariant) -> Void) {
        var nearest = Nearest()
        list.withRawBytes { bytes in
            let count = list.count(of: .pdq)
            var best = [(distance: UInt16, variant: PictureVariant)](
                repeating: (.max, .original),
                count: Self.blockCount
            )
            for first in stride(from: 0, to: count, by: Self.blockCount) {
                let end = min(first + Self.blockCount, count)
                measure(first..<end, bytes, &best)
                for row in first..<end where Int(best[row - first].distance) <= limit(row, bytes) {
                    let entry = bytes.littleUInt32(at: list.layout.offset(.pdqEntries, row))
                    let (distance, variant) = best[row - first]
                    if let done = nearest.take(Int(entry), Int(distance), variant) {
                        found(done.entry, done.distance, done.variant)
                    }
                }
            }
        }
        if let last = nearest.current { found(last.entry, last.distance, last.variant) }
    }

    /// The greatest distance of that hash, 0 to 256: its own, else the list's.
    private func limit(_ row: Int, _ bytes: RawSpan) -> Int {
        let offset = list.layout.offset(.pdqThresholds, row)
        // SAFETY: every bit pattern is a UInt8, and the load checks its bounds.
        let own = unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
        return own == CompiledListLayout.listThreshold ? threshold : Int(own)
    }

    private func measure(
        _ rows: Range<Int>,
        _ bytes: RawSpan,
        _ best: inout [(distance: UInt16, variant: PictureVariant)]
    ) {
        let start = list.layout.offset(.pdqHashes, rows.lowerBound)
        let block = bytes.extracting(start..<start + rows.count * PDQHash.byteCount)
        var distances = [UInt16](repeating: 0, count: rows.count)
        for index in rows.indices { best[index - rows.lowerBound].distance = .max }
        for (variant, hash) in hashes {
            HammingDistances.write(from: hash, to: block, into: &distances)
            for (index, distance) in distances.enumerated() where distance < best[index].distance {
                best[index] = (distance, variant)
            }
        }
    }
}

/// The least distance among the hashes of one entry, which stand together.
private struct Nearest {
    var current: (entry: Int, distance: Int, variant: PictureVariant)?

    /// Takes one hash; gives the entry before if this is the first of another one.
    mutating func take(
        _ entry: Int,
        _ distance: Int,
        _ variant: PictureVariant
    ) -> (entry: Int, distance: Int, variant: PictureVariant)? {
        guard let known = current, known.entry == entry else {
            defer { current = (entry, distance, variant) }
            return current
        }
        if (distance, variant.rawValue) < (known.distance, known.variant.rawValue) {
            current = (entry, distance, variant)
        }
        return nil
    }
}

/// Distances from one PDQ hash to many.
enum HammingDistances {
    /// Writes the distance from `needle` to each of the hashes, 32 bytes each, in `hashes`.
    static func write(from needle: PDQHash, to hashes: RawSpan, into distances: inout [UInt16]) {
        precondition(hashes.byteCount == distances.count * PDQHash.byteCount, "a distance a hash")
        for index in distances.indices {
            var distance = 0
            for word in 0..<4 {
                let other = hashes.littleUInt64(at: index * PDQHash.byteCount + 8 * word)
                distance += (needle.words[word] ^ other).nonzeroBitCount
            }
            distances[index] = UInt16(distance)
        }
    }
}
