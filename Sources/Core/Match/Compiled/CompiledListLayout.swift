/// How a compiled list is laid out in its file.
///
/// Numbers are little-endian. The header is followed by the sections in the order of ``Section``,
/// each at the next multiple of 64 bytes, so the lengths alone say where everything is:
///
///     0   magic, 8 bytes           24  SHA-256 of the list's source, 32 bytes
///     8   version, UInt32          56  greatest own threshold, UInt32
///     12  sections, UInt32         60  0, UInt32
///     16  length of the file       64  length of each section, UInt64
///
/// Elements, with the offsets of their parts:
///
///     strings      the ids, one behind the other, then the categories
///     categories   0 offset among the strings, UInt64; 8 length, UInt64
///     entries      0 line or running number, low 32 bits; 4 category, UInt32; 8 from the lowest
///                  bit on: offset of the id among the strings, 40 bits; its length, 13 bits (0:
///                  none); the number's high 11 bits
///     …Prefixes    how many digests begin with a lower prefix, UInt32; at the end, of all
///     …Hashes      the hash, as many bytes as it has: digests sorted, PDQ hashes by entry
///     …Entries     the hash's entry, UInt32
///     pdqThresholds  the hash's own threshold, 0 to 254, or 255 for the list's
///     pdqWide      the position of a hash with an own threshold above 47, UInt32, rising
///     pdqIndex     see ``PDQIndexLayout``
package struct CompiledListLayout: Equatable, Sendable {
    /// The parts of the file.
    package enum Section: Int, CaseIterable, Sendable {
        case strings, categories, entries
        case md5Prefixes, md5Hashes, md5Entries
        case sha1Prefixes, sha1Hashes, sha1Entries
        case sha256Prefixes, sha256Hashes, sha256Entries
        case pdqHashes, pdqEntries, pdqThresholds, pdqWide, pdqIndex

        /// Bytes of one element.
        package var stride: Int {
            switch self {
            case .strings, .pdqThresholds, .pdqIndex: 1
            case .categories, .entries: 16
            case .md5Hashes: MatchKind.md5.byteCount
            case .sha1Hashes: MatchKind.sha1.byteCount
            case .sha256Hashes: MatchKind.sha256.byteCount
            case .pdqHashes: MatchKind.pdq.byteCount
            case .md5Prefixes, .sha1Prefixes, .sha256Prefixes, .md5Entries, .sha1Entries,
                .sha256Entries, .pdqEntries, .pdqWide:
                4
            }
        }

        /// The section of a kind's hashes.
        package static func hashes(of kind: MatchKind) -> Section {
            switch kind {
            case .md5: .md5Hashes
            case .sha1: .sha1Hashes
            case .sha256: .sha256Hashes
            case .pdq: .pdqHashes
            }
        }

        /// The section of a kind's references to entries.
        package static func entries(of kind: MatchKind) -> Section {
            switch kind {
            case .md5: .md5Entries
            case .sha1: .sha1Entries
            case .sha256: .sha256Entries
            case .pdq: .pdqEntries
            }
        }

        /// The section of a digest kind's prefix table.
        package static func prefixes(of kind: DigestKind) -> Section {
            switch kind {
            case .md5: .md5Prefixes
            case .sha1: .sha1Prefixes
            case .sha256: .sha256Prefixes
            }
        }
    }

    package static let magic = Array("TURNLIST".utf8)
    /// 2: the index of PDQ hashes, shorter entries, longer prefixes.
    package static let version: UInt32 = 2
    /// A cache line, and enough for any vector load.
    package static let alignment = 64
    /// The threshold that stands for "that of the list".
    package static let listThreshold: UInt8 = 255
    /// Own thresholds above it are compared one by one: a single wide hash would else make every
    /// search of the index a wide one.
    package static let narrowThresholdMax = 47
    /// Bits of the longest prefix: a hundred million digests have six to a prefix, 96 bytes.
    package static let prefixBitCountMax = 24
    private static let sourceOffset = 24
    private static let ownThresholdOffset = 56
    private static let lengthsOffset = 64
    /// Stands for "no hash has an own threshold".
    private static let noOwnThreshold = UInt32.max
    private static let headerByteCount = lengthsOffset + 8 * Section.allCases.count

    /// The SHA-256 of the list's source.
    package let source: [UInt8]
    /// The greatest own threshold of a PDQ hash that is not wide; `nil` if none has one.
    package let ownThresholdMax: Int?
    /// Where each section is in the file.
    package let ranges: [Range<Int>]
    /// Bytes of the whole file.
    package var byteCount: Int { ranges.last?.upperBound ?? 0 }

    /// Lays out sections of `lengths` bytes, in the order of ``Section``.
    package init(source: Digest, ownThresholdMax: Int? = nil, lengths: [Int]) {
        precondition(source.kind == .sha256, "a list's version is a SHA-256")
        precondition(lengths.count == Section.allCases.count, "every section has a length")
        self.source = source.bytes
        self.ownThresholdMax = ownThresholdMax
        var ranges: [Range<Int>] = []
        var end = Self.headerByteCount
        for length in lengths {
            let start = Self.aligned(end)
            end = start + length
            ranges.append(start..<end)
        }
        self.ranges = ranges
    }

    package subscript(section: Section) -> Range<Int> { ranges[section.rawValue] }

    /// How many elements a section has.
    package func count(_ section: Section) -> Int { self[section].count / section.stride }

    /// The offset of an element in the file.
    package func offset(_ section: Section, _ index: Int) -> Int {
        self[section].lowerBound + index * section.stride
    }

    /// The next multiple of the alignment.
    static func aligned(_ offset: Int) -> Int {
        (offset + alignment - 1) / alignment * alignment
    }

    /// The header's bytes.
    package var header: [UInt8] {
        var bytes = Self.magic
        bytes.appendLittle(Self.version)
        bytes.appendLittle(UInt32(Section.allCases.count))
        bytes.appendLittle(UInt64(byteCount))
        bytes += source
        bytes.appendLittle(ownThresholdMax.map(UInt32.init) ?? Self.noOwnThreshold)
        bytes.appendLittle(UInt32(0))
        for range in ranges { bytes.appendLittle(UInt64(range.count)) }
        return bytes
    }

    /// Reads a header and holds its lengths against the file's.
    package init(_ file: Span<UInt8>) throws(CompiledListError) {
        // SAFETY: bytes have no padding.
        let bytes = unsafe file.bytes
        guard bytes.byteCount >= Self.headerByteCount else { throw .cutOff }
        for (index, byte) in Self.magic.enumerated() where file[index] != byte {
            throw .notCompiledList
        }
        let version = bytes.littleUInt32(at: 8)
        guard version == Self.version else { throw .wrongVersion(version) }
        guard bytes.littleUInt32(at: 12) == UInt32(Section.allCases.count) else { throw .damaged }
        guard bytes.littleUInt64(at: 16) == UInt64(bytes.byteCount) else { throw .cutOff }
        var lengths: [Int] = []
        for section in Section.allCases {
            let length = bytes.littleUInt64(at: Self.lengthsOffset + 8 * section.rawValue)
            // No length beyond the file's: their sum cannot overflow.
            guard length <= UInt64(bytes.byteCount), Int(length).isMultiple(of: section.stride)
            else { throw .damaged }
            lengths.append(Int(length))
        }
        let source = (0..<32).map { file[Self.sourceOffset + $0] }
        guard let digest = Digest(.sha256, bytes: source) else { throw .damaged }
        let own = bytes.littleUInt32(at: Self.ownThresholdOffset)
        guard own == Self.noOwnThreshold || own <= Self.narrowThresholdMax else { throw .damaged }
        self.init(
            source: digest,
            ownThresholdMax: own == Self.noOwnThreshold ? nil : Int(own),
            lengths: lengths
        )
        guard byteCount == bytes.byteCount else { throw .damaged }
    }
}

/// Why a file is no compiled list that can be used.
package enum CompiledListError: Error, Equatable, Sendable, CustomStringConvertible {
    /// It begins with something else.
    case notCompiledList
    /// Written by another version of Turnstone.
    case wrongVersion(UInt32)
    /// Shorter or longer than it says.
    case cutOff
    /// Its parts contradict each other.
    case damaged

    /// What is wrong and what to do.
    package var description: String {
        switch self {
        case .notCompiledList: "this is no compiled hash list; give the list that it was made of"
        case .wrongVersion(let version):
            """
            the compiled hash list has format version \(version) and this Turnstone reads \
            \(CompiledListLayout.version); use the same Turnstone everywhere
            """
        case .cutOff: "the compiled hash list is cut off; remove it, it is made or fetched again"
        case .damaged: "the compiled hash list is damaged; remove it, it is made or fetched again"
        }
    }
}

extension [UInt8] {
    /// Appends the number's bytes, the lowest first.
    mutating func appendLittle<Number: FixedWidthInteger>(_ number: Number) {
        for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
            append(UInt8(truncatingIfNeeded: number >> Number(shift)))
        }
    }
}
