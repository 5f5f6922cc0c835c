/// The fixed-width form of a row. All numbers little-endian:
///
///      0  outcome kind      1  flags (1 low quality, 2 warnings, 4 read, 8 picture)
///      2  format            3  profile
///      4  quality           5  digests made (1 MD5, 2 SHA-1, 4 SHA-256)
///      6  zeros (2)
///      8  cause (i32)      12  owner (u32)
///     16  width (u32)      20  height (u32)
///     24  size (i64)       32  mtime, ns (i64)
///     40  MD5 (16)         56  SHA-1 (20)       76  SHA-256 (32)     108  PDQ (32)
///    140  zeros (4)
///
/// Digests that were not made are zeros.
extension SegmentRow {
    /// Bytes of a row.
    package static let byteCount = 144

    private enum Flag {
        static let lowQuality: UInt8 = 1
        static let warnings: UInt8 = 2
        static let read: UInt8 = 4
        static let picture: UInt8 = 8
    }

    /// Appends the row's 144 bytes.
    package func append(to bytes: inout [UInt8]) {
        let picture = fingerprint?.picture
        var flags: UInt8 = isLowQuality ? Flag.lowQuality : 0
        if picture?.hasWarnings == true { flags |= Flag.warnings }
        if fingerprint != nil { flags |= Flag.read }
        if picture != nil { flags |= Flag.picture }
        bytes.append(outcome.kind.rawValue)
        bytes.append(flags)
        bytes.append(format.rawValue)
        bytes.append((picture?.profile ?? .none).rawValue)
        bytes.append(UInt8(clamping: picture?.quality ?? 0))
        bytes.append(contentsOf: [fingerprint?.digests.kinds.rawValue ?? 0, 0, 0])
        bytes.appendLittleEndian(UInt32(bitPattern: outcome.causeCode))
        bytes.appendLittleEndian(owner)
        bytes.appendLittleEndian(UInt32(clamping: picture?.width ?? 0))
        bytes.appendLittleEndian(UInt32(clamping: picture?.height ?? 0))
        bytes.appendLittleEndian(UInt64(bitPattern: size))
        bytes.appendLittleEndian(UInt64(bitPattern: mtimeNanoseconds))
        for kind in DigestKind.allCases {
            bytes.append(
                contentsOf: fingerprint?.digests[kind]?.bytes
                    ?? [UInt8](repeating: 0, count: kind.byteCount)
            )
        }
        bytes.append(contentsOf: picture?.hash.bytes ?? [UInt8](repeating: 0, count: 32))
        bytes.append(contentsOf: [0, 0, 0, 0])
    }

    /// Reads a row; `nil` if it is not well formed or contradicts itself.
    package init?(bytes: ArraySlice<UInt8>) {
        guard bytes.count == SegmentRow.byteCount else { return nil }
        let at = bytes.startIndex
        let flags = bytes[at + 1]
        guard let kind = OutcomeKind(rawValue: bytes[at]),
            let format = PictureFormat(rawValue: bytes[at + 2]),
            let profile = FingerprintProfile(rawValue: bytes[at + 3]),
            let outcome = Outcome(
                kind: kind,
                causeCode: Int32(bitPattern: bytes.littleEndian(at: at + 8))
            ),
            let kinds = DigestKinds(bits: bytes[at + 5]),
            let md5 = Digest(.md5, bytes: bytes[at + 40..<at + 56]),
            let sha1 = Digest(.sha1, bytes: bytes[at + 56..<at + 76]),
            let sha256 = Digest(.sha256, bytes: bytes[at + 76..<at + 108]),
            let hash = PDQHash(bytes: bytes[at + 108..<at + 140]),
            SegmentRow.isEmptyWhereNothingIsSaid(bytes)
        else { return nil }
        let picture = Picture(
            width: Int(bytes.littleEndian(at: at + 16) as UInt32),
            height: Int(bytes.littleEndian(at: at + 20) as UInt32),
            hash: hash,
            quality: Int(bytes[at + 4]),
            profile: profile,
            hasWarnings: flags & Flag.warnings != 0
        )
        let fingerprint = Fingerprint(
            digests: DigestSet(md5: md5, sha1: sha1, sha256: sha256).only(kinds),
            picture: flags & Flag.picture != 0 ? picture : nil
        )
        self.init(
            outcome: outcome,
            isLowQuality: flags & Flag.lowQuality != 0,
            format: format,
            size: Int64(bitPattern: bytes.littleEndian(at: at + 24)),
            mtimeNanoseconds: Int64(bitPattern: bytes.littleEndian(at: at + 32)),
            owner: bytes.littleEndian(at: at + 12),
            fingerprint: flags & Flag.read != 0 ? fingerprint : nil
        )
        guard isConsistent else { return nil }
    }

    /// Whether every byte is 0 that flags and kinds say nothing about: a row has one form only.
    private static func isEmptyWhereNothingIsSaid(_ bytes: ArraySlice<UInt8>) -> Bool {
        let at = bytes.startIndex
        let flags = bytes[at + 1]
        let hasPicture = flags & Flag.picture != 0
        let known = Flag.lowQuality | Flag.warnings | Flag.read | Flag.picture
        var unsaid = [6..<8, 140..<144]
        if flags & Flag.read == 0 { unsaid.append(5..<6) }
        let kinds = DigestKinds(rawValue: bytes[at + 5])
        if !kinds.contains(.md5) { unsaid.append(40..<56) }
        if !kinds.contains(.sha1) { unsaid.append(56..<76) }
        if !kinds.contains(.sha256) { unsaid.append(76..<108) }
        if !hasPicture { unsaid += [3..<5, 16..<24, 108..<140] }
        return flags & ~known == 0
            && (hasPicture ? flags & Flag.read != 0 : flags & Flag.warnings == 0)
            && unsaid.allSatisfy { bytes[(at + $0.lowerBound)..<(at + $0.upperBound)].allZero }
    }
}

extension ArraySlice<UInt8> {
    fileprivate var allZero: Bool { allSatisfy { $0 == 0 } }
}
