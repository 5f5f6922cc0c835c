internal import CKernels

/// Where the parts of an index of PDQ hashes are in its section.
///
/// A *slot* is one of a hash's sixteen 16-bit words. The section has sixteen parts of
/// ``slotByteCount`` bytes, one for each slot, in which the hashes are sorted by that slot's value:
///
///     0             for each of the 65,536 values, how many hashes have a lower one, UInt32; then
///                   the number of all
///     nextsOffset   for each hash in that order, the value of its next slot, around the ring,
///                   UInt16; then 64 bytes
///     rowsOffset    for each hash in that order, its position in the list, `rowByteCount` bytes
///
/// The parts begin at multiples of 64 bytes. `index_search.h` has the mathematics.
package struct PDQIndexLayout: Equatable, Sendable {
    /// Lists with fewer PDQ hashes have no index: comparing them all takes as long, about 15 µs.
    package static let hashCountMin = 1 << 14
    package static let slotCount = Int(KERNEL_SLOTS)
    static let startCount = (1 << 16) + 1
    static let nextsOffset = CompiledListLayout.aligned(4 * startCount)
    /// What the kernel may read behind the last: its longest vector.
    private static let spareByteCount = 64

    /// The number of hashes.
    package let count: Int

    /// Lays out an index of so many hashes.
    package init(count: Int) { self.count = count }

    /// Bytes of a position in the list.
    package var rowByteCount: Int { count <= 1 << 24 ? 3 : 4 }
    package var rowsOffset: Int {
        Self.nextsOffset + CompiledListLayout.aligned(2 * count + Self.spareByteCount)
    }
    package var slotByteCount: Int {
        rowsOffset + CompiledListLayout.aligned(count * rowByteCount)
    }
    /// Bytes of the section: 0 for a list without an index.
    package var byteCount: Int {
        count < Self.hashCountMin ? 0 : Self.slotCount * slotByteCount
    }
}

/// The index of a compiled list's PDQ hashes: finds near ones without comparing them all.
package struct PDQIndex: Sendable {
    /// Hits of one needle that are held; where there are more, comparing all is as good.
    private static let hitCountMax = 4096

    private let list: CompiledList
    private let layout: PDQIndexLayout

    /// The index of a list, which may have none.
    package init(_ list: CompiledList) {
        self.list = list
        layout = PDQIndexLayout(count: list.count(of: .pdq))
    }

    /// The hashes within `threshold` of a needle, some of them twice, by position; `nil` where
    /// comparing all of them is cheaper, or there is no index.
    ///
    /// - Parameter threshold: 0 or more.
    package func hits(
        _ needles: [PDQHash],
        within threshold: Int,
        level: KernelLevel = .best
    ) -> [Hamming.Hit]? {
        guard layout.byteCount > 0, !needles.isEmpty else { return nil }
        let costMax = Hamming.scanNanoseconds(needles.count, layout.count, level) / needles.count
        var hits: [Hamming.Hit] = []
        for (position, needle) in needles.enumerated() {
            let isDone = list.withRawBytes { bytes in
                search(bytes, needle, position, threshold, costMax, level, &hits)
            }
            guard isDone else { return nil }
        }
        return hits.sorted { ($0.hash, $0.needle) < ($1.hash, $1.needle) }
    }

    /// Appends the hits of one needle; `false` if it costs more than it may.
    private func search(
        _ bytes: RawSpan,
        _ needle: PDQHash,
        _ position: Int,
        _ threshold: Int,
        _ costMax: Int,
        _ level: KernelLevel,
        _ hits: inout [Hamming.Hit]
    ) -> Bool {
        let kernels = unsafe Hamming.kernels(level)
        let words = (0..<4).map { needle.words[$0] }
        let hashes = list.layout[.pdqHashes].lowerBound
        let slots = list.layout[.pdqIndex].lowerBound
        // SAFETY: opening the list has held the lengths of both sections against the number of
        // hashes, sections begin at multiples of 64 bytes, and the kernel reads nothing outside of
        // them, whatever is in them.
        return unsafe bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return false }
            var index = unsafe kernel_index(
                hashes: (base + hashes).assumingMemoryBound(to: UInt64.self),
                count: layout.count,
                slots: (base + slots).assumingMemoryBound(to: UInt8.self),
                slot_bytes: layout.slotByteCount,
                nexts_offset: PDQIndexLayout.nextsOffset,
                rows_offset: layout.rowsOffset,
                row_bytes: layout.rowByteCount
            )
            return unsafe withUnsafeTemporaryAllocation(
                of: kernel_hit.self,
                capacity: Self.hitCountMax
            ) { found in
                let count = unsafe kernels.pointee.search(
                    &index,
                    words,
                    UInt32(threshold),
                    UInt64(costMax),
                    found.baseAddress,
                    found.count
                )
                // `SIZE_MAX` comes as -1.
                guard count >= 0, count <= found.count else { return false }
                for hit in 0..<count {
                    let hit = unsafe found[hit]
                    hits.append(
                        Hamming.Hit(
                            needle: position,
                            hash: Int(hit.index),
                            distance: Int(hit.distance)
                        )
                    )
                }
                return true
            }
        }
    }
}
