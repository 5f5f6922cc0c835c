internal import CKernels

/// What making an index of PDQ hashes works in: one slot at a time, whatever the list.
struct PDQIndexScratch: Sendable {
    let layout: PDQIndexLayout
    private let items: Spool
    private let slot: Spool

    /// Makes room for the index of so many hashes.
    init(count: Int, _ space: (any ScratchSpace)?) throws(HashListError) {
        layout = PDQIndexLayout(count: count)
        let isIndexed = layout.byteCount > 0
        items = try Spool(zeros: isIndexed ? 8 * count : 0, space)
        slot = try Spool(zeros: isIndexed ? layout.slotByteCount : 0, space)
    }

    /// Makes the slots one after the other and lends the bytes of each.
    func forEachSlot<Failure: Error>(
        of hashes: Spool,
        _ body: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        guard layout.byteCount > 0 else { return }
        for number in 0..<PDQIndexLayout.slotCount {
            fill(UInt32(number), of: hashes)
            try slot.withBytes(0..<slot.count, body)
        }
    }

    private func fill(_ number: UInt32, of hashes: Spool) {
        precondition(hashes.count == layout.count * PDQHash.byteCount, "an index of its hashes")
        unsafe hashes.withWords { hashes in
            unsafe items.withWords { items in
                unsafe slot.withWords { slot in
                    guard let start = UnsafeMutableRawPointer(slot.baseAddress) else { return }
                    // SAFETY: the three parts of a slot are as long as the layout says.
                    unsafe kernel_index_slot(
                        hashes.baseAddress,
                        layout.count,
                        number,
                        items.baseAddress,
                        start.assumingMemoryBound(to: UInt32.self),
                        (start + PDQIndexLayout.nextsOffset).assumingMemoryBound(to: UInt16.self),
                        (start + layout.rowsOffset).assumingMemoryBound(to: UInt8.self),
                        layout.rowByteCount
                    )
                }
            }
        }
    }
}
