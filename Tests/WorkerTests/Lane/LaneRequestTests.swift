import Core
import TestSupport
import Testing

@testable import Worker

@Suite struct `A request to a lane` {
    private static let memory = 1 << 30
    private let request = LaneRequest(
        sequence: .max,
        variants: true,
        exact: false,
        files: [256 << 20..<300 << 20, 0..<0, 7..<123_456]
    )

    private func read(_ bytes: [UInt8]) -> LaneRequest? {
        LaneRequest(bytes: bytes, memory: Self.memory)
    }

    @Test func `is read as it was written`() {
        #expect(read(request.bytes) == request)
        let plain = LaneRequest(sequence: 0, variants: false, exact: true, files: [3..<4])
        #expect(plain.bytes.count == 32)
        #expect(read(plain.bytes) == plain)
        let largest = LaneRequest(
            sequence: 1,
            variants: true,
            exact: true,
            files: Array(repeating: 0..<Self.memory, count: LaneLimits.fileCountMax)
        )
        #expect(largest.bytes.count == LaneRequest.byteCountMax)
        #expect(read(largest.bytes) == largest)
        for bits in 0...DigestKinds.all.rawValue {
            let some = LaneRequest(
                sequence: 1,
                variants: false,
                exact: true,
                digests: DigestKinds(rawValue: bits),
                files: [3..<4]
            )
            #expect(read(some.bytes) == some)
        }
    }

    @Test func `is none where it asks for digests of no kind`() {
        for (index, bit) in [(4, 5), (4, 7), (5, 0), (7, 7)] {
            var bytes = request.bytes
            bytes[index] |= 1 << UInt8(bit)
            #expect(read(bytes) == nil, "\(index) \(bit)")
        }
    }

    @Test func `is none where it is cut, goes on, or names no file or too many`() {
        for count in request.bytes.indices { #expect(read(Array(request.bytes[..<count])) == nil) }
        #expect(read(request.bytes + [0]) == nil)
        for files in [[], Array(repeating: 0..<1, count: LaneLimits.fileCountMax + 1)] {
            let other = LaneRequest(sequence: 1, variants: false, exact: false, files: files)
            #expect(read(other.bytes) == nil)
        }
    }

    @Test func `is none where a file is not in the memory`() {
        for index in [23, 31] {
            for value in [0x01, 0x80] {
                var bytes = request.bytes
                bytes[index] = UInt8(value)
                #expect(read(bytes) == nil)
            }
        }
        #expect(LaneRequest(bytes: request.bytes, memory: 300 << 20) == request)
        #expect(LaneRequest(bytes: request.bytes, memory: (300 << 20) - 1) == nil)
    }

    @Test(arguments: 0..<4) func `is never the end of its reader`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            var bytes = request.bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[.random(in: bytes.indices, using: &random)] = .random(
                    in: 0...255,
                    using: &random
                )
            }
            for file in read(bytes)?.files ?? [] {
                #expect(file.lowerBound >= 0 && file.upperBound <= Self.memory)
            }
        }
    }
}
