internal import Core

/// What a lane sends at once: some replies, each with its length (u16, little-endian) before it.
///
/// The replies to one request come in order, first the digests of all its files and then what
/// became of each picture; how they are spread over messages says nothing.
struct LaneMessage {
    /// As many as one request of files with all variants may need, both replies of each.
    static let byteCountMax = 2 * LaneLimits.fileCountMax * (2 + LaneReply.byteCountMax)

    private(set) var bytes: [UInt8] = []

    /// Adds a reply.
    mutating func append(_ reply: LaneReply, sequence: UInt32, cost: LaneCost) {
        let body = reply.bytes(sequence: sequence, cost: cost)
        bytes.appendLittleEndian(UInt16(body.count))
        bytes += body
    }

    /// Reads the replies of a message; `nil` if any part of it is not well formed.
    static func replies(
        _ bytes: [UInt8]
    ) -> [(sequence: UInt32, cost: LaneCost, reply: LaneReply)]? {
        guard !bytes.isEmpty, bytes.count <= byteCountMax else { return nil }
        var replies: [(sequence: UInt32, cost: LaneCost, reply: LaneReply)] = []
        var at = 0
        while at < bytes.count {
            guard at + 2 <= bytes.count else { return nil }
            let count = Int(bytes.littleEndian(at: at) as UInt16)
            guard count <= bytes.count - at - 2,
                let reply = LaneReply.read(Array(bytes[at + 2..<at + 2 + count]))
            else { return nil }
            replies.append(reply)
            at += 2 + count
        }
        return replies
    }
}
