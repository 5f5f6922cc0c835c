import Core
import TestSupport
import Testing

@testable import Worker

@Suite struct `A message of a lane` {
    private static let variants = Dictionary(
        uniqueKeysWithValues: PictureVariant.allCases.map { ($0, Made.hash) }
    )
    private static let replies: [LaneReply] = [
        .digests(Made.digests, .jpeg), .noPicture, .picture(Made.picture(), variants: variants),
        .undecodable(.damaged),
    ]

    private static func message(_ replies: [LaneReply]) -> [UInt8] {
        var message = LaneMessage()
        for (index, reply) in replies.enumerated() {
            message.append(
                reply,
                sequence: UInt32(index),
                cost: LaneCost(digestNanoseconds: UInt64(index))
            )
        }
        return message.bytes
    }

    @Test func `is read as it was written, in order`() throws {
        let read = try #require(LaneMessage.replies(Self.message(Self.replies)))
        #expect(read.map(\.reply) == Self.replies)
        #expect(read.map(\.sequence) == [0, 1, 2, 3])
        #expect(read.map(\.cost.digestNanoseconds) == [0, 1, 2, 3])
    }

    @Test func `holds all that one request can be answered`() {
        let one: [LaneReply] = [
            .digests(Made.digests, .png), .picture(Made.picture(), variants: Self.variants),
        ]
        let all = Array(repeating: one, count: LaneLimits.fileCountMax).flatMap { $0 }
        #expect(Self.message(all).count <= LaneMessage.byteCountMax)
    }

    @Test func `is none where any part of it is cut or too much`() {
        let bytes = Self.message(Self.replies)
        var ends: Set<Int> = []
        for count in Self.replies.indices {
            ends.insert(Self.message(Array(Self.replies[..<count])).count)
        }
        for count in bytes.indices where !ends.contains(count) {
            #expect(LaneMessage.replies(Array(bytes[..<count])) == nil, "\(count)")
        }
        #expect(LaneMessage.replies([]) == nil)
        #expect(LaneMessage.replies(bytes + [0]) == nil)
        let flood = Array(repeating: bytes, count: 100).flatMap { $0 }
        #expect(LaneMessage.replies(flood) == nil)
    }

    @Test(arguments: 0..<8) func `is never the end of its reader`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<1000 {
            var bytes = Self.message(Self.replies)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[.random(in: bytes.indices, using: &random)] = .random(
                    in: 0...255,
                    using: &random
                )
            }
            #expect((LaneMessage.replies(bytes)?.count ?? 0) <= bytes.count / 2)
        }
    }
}
