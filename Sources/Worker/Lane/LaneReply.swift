internal import Core

/// What a lane answers: first the digests, then what became of the picture.
///
/// The digests come first so that they are there even if the decoder takes the process down.
enum LaneReply: Equatable {
    case digests(DigestSet, PictureFormat)
    case picture(Picture, variants: [PictureVariant: PDQHash])
    case noPicture
    case undecodable(UndecodableCause)

    /// The longest reply: the head, a picture and eight hashes.
    static let byteCountMax = 512

    private enum Tag: UInt8 { case digests = 1, picture, noPicture, undecodable }

    /// The reply to the request of that sequence, with the CPU time that its step took.
    func bytes(sequence: UInt32, cost: LaneCost) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(sequence)
        bytes.appendLittleEndian(cost.digestNanoseconds)
        bytes.appendLittleEndian(cost.decodeNanoseconds)
        bytes.appendLittleEndian(cost.hashNanoseconds)
        switch self {
        case .digests(let digests, let format):
            bytes.append(contentsOf: [Tag.digests.rawValue, format.rawValue])
            bytes.append(digests.kinds.rawValue)
            for kind in digests.kinds.kinds { bytes += digests[kind]?.bytes ?? [] }
        case .picture(let picture, let variants):
            bytes.append(contentsOf: [Tag.picture.rawValue, picture.profile.rawValue])
            bytes.append(contentsOf: [UInt8(picture.quality), picture.hasWarnings ? 1 : 0])
            bytes.appendLittleEndian(UInt32(picture.width))
            bytes.appendLittleEndian(UInt32(picture.height))
            bytes.append(contentsOf: picture.hash.bytes)
            bytes.append(UInt8(variants.count))
            for (variant, hash) in variants.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                bytes.append(variant.rawValue)
                bytes.append(contentsOf: hash.bytes)
            }
        case .noPicture: bytes.append(Tag.noPicture.rawValue)
        case .undecodable(let cause):
            bytes.append(contentsOf: [Tag.undecodable.rawValue, cause.rawValue])
        }
        return bytes
    }

    /// Bytes before the tag.
    private static let headByteCount = 28

    /// Reads a reply; `nil` if it is not well formed. A lane is hostile: its decoder may be taken.
    static func read(_ bytes: [UInt8]) -> (sequence: UInt32, cost: LaneCost, reply: LaneReply)? {
        guard bytes.count > headByteCount, bytes.count <= byteCountMax,
            let tag = Tag(rawValue: bytes[headByteCount])
        else { return nil }
        let body = Array(bytes[(headByteCount + 1)...])
        let cost = LaneCost(
            digestNanoseconds: bytes.littleEndian(at: 4),
            decodeNanoseconds: bytes.littleEndian(at: 12),
            hashNanoseconds: bytes.littleEndian(at: 20)
        )
        let reply: LaneReply? =
            switch tag {
            case .digests: digests(body)
            case .picture: picture(body)
            case .noPicture: body.isEmpty ? .noPicture : nil
            case .undecodable:
                body.count == 1 ? UndecodableCause(rawValue: body[0]).map { .undecodable($0) } : nil
            }
        return reply.map { (bytes.littleEndian(at: 0), cost, $0) }
    }

    private static func digests(_ body: [UInt8]) -> LaneReply? {
        guard body.count >= 2, let format = PictureFormat(rawValue: body[0]),
            let kinds = DigestKinds(bits: body[1])
        else { return nil }
        var rest = body[2...]
        func next(_ kind: DigestKind) -> Digest? {
            guard kinds.contains(kind) else { return nil }
            defer { rest = rest.dropFirst(kind.byteCount) }
            return Digest(kind, bytes: rest.prefix(kind.byteCount))
        }
        let digests = DigestSet(md5: next(.md5), sha1: next(.sha1), sha256: next(.sha256))
        guard digests.kinds == kinds, rest.isEmpty else { return nil }
        return .digests(digests, format)
    }

    private static func picture(_ body: [UInt8]) -> LaneReply? {
        guard body.count >= 44, body.count == 44 + 33 * Int(body[43]), body[1] <= 100,
            let profile = FingerprintProfile(rawValue: body[0]), profile != .none,
            // A row without pixels would have the coordinator refuse the whole shard.
            body.littleEndian(at: 3) as UInt32 > 0, body.littleEndian(at: 7) as UInt32 > 0,
            let hash = PDQHash(bytes: body[11..<43])
        else { return nil }
        var variants: [PictureVariant: PDQHash] = [:]
        for at in stride(from: 44, to: body.count, by: 33) {
            guard let variant = PictureVariant(rawValue: body[at]),
                let hash = PDQHash(bytes: body[at + 1..<at + 33])
            else { return nil }
            variants[variant] = hash
        }
        let picture = Picture(
            width: Int(body.littleEndian(at: 3) as UInt32),
            height: Int(body.littleEndian(at: 7) as UInt32),
            hash: hash,
            quality: Int(body[1]),
            profile: profile,
            hasWarnings: body[2] != 0
        )
        return .picture(picture, variants: variants)
    }
}

/// CPU time that a lane spent on one file, by stage.
struct LaneCost: Equatable, Sendable {
    var digestNanoseconds: UInt64 = 0
    var decodeNanoseconds: UInt64 = 0
    var hashNanoseconds: UInt64 = 0

    mutating func add(_ other: LaneCost) {
        digestNanoseconds &+= other.digestNanoseconds
        decodeNanoseconds &+= other.decodeNanoseconds
        hashNanoseconds &+= other.hashNanoseconds
    }
}
