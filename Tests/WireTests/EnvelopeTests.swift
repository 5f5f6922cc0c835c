import Foundation
import TestSupport
import Testing
import WireMessages

@testable import Wire

@Suite struct `An envelope` {
    private static func result() -> WireEnvelope {
        var match = WireMatch()
        match.row = 3
        match.distance = 31
        var result = WireResult()
        result.shard = 7
        result.epoch = 2
        result.segment = Data((0..<200).map { UInt8($0) })
        result.matches = [match, match]
        return WireEnvelope(sweep: "s", incarnation: .max, body: .result(result))
    }

    @Test func `is read as it was written`() throws {
        let message = try #require(WireEnvelope(bytes: Self.result().bytes))
        #expect(message == Self.result())
    }

    @Test func `of a newer version has no body that is known, and is one all the same`() throws {
        // Field 99, a string: protobuf passes over what it does not know.
        let message = try #require(WireEnvelope(bytes: [0x9A, 0x06, 0x01, 0x41]))
        #expect(message.body == nil)
    }

    /// Whatever comes, reading it ends, in a message or in nothing.
    @Test(arguments: 0..<20) func `is never the end of its reader`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let whole = Self.result().bytes
        var read = 0
        for _ in 0..<500 {
            var bytes = whole
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
            case 1:
                for _ in 0..<Int.random(in: 1...8, using: &random) {
                    bytes[Int.random(in: bytes.indices, using: &random)] ^= .random(
                        in: 1...255,
                        using: &random
                    )
                }
            default:
                bytes = (0..<Int.random(in: 1...300, using: &random)).map { _ in
                    .random(in: 0...255, using: &random)
                }
            }
            if WireEnvelope(bytes: bytes) != nil { read += 1 }
        }
        // Neither everything nor nothing: it is a parser that was asked.
        #expect(read > 0 && read < 500)
    }

    @Test(
        arguments: [
            // A length of 2^63 and more, a group that never ends, a varint of eleven bytes.
            [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
            [0x0B, 0x0B, 0x0B, 0x0B], [0x10] + [UInt8](repeating: 0xFF, count: 11), [0x00], [0x07],
        ] as [[UInt8]]
    )
    func `is none in bytes that lie`(bytes: [UInt8]) { #expect(WireEnvelope(bytes: bytes) == nil) }
}
