internal import CKernels

/// The hashes of one kind while a list is compiled, each with its entry, as in the file.
struct HashRows: Sendable {
    let kind: MatchKind
    private(set) var count = 0
    /// The hashes' bytes; in the order in which they came, so by entry.
    let hashes: Spool
    let entries: Spool
    /// Own thresholds, of PDQ hashes only.
    let thresholds: Spool
    /// The digests' positions in their order, in the lower halves of the first ``count`` numbers;
    /// `nil` for PDQ hashes, which stay in theirs.
    private(set) var order: Spool?
    private let space: (any ScratchSpace)?

    init(_ kind: MatchKind, _ space: (any ScratchSpace)?) {
        self.kind = kind
        self.space = space
        hashes = Spool(space)
        entries = Spool(space)
        thresholds = Spool(space)
    }

    mutating func append(
        _ hash: ListHash,
        entry: UInt32,
        _ threshold: Int?
    ) throws(HashListError) {
        try hashes.append(hash.words[0])
        try hashes.append(hash.words[1])
        switch kind {
        case .md5: break
        case .sha1: try hashes.append(UInt32(truncatingIfNeeded: hash.words[2]))
        case .sha256, .pdq:
            try hashes.append(hash.words[2])
            try hashes.append(hash.words[3])
        }
        try entries.append(entry)
        if kind == .pdq {
            try thresholds.append(threshold.map(UInt8.init) ?? CompiledListLayout.listThreshold)
        }
        count += 1
    }

    func key(_ row: Int) -> HashKey {
        let offset = row * kind.byteCount
        func word(_ index: Int) -> UInt64 {
            hashes.load(UInt64.self, at: offset + 8 * index).byteSwapped
        }
        return switch kind {
        case .md5: HashKey(word(0), word(1), 0, 0)
        case .sha1:
            HashKey(
                word(0),
                word(1),
                UInt64(hashes.load(UInt32.self, at: offset + 16).byteSwapped) << 32,
                0
            )
        case .sha256, .pdq: HashKey(word(0), word(1), word(2), word(3))
        }
    }

    func entry(_ row: Int) -> Int { Int(entries.load(UInt32.self, at: 4 * row)) }

    /// The row of the digest at that position of the order.
    func row(at position: Int) -> Int {
        guard let order else { return position }
        return Int(order.load(UInt64.self, at: 8 * position) & UInt64(UInt32.max))
    }

    /// The first 32 bits of the digest at that position of the order.
    func head(at position: Int) -> UInt32 {
        guard let order else { preconditionFailure("PDQ hashes have no order") }
        return UInt32(order.load(UInt64.self, at: 8 * position) >> 32)
    }

    /// No more hashes are taken. Puts digests in their order, and of equal hashes with equal labels
    /// leaves the first.
    mutating func sortAndDropDuplicates(in table: EntryTable) throws(HashListError) {
        for spool in [hashes, entries, thresholds] { try spool.freeze() }
        guard count > 0 else { return }
        let order = try Spool(zeros: 16 * count, space)
        sort(order)
        let dropped = duplicates(order, in: table)
        if dropped.count > 0 {
            if kind == .pdq { dropRows(dropped) } else { drop(dropped, from: order) }
            count -= dropped.count
        }
        self.order = kind == .pdq ? nil : order
    }

    /// Takes rows out of the order.
    private func drop(_ dropped: BitSet, from order: Spool) {
        unsafe order.withWords { words in
            var kept = 0
            for position in 0..<count {
                let word = unsafe words[position]
                if dropped.contains(Int(word & UInt64(UInt32.max))) { continue }
                unsafe words[kept] = word
                kept += 1
            }
        }
    }

    /// Closes the gaps of rows that are dropped.
    private func dropRows(_ dropped: BitSet) {
        let size = kind.byteCount
        var kept = 0
        for row in 0..<count where !dropped.contains(row) {
            hashes.move(row * size..<(row + 1) * size, to: kept * size)
            entries.move(row * 4..<(row + 1) * 4, to: kept * 4)
            thresholds.move(row..<row + 1, to: kept)
            kept += 1
        }
        hashes.cut(to: kept * size)
        entries.cut(to: kept * 4)
        thresholds.cut(to: kept)
    }

    /// Fills `order` with the rows by hash, then as they came; its second half is scratch.
    private func sort(_ order: Spool) {
        let count = count
        unsafe order.withWords { words in
            for row in 0..<count {
                let head = hashes.load(UInt32.self, at: row * kind.byteCount).byteSwapped
                unsafe words[row] = UInt64(head) << 32 | UInt64(row)
            }
            guard let base = words.baseAddress else { return }
            unsafe kernel_sort(base, base + count, count)
            // Few have the same 32 bits, unless they are the same.
            var start = 0
            while start < count {
                var end = start + 1
                while end < count, unsafe words[end] >> 32 == words[start] >> 32 { end += 1 }
                if end - start > 1 {
                    unsafe words[start..<end].sort { left, right in
                        let (left, right) = (Int(left & 0xFFFF_FFFF), Int(right & 0xFFFF_FFFF))
                        let (leftKey, rightKey) = (key(left), key(right))
                        return leftKey == rightKey ? left < right : leftKey < rightKey
                    }
                }
                start = end
            }
        }
    }

    /// The rows whose hash and label are those of an earlier one.
    private func duplicates(_ order: Spool, in table: EntryTable) -> BitSet {
        func row(_ position: Int) -> Int {
            Int(order.load(UInt64.self, at: 8 * position) & UInt64(UInt32.max))
        }
        func head(_ position: Int) -> UInt64 { order.load(UInt64.self, at: 8 * position) >> 32 }
        var found = BitSet(count: count)
        var start = 0
        while start < count {
            var end = start + 1
            while end < count, head(end) == head(start), key(row(end)) == key(row(start)) {
                end += 1
            }
            if end - start > 1 {
                for row in duplicates((start..<end).map(row), in: table) { found.insert(row) }
            }
            start = end
        }
        return found
    }

    /// Which of the rows, given in rising order, has the id, category and threshold of an earlier
    /// one: of two thresholds the greater must not be lost.
    ///
    /// They are sorted by label, so that a list of one hash a million times is no trap.
    private func duplicates(_ rows: [Int], in table: EntryTable) -> [Int] {
        func order(_ left: Int, _ right: Int) -> Int {
            let order = table.labelOrder(entry(left), entry(right))
            return order == 0 ? threshold(left) - threshold(right) : order
        }
        let sorted = rows.sorted { left, right in
            let order = order(left, right)
            return order == 0 ? left < right : order < 0
        }
        return zip(sorted, sorted.dropFirst()).filter { order($0, $1) == 0 }.map(\.1)
    }

    /// The row's own threshold as the file has it; digests have none.
    private func threshold(_ row: Int) -> Int {
        kind == .pdq ? Int(thresholds.load(UInt8.self, at: row)) : 0
    }
}
