/// Checks that every number of a compiled list that leads somewhere leads to where it may.
struct CompiledListCheck {
    let layout: CompiledListLayout

    func check(_ bytes: RawSpan) throws(CompiledListError) {
        try checkCounts()
        try checkCategories(bytes)
        try checkEntries(bytes)
        for kind in MatchKind.allCases { try checkReferences(kind, bytes) }
        for kind in DigestKind.allCases { try checkOrder(kind, bytes) }
    }

    private func checkCounts() throws(CompiledListError) {
        for kind in MatchKind.allCases {
            guard layout.count(.hashes(of: kind)) == layout.count(.entries(of: kind)) else {
                throw .damaged
            }
        }
        guard layout.count(.pdqThresholds) == layout.count(.pdqHashes) else { throw .damaged }
        for kind in DigestKind.allCases {
            let count = layout.count(.hashes(of: kind.matchKind))
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
            let row = layout.offset(.entries, entry)
            let length = UInt64(bytes.littleUInt32(at: row + 16))
            try checkString(bytes.littleUInt64(at: row + 8), length)
            guard bytes.littleUInt32(at: row + 20) < categoryCount else { throw .damaged }
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
}
