import Core
import Foundation
import TestSupport
import Testing
import Wire
import WireMessages

@testable import Coordinator

@Suite(.timeLimit(.minutes(3))) struct `A server that gets many messages at once` {
    @Test func `answers each of them`() async throws {
        let served = try await ServedSweep(files: 3, shardFiles: 1)
        let worker = try await served.worker("eager")
        let list = try #require(try await worker.join().lists.first)
        var request = WireListGet()
        request.digest = list.digest
        // Three times what is taken in before a checkpoint.
        let count = 3 * ServerLimits.messagesPerCheckpoint
        for _ in 0..<count { try await worker.send(.listGet(request)) }
        var answers = 0
        while answers < count, let body = try await worker.next(within: .seconds(10)) {
            if case .listPart = body { answers += 1 }
        }
        #expect(answers == count)
        try await served.finish(worker)
        #expect(try await served.end() == .complete)
    }
}

/// Three workers, of which one does what comes to its mind: whatever that is, every file counts
/// once. The same seed plays the same pranks.
@Suite(.timeLimit(.minutes(3))) struct `A server among pranksters` {
    @Test(arguments: 0..<6) func `counts every file once`(seed: UInt64) async throws {
        let served = try await ServedSweep(files: 40, shardFiles: 1, lease: .milliseconds(400))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await untilDone(served) { try await prank(served, seed: seed) } }
            // Later, so that the prankster gets its share.
            for (name, delay) in [("one", 1000), ("two", 1500)] {
                group.addTask {
                    try await Task.sleep(for: .milliseconds(delay))
                    try await untilDone(served) { try await served.finish(served.worker(name)) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await served.end() == .complete)
        try served.expectWhole()
    }

    /// Nobody answers any more once all is done.
    private func untilDone(_ served: ServedSweep, _ body: () async throws -> Void) async throws {
        do { try await body() } catch { guard served.isOver else { throw error } }
    }

    /// Takes leases and does something odd with each.
    private func prank(_ served: ServedSweep, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let worker = try await served.worker("prankster")
        try await worker.join()
        try await worker.ask(for: 3)
        var old: [WireResult] = []
        for _ in 0..<30 where !served.isOver {
            guard let lease = try await worker.lease(within: .milliseconds(500)) else {
                if served.isOver { break }
                try await worker.join()
                try await worker.ask(for: 3)
                continue
            }
            let result = try served.result(of: lease)
            old.append(result)
            switch Int.random(in: 0..<8, using: &random) {
            case 0: for _ in 0..<3 { try await worker.send(.result(result)) }
            case 1: break  // Nothing: the lease expires.
            case 2:
                var lie = result
                lie.shard = UInt32.random(in: 0..<50, using: &random)
                try await worker.send(.result(lie))
            case 3:
                var lie = result
                lie.segment[.random(in: lie.segment.indices, using: &random)] ^= 255
                try await worker.send(.result(lie))
            case 4:
                try await worker.send(.bye(WireBye()))
                try await worker.send(.result(result))
                try await worker.join()
                try await worker.ask(for: 3)
            case 5:
                if let late = old.randomElement(using: &random) {
                    try await worker.send(.result(late))
                }
            case 6:
                try await worker.send(.result(result))
                try await worker.send(.bye(WireBye()))
                try await worker.join(holding: [WireHeld(lease)])
                try await worker.ask(for: 3)
            default:
                try await worker.send([0xFF, 0x00])
                try await worker.renew([WireHeld(lease)])
                try await worker.send(.result(result))
            }
        }
        if served.isOver { await worker.link.close() } else { try await worker.leave() }
    }
}
