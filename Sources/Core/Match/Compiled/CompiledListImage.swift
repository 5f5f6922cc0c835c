/// A compiled list, ready to be written piece by piece.
package struct CompiledListImage: Sendable {
    /// Bytes of a piece, about.
    private static let pieceByteCount = 1 << 18

    package let layout: CompiledListLayout
    /// Entries of the list.
    package var entryCount: Int { entries.count }
    private let entries: EntryTable
    private let rows: HashRows

    init(source: Digest, entries: EntryTable, rows: HashRows) {
        self.entries = entries
        self.rows = rows
        let stringByteCount = entries.ids.count + entries.categories.reduce(0) { $0 + $1.count }
        let lengths = CompiledListLayout.Section.allCases.map { section in
            switch section {
            case .strings: stringByteCount
            case .categories: entries.categories.count * section.stride
            case .entries: entries.count * section.stride
            case .md5Prefixes: PrefixTable.count(for: rows.count(of: .md5)) * section.stride
            case .sha1Prefixes: PrefixTable.count(for: rows.count(of: .sha1)) * section.stride
            case .sha256Prefixes: PrefixTable.count(for: rows.count(of: .sha256)) * section.stride
            case .md5Hashes, .md5Entries: rows.count(of: .md5) * section.stride
            case .sha1Hashes, .sha1Entries: rows.count(of: .sha1) * section.stride
            case .sha256Hashes, .sha256Entries: rows.count(of: .sha256) * section.stride
            case .pdqHashes, .pdqEntries, .pdqThresholds: rows.count(of: .pdq) * section.stride
            }
        }
        layout = CompiledListLayout(source: source, lengths: lengths)
    }

    /// Hands the file's bytes to `write`, from the first to the last.
    package func write<Failure: Error>(
        _ write: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        var piece = Piece(written: 0, bytes: layout.header)
        for section in CompiledListLayout.Section.allCases {
            piece.pad(to: layout[section].lowerBound)
            try append(section, to: &piece, write)
        }
        try piece.flush(atLeast: 0, write)
    }

    private func append<Failure: Error>(
        _ section: CompiledListLayout.Section,
        to piece: inout Piece,
        _ write: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        switch section {
        case .strings: try appendStrings(to: &piece, write)
        case .categories: appendCategories(to: &piece)
        case .entries:
            for row in entries.rows {
                piece.bytes.appendLittle(row.number)
                piece.bytes.appendLittle(row.idOffset)
                piece.bytes.appendLittle(row.idLength)
                piece.bytes.appendLittle(row.category)
                try piece.flush(atLeast: Self.pieceByteCount, write)
            }
        case .md5Prefixes: PrefixTable.append(rows[.md5], to: &piece.bytes)
        case .sha1Prefixes: PrefixTable.append(rows[.sha1], to: &piece.bytes)
        case .sha256Prefixes: PrefixTable.append(rows[.sha256], to: &piece.bytes)
        case .md5Hashes: try appendHashes(.md5, to: &piece, write)
        case .sha1Hashes: try appendHashes(.sha1, to: &piece, write)
        case .sha256Hashes: try appendHashes(.sha256, to: &piece, write)
        case .pdqHashes: try appendHashes(.pdq, to: &piece, write)
        case .md5Entries: try appendEntries(.md5, to: &piece, write)
        case .sha1Entries: try appendEntries(.sha1, to: &piece, write)
        case .sha256Entries: try appendEntries(.sha256, to: &piece, write)
        case .pdqEntries: try appendEntries(.pdq, to: &piece, write)
        case .pdqThresholds:
            for row in rows[.pdq] {
                piece.bytes.append(row.threshold)
                try piece.flush(atLeast: Self.pieceByteCount, write)
            }
        }
    }

    private func appendStrings<Failure: Error>(
        to piece: inout Piece,
        _ write: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        var start = 0
        while start < entries.ids.count {
            let end = min(start + Self.pieceByteCount, entries.ids.count)
            piece.bytes += entries.ids[start..<end]
            try piece.flush(atLeast: Self.pieceByteCount, write)
            start = end
        }
        for category in entries.categories {
            piece.bytes += category
            try piece.flush(atLeast: Self.pieceByteCount, write)
        }
    }

    private func appendCategories(to piece: inout Piece) {
        var offset = entries.ids.count
        for category in entries.categories {
            piece.bytes.appendLittle(UInt64(offset))
            piece.bytes.appendLittle(UInt64(category.count))
            offset += category.count
        }
    }

    private func appendHashes<Failure: Error>(
        _ kind: MatchKind,
        to piece: inout Piece,
        _ write: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        for row in rows[kind] {
            piece.bytes.appendBig(row.key.first)
            piece.bytes.appendBig(row.key.second)
            if kind == .sha1 {
                piece.bytes.appendBig(UInt32(row.key.third >> 32))
            } else if kind != .md5 {
                piece.bytes.appendBig(row.key.third)
                piece.bytes.appendBig(row.key.fourth)
            }
            try piece.flush(atLeast: Self.pieceByteCount, write)
        }
    }

    private func appendEntries<Failure: Error>(
        _ kind: MatchKind,
        to piece: inout Piece,
        _ write: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        for row in rows[kind] {
            piece.bytes.appendLittle(row.entry)
            try piece.flush(atLeast: Self.pieceByteCount, write)
        }
    }
}

/// Bytes that wait to be written.
private struct Piece {
    /// Bytes of the file that are written already.
    var written: Int
    var bytes: [UInt8]

    /// Fills with zeros up to that offset in the file.
    mutating func pad(to offset: Int) {
        bytes += [UInt8](repeating: 0, count: offset - written - bytes.count)
    }

    mutating func flush<Failure: Error>(
        atLeast count: Int,
        _ write: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        guard bytes.count >= count else { return }
        try write(bytes.span)
        written += bytes.count
        bytes.removeAll(keepingCapacity: true)
    }
}

/// The table behind which a digest is searched: where the digests of each prefix begin.
enum PrefixTable {
    /// Bits of a prefix for so many digests: about eight digests to a prefix, as far as bits go.
    static func bitCount(_ count: Int) -> Int {
        let bits = Int.bitWidth - count.leadingZeroBitCount - 3
        return min(max(bits, 0), CompiledListLayout.prefixBitCountMax)
    }

    /// Elements of the table for so many digests: one for every prefix and one more.
    static func count(for count: Int) -> Int { (1 << bitCount(count)) + 1 }

    /// The first bits of a digest.
    static func prefix(_ key: HashKey, bitCount: Int) -> Int {
        bitCount == 0 ? 0 : Int(key.first >> UInt64(64 - bitCount))
    }

    static func append(_ rows: [HashRows.Row], to bytes: inout [UInt8]) {
        let bits = bitCount(rows.count)
        var next = 0
        for row in rows.indices {
            let prefix = prefix(rows[row].key, bitCount: bits)
            while next <= prefix {
                bytes.appendLittle(UInt32(row))
                next += 1
            }
        }
        while next < count(for: rows.count) {
            bytes.appendLittle(UInt32(rows.count))
            next += 1
        }
    }
}
