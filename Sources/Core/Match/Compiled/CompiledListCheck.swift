/// Checks that every number of a compiled list that leads somewhere leads to where it should.
struct CompiledListCheck {
    let layout: CompiledListLayout

    func check(_ bytes: RawSpan) throws(CompiledListError) {
        try checkCounts()
        try checkCategories(bytes)
        try checkEntries(bytes)
        for kind in MatchKind.allCases { try checkReferences(kind, bytes) }
        for kind in DigestKind.allCases { try checkOrder(kind, bytes) }
        try checkThresholds(bytes)
        try PDQIndexCheck(layout: layout).check(bytes)
    }

    /// What the header alone says.
    func checkCounts() throws(CompiledListError) {
        for kind in MatchKind.allCases {
            guard layout.count(.hashes(of: kind)) == layout.count(.entries(of: kind)) else {
                throw .damaged
            }
        }
        guard layout.count(.pdqThresholds) == layout.count(.pdqHashes) else { throw .damaged }
        let index = PDQIndexLayout(count: layout.count(.pdqHashes))
        guard layout.count(.pdqIndex) == index.byteCount,
            layout.count(.pdqWide) <= layout.count(.pdqHashes),
            layout.count(.pdqHashes) <= HashListLimits.entryCountMax
        else { throw .damaged }
        for kind in DigestKind.allCases {
            let count = layout.count(.hashes(of: kind.matchKind))
            guard count <= HashListLimits.entryCountMax else { throw .damaged }
            guard layout.count(.prefixes(of: kind)) == PrefixTable.count(for: count) else {
                throw .damaged
            }
        }
    }

    private func checkCategories(_ bytes: RawSpan) throws(CompiledListError) {
        for category in 0..<layout.count(.categories) {
            let row = layout.offset(.categories, category)
            try checkString(bytes.littleUInt64(at: row), bytes.littleUInt64(at: row + 8))
        }
    }

    private func checkEntries(_ bytes: RawSpan) throws(CompiledListError) {
        let categoryCount = UInt32(clamping: layout.count(.categories))
        for entry in 0..<layout.count(.entries) {
            let offset = layout.offset(.entries, entry)
            let row = EntryTable.Row(
                bytes.littleUInt64(at: offset),
                bytes.littleUInt64(at: offset + 8)
            )
            try checkString(row.idOffset, row.idLength)
            guard row.category < categoryCount else { throw .damaged }
        }
    }

    private func checkString(_ offset: UInt64, _ length: UInt64) throws(CompiledListError) {
        let count = UInt64(layout[.strings].count)
        guard offset <= count, length <= count - offset else { throw .damaged }
    }

    /// PDQ hashes must stand by entry as well: the matcher gathers those that stand together.
    private func checkReferences(
        _ kind: MatchKind,
        _ bytes: RawSpan
    ) throws(CompiledListError) {
        let entryCount = UInt32(clamping: layout.count(.entries))
        var last: UInt32 = 0
        for row in 0..<layout.count(.entries(of: kind)) {
            let entry = bytes.littleUInt32(at: layout.offset(.entries(of: kind), row))
            guard entry < entryCount, kind != .pdq || entry >= last else { throw .damaged }
            last = entry
        }
    }

    /// Digests rise, equal ones by entry, and each stands in the slot of its prefix.
    private func checkOrder(_ kind: DigestKind, _ bytes: RawSpan) throws(CompiledListError) {
        let matchKind = kind.matchKind
        let count = layout.count(.hashes(of: matchKind))
        try checkPrefixes(kind, count, bytes)
        let bits = PrefixTable.bitCount(count)
        var last: (key: HashKey, entry: UInt32)?
        for row in 0..<count {
            let key = HashKey(matchKind, bytes, at: layout.offset(.hashes(of: matchKind), row))
            let entry = bytes.littleUInt32(at: layout.offset(.entries(of: matchKind), row))
            if let last {
                guard last.key < key || last.key == key && last.entry < entry else {
                    throw .damaged
                }
            }
            last = (key, entry)
            let slot = layout.offset(.prefixes(of: kind), PrefixTable.prefix(key, bitCount: bits))
            guard Int(bytes.littleUInt32(at: slot)) <= row,
                row < Int(bytes.littleUInt32(at: slot + 4))
            else { throw .damaged }
        }
    }

    private func checkPrefixes(
        _ kind: DigestKind,
        _ count: Int,
        _ bytes: RawSpan
    ) throws(CompiledListError) {
        var last = 0
        for slot in 0..<layout.count(.prefixes(of: kind)) {
            let start = Int(bytes.littleUInt32(at: layout.offset(.prefixes(of: kind), slot)))
            guard start >= last, start <= count else { throw .damaged }
            last = start
        }
        guard last == count else { throw .damaged }
    }

    /// The header knows the greatest own threshold, and the wide ones are all named.
    private func checkThresholds(_ bytes: RawSpan) throws(CompiledListError) {
        var greatest: Int?
        var wideCount = 0
        for row in 0..<layout.count(.pdqThresholds) {
            let own = bytes.byte(at: layout.offset(.pdqThresholds, row))
            if own == CompiledListLayout.listThreshold { continue }
            if OwnThresholds.isWide(own) {
                guard wideCount < layout.count(.pdqWide),
                    bytes.littleUInt32(at: layout.offset(.pdqWide, wideCount)) == UInt32(row)
                else { throw .damaged }
                wideCount += 1
            } else {
                greatest = max(greatest ?? 0, Int(own))
            }
        }
        guard wideCount == layout.count(.pdqWide), greatest == layout.ownThresholdMax else {
            throw .damaged
        }
    }
}

/// Checks that an index of PDQ hashes finds each of them.
private struct PDQIndexCheck {
    let layout: CompiledListLayout

    func check(_ bytes: RawSpan) throws(CompiledListError) {
        guard layout.count(.pdqIndex) > 0 else { return }
        let index = PDQIndexLayout(count: layout.count(.pdqHashes))
        for slot in 0..<PDQIndexLayout.slotCount {
            let offset = layout.offset(.pdqIndex, slot * index.slotByteCount)
            var end = 0
            for value in 0..<PDQIndexLayout.startCount - 1 {
                let start = end
                end = Int(bytes.littleUInt32(at: offset + 4 * (value + 1)))
                guard start == Int(bytes.littleUInt32(at: offset + 4 * value)), start <= end,
                    end <= index.count
                else { throw .damaged }
                try check(start..<end, of: value, slot, offset, index, bytes)
            }
            guard end == index.count else { throw .damaged }
        }
    }

    /// The rows of a value rise and have it: so all values together have each row once.
    private func check(
        _ positions: Range<Int>,
        of value: Int,
        _ slot: Int,
        _ offset: Int,
        _ index: PDQIndexLayout,
        _ bytes: RawSpan
    ) throws(CompiledListError) {
        var last = -1
        for position in positions {
            var row = 0
            for byte in 0..<index.rowByteCount {
                let place = offset + index.rowsOffset + position * index.rowByteCount + byte
                row |= Int(bytes.byte(at: place)) << (8 * byte)
            }
            guard row > last, row < index.count else { throw .damaged }
            last = row
            let hash = layout.offset(.pdqHashes, row)
            let next = (slot + 1) % PDQIndexLayout.slotCount
            let place = offset + PDQIndexLayout.nextsOffset + 2 * position
            guard bytes.byte(at: hash + 2 * slot) == UInt8(value & 0xFF),
                bytes.byte(at: hash + 2 * slot + 1) == UInt8(value >> 8),
                bytes.byte(at: hash + 2 * next) == bytes.byte(at: place),
                bytes.byte(at: hash + 2 * next + 1) == bytes.byte(at: place + 1)
            else { throw .damaged }
        }
    }
}
