import Core
import TestSupport
import Testing

@testable import Worker

@Suite struct `A reply of a lane` {
    private static let cost = LaneCost(digestNanoseconds: 1, decodeNanoseconds: .max)
    private static let all: [LaneReply] =
        [
            .digests(Made.digests, .jpeg), .digests(Made.digests, .other), .noPicture,
            .picture(Made.picture(), variants: [:]),
            .picture(
                Made.picture(quality: 0),
                variants: Dictionary(
                    uniqueKeysWithValues: PictureVariant.allCases.map { ($0, Made.hash) }
                )
            ),
        ] + UndecodableCause.allCases.map { .undecodable($0) }
        + (0..<DigestKinds.all.rawValue).map { bits in
            .digests(Made.digests.only(DigestKinds(rawValue: bits)), .png)
        }

    @Test(arguments: all) func `is read as it was written`(reply: LaneReply) throws {
        let bytes = reply.bytes(sequence: 7, cost: Self.cost)
        #expect(bytes.count <= LaneReply.byteCountMax)
        let read = try #require(LaneReply.read(bytes))
        #expect(read.sequence == 7 && read.cost == Self.cost && read.reply == reply)
    }

    @Test(arguments: all) func `is none where it is cut or goes on`(reply: LaneReply) {
        let bytes = reply.bytes(sequence: 7, cost: Self.cost)
        for count in bytes.indices { #expect(LaneReply.read(Array(bytes[..<count])) == nil) }
        #expect(LaneReply.read(bytes + [0]) == nil)
        #expect(LaneReply.read(bytes + [UInt8](repeating: 0, count: 600)) == nil)
    }

    @Test func `is none where digests are of no kind, or of others than it says`() {
        let bytes = LaneReply.digests(Made.digests.only([.md5, .sha256]), .jpeg)
            .bytes(sequence: 7, cost: Self.cost)
        #expect(LaneReply.read(bytes) != nil)
        for kinds: UInt8 in [0, 1, 2, 3, 4, 6, 7, 8, 13, 255] {
            var lie = bytes
            lie[30] = kinds
            #expect(LaneReply.read(lie) == nil, "\(kinds)")
        }
    }

    @Test func `is none where a picture says what cannot be`() {
        let bytes = LaneReply.picture(Made.picture(), variants: [.mirror: Made.hash])
            .bytes(sequence: 7, cost: Self.cost)
        // Tag, profile, quality, the variant.
        for (index, value) in [(28, 5), (28, 0), (29, 0), (29, 9), (30, 101), (72, 8)] {
            var lie = bytes
            lie[index] = UInt8(value)
            #expect(LaneReply.read(lie) == nil, "\(index) \(value)")
        }
        // Width, height: a picture without pixels.
        for index in [32, 36] {
            var lie = bytes
            for place in index..<index + 4 { lie[place] = 0 }
            #expect(LaneReply.read(lie) == nil, "\(index)")
        }
    }

    @Test(arguments: 0..<8) func `is never the end of its reader`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            var bytes = Self.all[.random(in: Self.all.indices, using: &random)]
                .bytes(sequence: 1, cost: Self.cost)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[.random(in: bytes.indices, using: &random)] = .random(
                    in: 0...255,
                    using: &random
                )
            }
            if case .picture(let picture, _)? = LaneReply.read(bytes)?.reply {
                #expect((0...100).contains(picture.quality) && picture.profile != .none)
            }
        }
    }

    @Test func `adds up what it cost, past every limit`() {
        var sum = LaneCost(digestNanoseconds: .max)
        sum.add(LaneCost(digestNanoseconds: 2, hashNanoseconds: 3))
        #expect(sum == LaneCost(digestNanoseconds: 1, hashNanoseconds: 3))
    }
}
