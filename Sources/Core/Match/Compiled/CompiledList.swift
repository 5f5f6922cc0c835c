/// A compiled hash list: a view over bytes that stay where they are.
///
/// Opening it takes no longer for a large list: only the header is read. Bytes are never read out
/// of bounds, whatever they say: each number that leads somewhere is held against the header when
/// it is used, and a damaged one ends the process rather than to hide a match. That the bytes are
/// the right ones is for the file's digest to say, which is its name, when it comes; ``check()``
/// says what is wrong with those that are not.
package final class CompiledList: Sendable {
    /// The SHA-256 of the list's source.
    package let version: Digest
    /// Entries of the list.
    package let entryCount: Int
    let layout: CompiledListLayout
    private let owner: any MappedBytes

    /// Opens a compiled list; its size does not matter.
    package init(_ owner: any MappedBytes) throws(CompiledListError) {
        let layout = try owner.withBytes { bytes throws(CompiledListError) in
            let layout = try CompiledListLayout(bytes)
            try CompiledListCheck(layout: layout).checkCounts()
            return layout
        }
        guard let version = Digest(.sha256, bytes: layout.source) else { throw .damaged }
        self.version = version
        self.layout = layout
        self.owner = owner
        entryCount = layout.count(.entries)
    }

    /// Looks at every number of the list, which takes about 0.2 s for a million entries.
    package func check() throws(CompiledListError) {
        try owner.withBytes { bytes throws(CompiledListError) in
            // SAFETY: bytes have no padding.
            try CompiledListCheck(layout: layout).check(unsafe bytes.bytes)
        }
    }

    /// How many hashes of that kind the list has.
    package func count(of kind: MatchKind) -> Int { layout.count(.entries(of: kind)) }

    /// The entry's id, or its line number if the list gave it none.
    ///
    /// - Parameter entry: a position under ``entryCount``.
    package func entryID(_ entry: Int) -> String {
        withRawBytes { bytes in
            let row = row(entry, bytes)
            if row.idLength == 0 { return String(row.number) }
            return string(bytes, at: row.idOffset, length: row.idLength)
        }
    }

    /// The entry's category, verbatim from the list; empty if it says nothing.
    ///
    /// - Parameter entry: a position under ``entryCount``.
    package func category(_ entry: Int) -> String {
        withRawBytes { bytes in
            let category = Int(row(entry, bytes).category)
            Self.hold(category < layout.count(.categories))
            let row = layout.offset(.categories, category)
            return string(
                bytes,
                at: bytes.littleUInt64(at: row),
                length: bytes.littleUInt64(at: row + 8)
            )
        }
    }

    private func row(_ entry: Int, _ bytes: RawSpan) -> EntryTable.Row {
        precondition((0..<entryCount).contains(entry), "the list has no such entry")
        let offset = layout.offset(.entries, entry)
        return EntryTable.Row(bytes.littleUInt64(at: offset), bytes.littleUInt64(at: offset + 8))
    }

    /// The entries with that digest, in rising order.
    package func entries(matching digest: Digest) -> [Int] {
        let kind = digest.kind.matchKind
        guard count(of: kind) > 0 else { return [] }
        let key = HashKey(ListHash(digest))
        return withRawBytes { bytes in
            var row = lowerBound(of: key, digest.kind, bytes)
            var entries: [Int] = []
            while row < count(of: kind), self.key(kind, row, bytes) == key {
                entries.append(entry(kind, row, bytes))
                row += 1
            }
            return entries
        }
    }

    /// The entry of a hash.
    func entry(_ kind: MatchKind, _ row: Int, _ bytes: RawSpan) -> Int {
        let entry = Int(bytes.littleUInt32(at: layout.offset(.entries(of: kind), row)))
        Self.hold(entry < entryCount)
        return entry
    }

    /// Ends the process where a number of the list leads nowhere. No precondition: optimised, that
    /// would end it without a word.
    @inline(__always) static func hold(_ isSound: Bool) {
        guard isSound else { fatalError("a compiled list was changed while it was in use") }
    }

    /// The PDQ hash at that position, under the ``count(of:)`` of its kind.
    package func pdqHash(_ row: Int) -> PDQHash { withRawBytes { pdqHash(row, $0) } }

    /// The entry of the PDQ hash at that position.
    package func pdqEntry(_ row: Int) -> Int { withRawBytes { entry(.pdq, row, $0) } }

    func pdqHash(_ row: Int, _ bytes: RawSpan) -> PDQHash {
        precondition(row < count(of: .pdq), "the list has no such hash")
        let start = layout.offset(.pdqHashes, row)
        var words = SIMD4<UInt64>()
        for word in 0..<4 { words[word] = bytes.littleUInt64(at: start + 8 * word) }
        return PDQHash(words: words)
    }

    /// Lends the file's bytes for the length of a call.
    func withRawBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
        // SAFETY: bytes have no padding.
        owner.withBytes { bytes in body(unsafe bytes.bytes) }
    }

    /// The first digest that is not before `key`.
    private func lowerBound(of key: HashKey, _ kind: DigestKind, _ bytes: RawSpan) -> Int {
        let bits = PrefixTable.bitCount(count(of: kind.matchKind))
        let slot = layout.offset(.prefixes(of: kind), PrefixTable.prefix(key, bitCount: bits))
        var low = Int(bytes.littleUInt32(at: slot))
        var high = Int(bytes.littleUInt32(at: slot + 4))
        Self.hold(low <= high && high <= count(of: kind.matchKind))
        while low < high {
            let middle = (low + high) / 2
            if self.key(kind.matchKind, middle, bytes) < key {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    private func key(_ kind: MatchKind, _ row: Int, _ bytes: RawSpan) -> HashKey {
        HashKey(kind, bytes, at: layout.offset(.hashes(of: kind), row))
    }

    private func string(_ bytes: RawSpan, at offset: UInt64, length: UInt64) -> String {
        let strings = layout[.strings]
        let count = UInt64(strings.count)
        Self.hold(offset <= count && length <= count - offset)
        let start = strings.lowerBound + Int(offset)
        let text = (start..<start + Int(length)).map { bytes.byte(at: $0) }
        return String(decoding: text, as: UTF8.self)
    }
}
