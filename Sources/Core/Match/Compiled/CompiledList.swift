/// A compiled hash list, checked when it is opened: a view over bytes that stay where they are.
///
/// Bytes that pass the checks are never read out of bounds, whatever they say. That they are the
/// right ones is for the file's digest to say, which is its name.
package final class CompiledList: Sendable {
    /// The SHA-256 of the list's source.
    package let version: Digest
    /// Entries of the list.
    package let entryCount: Int
    let layout: CompiledListLayout
    /// The greatest threshold that a PDQ hash has of its own; `nil` if none has one.
    let ownThresholdMax: Int?
    private let owner: any MappedBytes

    /// Opens a compiled list; time grows with its size, about 20 ms for a million entries.
    package init(_ owner: any MappedBytes) throws(CompiledListError) {
        let (layout, ownThresholdMax) = try owner.withBytes { bytes throws(CompiledListError) in
            let layout = try CompiledListLayout(bytes)
            // SAFETY: bytes have no padding.
            try CompiledListCheck(layout: layout).check(unsafe bytes.bytes)
            return (layout, Self.ownThresholdMax(layout, bytes))
        }
        guard let version = Digest(.sha256, bytes: layout.source) else { throw .damaged }
        self.version = version
        self.layout = layout
        self.ownThresholdMax = ownThresholdMax
        self.owner = owner
        entryCount = layout.count(.entries)
    }

    private static func ownThresholdMax(
        _ layout: CompiledListLayout,
        _ bytes: Span<UInt8>
    ) -> Int? {
        var greatest: Int?
        for offset in layout[.pdqThresholds]
        where bytes[offset] != CompiledListLayout.listThreshold {
            greatest = max(greatest ?? 0, Int(bytes[offset]))
        }
        return greatest
    }

    /// How many hashes of that kind the list has.
    package func count(of kind: MatchKind) -> Int { layout.count(.entries(of: kind)) }

    /// The entry's id, or its line number if the list gave it none.
    ///
    /// - Parameter entry: a position under ``entryCount``.
    package func entryID(_ entry: Int) -> String {
        precondition((0..<entryCount).contains(entry), "the list has no such entry")
        return withRawBytes { bytes in
            let row = layout.offset(.entries, entry)
            let length = Int(bytes.littleUInt32(at: row + 16))
            if length == 0 { return String(bytes.littleUInt64(at: row)) }
            return string(bytes, at: Int(bytes.littleUInt64(at: row + 8)), length: length)
        }
    }

    /// The entry's category, verbatim from the list; empty if it says nothing.
    ///
    /// - Parameter entry: a position under ``entryCount``.
    package func category(_ entry: Int) -> String {
        precondition((0..<entryCount).contains(entry), "the list has no such entry")
        return withRawBytes { bytes in
            let category = bytes.littleUInt32(at: layout.offset(.entries, entry) + 20)
            let row = layout.offset(.categories, Int(category))
            let length = Int(bytes.littleUInt64(at: row + 8))
            return string(bytes, at: Int(bytes.littleUInt64(at: row)), length: length)
        }
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
                entries.append(Int(bytes.littleUInt32(at: layout.offset(.entries(of: kind), row))))
                row += 1
            }
            return entries
        }
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

    private func string(_ bytes: RawSpan, at offset: Int, length: Int) -> String {
        let start = layout[.strings].lowerBound + offset
        let text = (start..<start + length).map { bytes.byte(at: $0) }
        return String(decoding: text, as: UTF8.self)
    }
}
