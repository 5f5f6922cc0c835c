internal import CKernels

/// Hamming distances between many PDQ hashes, by the fastest kernel that the processor has.
package enum Hamming {
    /// A pair of hashes that is within the threshold.
    package struct Hit: Hashable, Sendable {
        /// The needle's position, from 0.
        package let needle: Int
        /// The hash's position, from 0.
        package let hash: Int
        /// Bits that differ, 0 to 256.
        package let distance: Int

        /// Makes a hit.
        package init(needle: Int, hash: Int, distance: Int) {
            self.needle = needle
            self.hash = hash
            self.distance = distance
        }
    }

    /// Needles that are compared with a hash at once: what fits the registers.
    private static let blockCount = 8

    /// Hits that are fetched at once.
    private static let hitCountMax = 256

    /// Every pair of a needle and a hash whose distance is `threshold` or less, by blocks of eight
    /// needles, then by hash.
    ///
    /// `hashes` holds four words a hash, as in ``PDQHash/words``. Eight needles at once are
    /// cheapest.
    package static func scan(
        needles: [PDQHash],
        hashes: Span<UInt64>,
        threshold: Int,
        level: KernelLevel = .best
    ) -> [Hit] {
        precondition(hashes.count.isMultiple(of: 4), "a hash has four words")
        guard threshold >= 0 else { return [] }
        var hits: [Hit] = []
        var start = 0
        while start < needles.count {
            let block = needles[start..<min(start + blockCount, needles.count)]
            scan(
                words: block.flatMap { [$0.words[0], $0.words[1], $0.words[2], $0.words[3]] },
                hashes: hashes,
                threshold: min(threshold, 256),
                level: level
            ) { hits.append(Hit(needle: start + $0, hash: $1, distance: $2)) }
            start += block.count
        }
        return hits
    }

    /// The distance of each hash to the needle; `hashes` holds four words a hash.
    package static func distances(
        from needle: PDQHash,
        to hashes: Span<UInt64>,
        level: KernelLevel = .best
    ) -> [UInt16] {
        precondition(hashes.count.isMultiple(of: 4), "a hash has four words")
        let count = hashes.count / 4
        let kernels = unsafe kernels(level)
        let words = (0..<4).map { needle.words[$0] }
        return unsafe [UInt16](unsafeUninitializedCapacity: count) { result, written in
            unsafe hashes.withUnsafeBufferPointer { hashes in
                unsafe kernels.pointee.distances(
                    words,
                    hashes.baseAddress,
                    count,
                    result.baseAddress
                )
            }
            written = count
        }
    }

    /// Scans for one block of needles, given as words.
    private static func scan(
        words: [UInt64],
        hashes: Span<UInt64>,
        threshold: Int,
        level: KernelLevel,
        report: (Int, Int, Int) -> Void
    ) {
        let kernels = unsafe kernels(level)
        unsafe hashes.withUnsafeBufferPointer { hashes in
            guard let base = hashes.baseAddress else { return }
            unsafe withUnsafeTemporaryAllocation(of: kernel_hit.self, capacity: hitCountMax) {
                hits in
                var first = 0
                while first < hashes.count / 4 {
                    var scanned = 0
                    let found = unsafe kernels.pointee.scan(
                        words,
                        words.count / 4,
                        base + 4 * first,
                        hashes.count / 4 - first,
                        UInt32(threshold),
                        hits.baseAddress,
                        hits.count,
                        &scanned
                    )
                    for index in 0..<found {
                        let hit = unsafe hits[index]
                        report(Int(hit.needle), first + Int(hit.index), Int(hit.distance))
                    }
                    first += scanned
                }
            }
        }
    }

    /// What ``scan(needles:hashes:threshold:level:)`` costs, about, in nanoseconds.
    static func scanNanoseconds(_ needleCount: Int, _ hashCount: Int, _ level: KernelLevel) -> Int {
        let kernels = unsafe kernels(level)
        let (needle, block) = unsafe (kernels.pointee.needle_cost, kernels.pointee.block_cost)
        let (blocks, rest) = needleCount.quotientAndRemainder(dividingBy: blockCount)
        let picoseconds = blocks * Int(block) + min(rest * Int(needle), Int(block))
        return Int(Double(hashCount) * Double(picoseconds) / 1000)
    }

    static func kernels(_ level: KernelLevel) -> UnsafePointer<kernel_hamming> {
        guard level.isSupported, let kernels = unsafe kernel_hamming(kernel_level(level.rawValue))
        else { preconditionFailure("this processor cannot run the kernels of level \(level)") }
        return unsafe kernels
    }
}
