import Foundation
import TestSupport
import Testing

@testable import Wire

@Suite(.timeLimit(.minutes(1))) struct `A link` {
    @Test func `carries messages both ways, and says whose key they came by`() async throws {
        let host = try await TestHost()
        let (one, oneKey) = try await host.connect(as: "one")
        let (two, twoKey) = try await host.connect(as: "two")
        try await one.sendPatiently([1])
        try await two.sendPatiently([2])
        for _ in 0..<2 {
            let message = try #require(try await host.link.receive(within: .seconds(5)))
            let isOne = message.body == [1]
            #expect(message.user == (isOne ? oneKey : twoKey).text)
            let route = try #require(message.route)
            #expect(try await host.link.send(message.body + [9], to: route))
        }
        #expect(try await one.receive(within: .seconds(5))?.body == [1, 9])
        #expect(try await two.receive(within: .seconds(5))?.body == [2, 9])
    }

    @Test func `works in a folder whose path is longer than a socket's may be`() async throws {
        let host = try await TestHost(folderName: String(repeating: "d", count: 200))
        let (worker, _) = try await host.connect(as: "one")
        try await worker.sendPatiently([1])
        #expect(try await host.link.receive(within: .seconds(5))?.body == [1])
    }

    @Test func `gives nothing to and takes nothing from a key that is not on the ring`()
        async throws
    {
        let host = try await TestHost()
        let (stranger, _) = try await host.connect(as: nil)
        let (worker, _) = try await host.connect(as: "one")
        try await worker.sendPatiently([1])
        #expect(try await host.link.receive(within: .seconds(5))?.body == [1])
        // The worker is through, so the stranger has been seen as well; it has no connection.
        #expect(try await !stranger.send([2]))
        #expect(try await host.link.receive(within: .milliseconds(300)) == nil)
        #expect(try await stranger.receive(within: .milliseconds(1)) == nil)
    }

    @Test func `lets a stranger in once its key is on the ring`() async throws {
        let host = try await TestHost()
        let pair = try CurveKeyPair()
        let late = try await host.connect(pair)
        try await Patience.wait(for: "a refusal") {
            await host.authenticator.lastRefused == pair.publicKey
        }
        host.ring.allow(pair.publicKey, as: "late")
        try await late.sendPatiently([1], within: 20)
        #expect(try await host.link.receive(within: .seconds(5))?.user == pair.publicKey.text)
    }

    @Test func `does not let a revoked key connect again`() async throws {
        let host = try await TestHost()
        let pair = try CurveKeyPair()
        host.ring.allow(pair.publicKey, as: "one")
        let first = try await host.connect(pair)
        try await first.sendPatiently([1])
        let message = try #require(try await host.link.receive(within: .seconds(5)))
        host.ring.revoke(pair.publicKey)
        // The live connection goes on: that is why the ring is asked for every message.
        #expect(try await first.send([2]))
        #expect(try await host.link.receive(within: .seconds(5))?.user == message.user)
        #expect(host.ring.standing(of: pair.publicKey) == .revoked)
        await first.close()
        let second = try await host.connect(pair)
        try await Task.sleep(for: .milliseconds(300))
        #expect(try await !second.send([3]))
        #expect(try await host.link.receive(within: .milliseconds(100)) == nil)
    }

    @Test func `gives up waiting in time, and not before`() async throws {
        let host = try await TestHost()
        let start = ContinuousClock.now
        #expect(try await host.link.receive(within: .milliseconds(50)) == nil)
        let took = start.duration(to: .now)
        #expect(took >= .milliseconds(50) && took < .seconds(5))
        #expect(try await host.link.receiveNow() == nil)
    }

    @Test func `says that a peer is gone, or was never there`() async throws {
        let host = try await TestHost()
        #expect(try await !host.link.send([1], to: [1, 2, 3, 4, 5]))
        let (worker, _) = try await host.connect(as: "one")
        try await worker.sendPatiently([1])
        let route = try #require(try await host.link.receive(within: .seconds(5))?.route)
        #expect(try await host.link.send([2], to: route))
        await worker.close()
        try await Patience.wait(for: "the peer's end") {
            try await !host.link.send([3], to: route)
        }
    }

    @Test func `takes no more than a queue's worth for a peer that does not read`() async throws {
        let host = try await TestHost()
        let (worker, _) = try await host.connect(as: "one")
        try await worker.sendPatiently([1])
        let route = try #require(try await host.link.receive(within: .seconds(5))?.route)
        let body = [UInt8](repeating: 0, count: 100_000)
        var taken = 0
        while taken < 5_000, try await host.link.send(body, to: route) { taken += 1 }
        #expect(taken > 0 && taken < 5_000)
        // And it goes on when the peer reads.
        for _ in 0..<taken {
            #expect(try await worker.receive(within: .seconds(5))?.body.count == body.count)
        }
        #expect(try await host.link.send(body, to: route))
    }

    /// What it does not read stays with its peer: its own queue is short, messages may be large.
    @Test func `takes no more than credit needs from a peer that sends on and on`() async throws {
        let host = try await TestHost()
        let (worker, _) = try await host.connect(as: "one")
        try await worker.sendPatiently([1])
        #expect(try await host.link.receive(within: .seconds(5)) != nil)
        let body = [UInt8](repeating: 0, count: 1 << 20)
        var sent = 0
        for _ in 0..<50 {
            while sent < 1000, try await worker.send(body) { sent += 1 }
            try await Task.sleep(for: .milliseconds(20))
        }
        // Its sender's queue, the short one here, and what is under way between them.
        #expect(sent > 0 && sent <= Int(WireLimits.queuedMessageCountMax) + 32, "\(sent)")
        // Nothing of it is lost.
        for _ in 0..<sent {
            #expect(try await host.link.receive(within: .seconds(5))?.body.count == body.count)
        }
        #expect(try await host.link.receiveNow() == nil)
    }

    @Test func `drops a message over the limit with its sender, and serves the others`()
        async throws
    {
        let host = try await TestHost()
        let (hostile, _) = try await host.connect(as: "hostile")
        let (worker, _) = try await host.connect(as: "one")
        try await hostile.sendPatiently([1])
        #expect(try await host.link.receive(within: .seconds(5))?.body == [1])
        let largest = [UInt8](repeating: 7, count: WireLimits.messageByteCountMax)
        _ = try await hostile.send(largest + [7])
        try await worker.sendPatiently([2])
        #expect(try await host.link.receive(within: .seconds(5))?.body == [2])
        #expect(try await host.link.receive(within: .seconds(1)) == nil)
        // The limit itself is allowed.
        try await worker.sendPatiently(Array(largest.dropLast(100)))
        let message = try #require(try await host.link.receive(within: .seconds(20)))
        #expect(message.body.count == largest.count - 100)
    }

    @Test func `that is closed sends nothing and waits for nothing`() async throws {
        let host = try await TestHost()
        let (worker, _) = try await host.connect(as: "one")
        try await worker.sendPatiently([1])
        async let waiting = host.link.receive(within: .seconds(30))
        _ = try await waiting
        async let message = host.link.receive(within: .seconds(30))
        try await Task.sleep(for: .milliseconds(50))
        await host.link.close()
        #expect(try await message == nil)
        #expect(try await host.link.receive(within: .seconds(30)) == nil)
        #expect(try await !host.link.send([1], to: [0]))
    }

    /// The thread of a link that nobody asks sleeps, whatever its peers send.
    @Test func `burns no time while messages wait`() async throws {
        let host = try await TestHost()
        let (worker, _) = try await host.connect(as: "one")
        try await worker.sendPatiently([1])
        #expect(try await host.link.receive(within: .seconds(5)) != nil)
        _ = try await worker.send([2])
        try await Task.sleep(for: .milliseconds(100))
        let before = try Self.cpuTicks(ofThread: "host")
        try await Task.sleep(for: .milliseconds(500))
        #expect(try Self.cpuTicks(ofThread: "host") - before <= 10)
        #expect(try await host.link.receive(within: .seconds(5))?.body == [2])
        await host.link.close()
        let closed = try Self.cpuTicks(ofThread: "host")
        try await Task.sleep(for: .milliseconds(500))
        #expect(try Self.cpuTicks(ofThread: "host") - closed <= 10)
    }

    /// Hundredths of a second that threads of that name have run.
    private static func cpuTicks(ofThread name: String) throws -> Int {
        var ticks = 0
        for task in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task") {
            let path = "/proc/self/task/\(task)/stat"
            guard let line = try? String(contentsOfFile: path, encoding: .utf8),
                line.contains("(\(name))"), let end = line.lastIndex(of: ")")
            else { continue }
            let fields = line[line.index(after: end)...].split(separator: " ")
            ticks += (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)
        }
        return ticks
    }
}
