import Core
import TestSupport
import Testing

@testable import Worker

@Suite struct `A request to a lane` {
    private let request = LaneRequest(
        sequence: .max,
        variants: true,
        exact: false,
        offset: 256 << 20,
        length: 123_456
    )

    @Test func `is read as it was written, in 32 bytes`() {
        #expect(request.bytes.count == LaneRequest.byteCount)
        #expect(LaneRequest(bytes: request.bytes) == request)
        let plain = LaneRequest(sequence: 0, variants: false, exact: true, offset: 0, length: 0)
        #expect(LaneRequest(bytes: plain.bytes) == plain)
    }

    @Test func `is none in another number of bytes`() {
        for count in [0, 1, 31, 33, 64] {
            #expect(LaneRequest(bytes: [UInt8](repeating: 0, count: count)) == nil)
        }
    }

    @Test func `is none where its numbers fit no memory`() {
        for index in [15, 23] {
            var bytes = request.bytes
            bytes[index] = 0x80
            #expect(LaneRequest(bytes: bytes) == nil)
        }
    }

    @Test(arguments: 0..<4) func `is never the end of its reader`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
            if let request = LaneRequest(bytes: bytes) {
                #expect(request.offset >= 0 && request.length >= 0)
            }
        }
    }
}
