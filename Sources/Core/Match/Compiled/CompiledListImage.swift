/// A compiled list, ready to be written piece by piece.
package struct CompiledListImage: Sendable {
    /// Takes the next bytes of the file.
    package typealias Write<Failure: Error> = (Span<UInt8>) throws(Failure) -> Void

    package let layout: CompiledListLayout
    /// Entries of the list.
    package let entryCount: Int
    private let entries: EntryTable
    /// The entries that a hash refers to: the others are not written.
    private let used: BitSet
    /// Of each kind, in the order of `MatchKind.allCases`.
    private let rows: [HashRows]
    private let index: PDQIndexScratch
    /// Bytes of the ids of the entries that are used.
    private let idByteCount: Int

    init(
        source: Digest,
        entries: EntryTable,
        used: BitSet,
        rows: [HashRows],
        index: PDQIndexScratch
    ) {
        self.entries = entries
        self.used = used
        self.rows = rows
        self.index = index
        entryCount = used.count
        let isWhole = used.count == entries.count
        let idByteCount =
            isWhole
            ? entries.ids.count
            : (0..<entries.count).reduce(0) { sum, entry in
                used.contains(entry) ? sum + Int(entries.row(entry).idLength) : sum
            }
        self.idByteCount = idByteCount
        let own = OwnThresholds(rows[MatchKind.pdq.index].thresholds)
        let lengths = CompiledListLayout.Section.allCases.map { section in
            switch section {
            case .strings: idByteCount + entries.categoryText.count
            case .categories: entries.categories.count
            case .entries: used.count * section.stride
            case .md5Prefixes: PrefixTable.count(for: rows[MatchKind.md5.index].count) * 4
            case .sha1Prefixes: PrefixTable.count(for: rows[MatchKind.sha1.index].count) * 4
            case .sha256Prefixes: PrefixTable.count(for: rows[MatchKind.sha256.index].count) * 4
            case .md5Hashes, .md5Entries: rows[MatchKind.md5.index].count * section.stride
            case .sha1Hashes, .sha1Entries: rows[MatchKind.sha1.index].count * section.stride
            case .sha256Hashes, .sha256Entries: rows[MatchKind.sha256.index].count * section.stride
            case .pdqHashes, .pdqEntries, .pdqThresholds:
                rows[MatchKind.pdq.index].count * section.stride
            case .pdqWide: own.wideCount * section.stride
            case .pdqIndex: index.layout.byteCount
            }
        }
        layout = CompiledListLayout(
            source: source,
            ownThresholdMax: own.narrowMax,
            lengths: lengths
        )
    }

    /// Hands the file's bytes to `write`, from the first to the last.
    package func write<Failure: Error>(
        _ write: Write<Failure>
    ) throws(Failure) {
        var piece = Piece()
        try piece.append(layout.header.span, write)
        for section in CompiledListLayout.Section.allCases {
            try piece.pad(to: layout[section].lowerBound, write)
            try append(section, to: &piece, write)
        }
        try piece.flush(write)
    }

    private func append<Failure: Error>(
        _ section: CompiledListLayout.Section,
        to piece: inout Piece,
        _ write: Write<Failure>
    ) throws(Failure) {
        switch section {
        case .strings: try appendStrings(to: &piece, write)
        case .categories: try appendCategories(to: &piece, write)
        case .entries: try appendEntries(to: &piece, write)
        case .md5Prefixes: try PrefixTable.append(rows[MatchKind.md5.index], to: &piece, write)
        case .sha1Prefixes: try PrefixTable.append(rows[MatchKind.sha1.index], to: &piece, write)
        case .sha256Prefixes:
            try PrefixTable.append(rows[MatchKind.sha256.index], to: &piece, write)
        case .md5Hashes: try appendHashes(.md5, to: &piece, write)
        case .sha1Hashes: try appendHashes(.sha1, to: &piece, write)
        case .sha256Hashes: try appendHashes(.sha256, to: &piece, write)
        case .pdqHashes: try piece.append(rows[MatchKind.pdq.index].hashes, write)
        case .md5Entries: try appendReferences(.md5, to: &piece, write)
        case .sha1Entries: try appendReferences(.sha1, to: &piece, write)
        case .sha256Entries: try appendReferences(.sha256, to: &piece, write)
        case .pdqEntries: try appendReferences(.pdq, to: &piece, write)
        case .pdqThresholds: try piece.append(rows[MatchKind.pdq.index].thresholds, write)
        case .pdqWide:
            let thresholds = rows[MatchKind.pdq.index].thresholds
            for row in 0..<thresholds.count
            where OwnThresholds.isWide(thresholds.load(UInt8.self, at: row)) {
                try piece.append(UInt32(row), write)
            }
        case .pdqIndex:
            try index.forEachSlot(of: rows[MatchKind.pdq.index].hashes) { slot throws(Failure) in
                try piece.append(slot, write)
            }
        }
    }

    private var isWhole: Bool { used.count == entries.count }

    private func appendStrings<Failure: Error>(
        to piece: inout Piece,
        _ write: Write<Failure>
    ) throws(Failure) {
        if isWhole {
            try piece.append(entries.ids, write)
        } else {
            for entry in 0..<entries.count where used.contains(entry) {
                try piece.append(entries.ids, entries.idRange(entries.row(entry)), write)
            }
        }
        try piece.append(entries.categoryText, write)
    }

    private func appendCategories<Failure: Error>(
        to piece: inout Piece,
        _ write: Write<Failure>
    ) throws(Failure) {
        for offset in stride(from: 0, to: entries.categories.count, by: 16) {
            let start = entries.categories.load(UInt64.self, at: offset)
            try piece.append(start + UInt64(idByteCount), write)
            try piece.append(entries.categories.load(UInt64.self, at: offset + 8), write)
        }
    }

    private func appendEntries<Failure: Error>(
        to piece: inout Piece,
        _ write: Write<Failure>
    ) throws(Failure) {
        if isWhole { return try piece.append(entries.rows, write) }
        var idOffset: UInt64 = 0
        for entry in 0..<entries.count where used.contains(entry) {
            var row = entries.row(entry)
            row.idOffset = idOffset
            idOffset += row.idLength
            try piece.append(row.words.0, write)
            try piece.append(row.words.1, write)
        }
    }

    private func appendHashes<Failure: Error>(
        _ kind: MatchKind,
        to piece: inout Piece,
        _ write: Write<Failure>
    ) throws(Failure) {
        let rows = rows[kind.index]
        for position in 0..<rows.count {
            let start = rows.row(at: position) * kind.byteCount
            try piece.append(rows.hashes, start..<start + kind.byteCount, write)
        }
    }

    private func appendReferences<Failure: Error>(
        _ kind: MatchKind,
        to piece: inout Piece,
        _ write: Write<Failure>
    ) throws(Failure) {
        let rows = rows[kind.index]
        for position in 0..<rows.count {
            let entry = rows.entry(rows.row(at: position))
            try piece.append(UInt32(isWhole ? entry : used.position(entry)), write)
        }
    }
}
