import Foundation
import TestSupport
import Testing

@testable import Wire

@Suite struct `A socket` {
    /// A peer chooses how many frames a message has; none of the protocol's has more than two.
    @Test func `keeps no frame of a message that has too many, and goes on`() throws {
        let context = try Context()
        let one = try Socket(.pair, in: context)
        let two = try Socket(.pair, in: context)
        try one.bind(to: "inproc://frames")
        try two.connect(to: "inproc://frames")
        for count in [3, 5000, 2, 1] {
            let frames = (0..<count).map { [UInt8](repeating: UInt8($0 & 0xFF), count: 3) }
            guard case .taken = try two.send(frames) else {
                Issue.record("\(count) frames were not taken")
                return
            }
        }
        var counts: [Int] = []
        for _ in 0..<4 {
            let message = try one.receive(upTo: WireLimits.frameCountMax)
            counts.append(message?.frames.count ?? -1)
        }
        #expect(counts == [0, 0, 2, 1])
        let more = try one.receive(upTo: WireLimits.frameCountMax)
        #expect(more == nil)
    }
}
