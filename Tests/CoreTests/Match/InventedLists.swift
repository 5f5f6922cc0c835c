import Core

/// Bytes in memory, where a mapped file would be.
final class HeldBytes: MappedBytes {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let bytes = bytes
        return try body(bytes.span)
    }
}

/// Lists that are made up: read, and compiled in memory.
enum InventedList {
    static let md5 = "00112233445566778899aabbccddeeff"
    static let sha1 = "00112233445566778899aabbccddeeff00112233"
    static let sha256 = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
    static let pdq = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
    static let emptyMD5 = "d41d8cd98f00b204e9800998ecf8427e"

    /// What a list says, when it is read in pieces of `pieceLength` bytes.
    static func events(
        _ text: [UInt8],
        kind: MatchKind? = nil,
        qualityFloor: Int = 50,
        pieceLength: Int = .max
    ) throws(HashListError) -> [ListEvent] {
        var reader = HashListReader(kind: kind, qualityFloor: qualityFloor)
        var events: [ListEvent] = []
        var offset = 0
        while offset < text.count {
            let count = min(pieceLength, text.count - offset)
            try reader.read(text.span.extracting(offset..<offset + count), to: &events)
            offset += count
        }
        try reader.finish(to: &events)
        return events
    }

    static func events(
        _ text: String,
        kind: MatchKind? = nil,
        pieceLength: Int = .max
    ) throws(HashListError) -> [ListEvent] {
        try events(Array(text.utf8), kind: kind, pieceLength: pieceLength)
    }

    static func hash(_ kind: MatchKind, _ hex: String) throws -> ListHash {
        guard let hash = ListHash(kind: kind, hex: Array(hex.utf8)[...]) else { throw NotHex() }
        return hash
    }

    static func digest(_ kind: DigestKind, _ hex: String) throws -> Digest {
        guard let digest = Digest(kind, bytes: Hex.bytes(hex.utf8) ?? []) else { throw NotHex() }
        return digest
    }

    struct NotHex: Error {}

    /// The bytes of the compiled list, and what was counted.
    static func compiled(_ text: String) throws -> (bytes: [UInt8], tally: ListTally) {
        var builder = CompiledListBuilder()
        for event in try events(text) { try builder.take(event) }
        return try compiled(&builder)
    }

    static func compiled(
        _ builder: inout CompiledListBuilder
    ) throws -> (bytes: [UInt8], tally: ListTally) {
        let (image, tally) = try builder.finish(source: digest(.sha256, sha256))
        var bytes: [UInt8] = []
        image.write { piece in piece.withUnsafeBufferPointer { bytes.append(contentsOf: $0) } }
        return (bytes, tally)
    }

    static func opened(_ text: String) throws -> CompiledList {
        try CompiledList(HeldBytes(compiled(text).bytes))
    }
}

extension ListEvent {
    /// A rejection of that line or record.
    static func rejection(_ number: Int, _ reason: RejectionReason) -> ListEvent {
        .rejected(ListRejection(number: number, reason: reason))
    }
}
