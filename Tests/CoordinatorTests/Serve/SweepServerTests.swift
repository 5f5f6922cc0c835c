import Core
import Foundation
import TestSupport
import Testing
import Wire
import WireMessages

@testable import Coordinator

@Suite(.timeLimit(.minutes(1))) struct `A server of a sweep` {
    @Test func `ends when an honest worker has done it all`() async throws {
        let served = try await ServedSweep()
        try await served.finish(served.worker("one"))
        #expect(try await served.end() == .complete)
        try served.expectWhole()
    }

    @Test func `acknowledges a result that comes twice, and counts it once`() async throws {
        let served = try await ServedSweep()
        let worker = try await served.worker("one")
        try await worker.join()
        try await worker.ask(for: 1)
        let lease = try #require(try await worker.lease())
        let result = try served.result(of: lease)
        for _ in 0..<3 {
            try await worker.send(.result(result))
            #expect(try await worker.ack(of: result)?.accepted == true)
        }
        #expect(try served.planned.ledger.progress().shards == 1)
        try await served.finish(worker)
        #expect(try await served.end() == .complete)
        try served.expectWhole()
    }

    @Test func `refuses a late result of an old epoch`() async throws {
        let served = try await ServedSweep(lease: .milliseconds(300))
        let slow = try await served.worker("slow")
        try await slow.join()
        try await slow.ask(for: 1)
        let lease = try #require(try await slow.lease())
        let result = try served.result(of: lease)
        // It says nothing until its lease has expired and another has done the shard.
        try await served.finish(served.worker("quick"))
        #expect(try await served.end() == .complete)
        let isLater = "SELECT epoch > \(lease.epoch) FROM shard WHERE id = \(lease.shard)"
        #expect(try served.planned.sqlite(isLater) == "1")
        let verdict = try served.planned.ledger.accept([
            served.planned.check(result, of: served.planned.shards()[Int(lease.shard)]).accepted
        ])
        #expect(verdict == [false])
        try served.expectWhole()
    }

    @Test func `answers a late result while the sweep goes on, and counts it never`() async throws {
        let served = try await ServedSweep(lease: .seconds(2))
        let slow = try await served.worker("slow")
        try await slow.join()
        try await slow.ask(for: 1)
        let old = try #require(try await slow.lease())
        let quick = try await served.worker("quick")
        try await quick.join()
        try await quick.ask(for: 64)
        // All shards, the expired one at last.
        var leases: [UInt32: WireLease] = [:]
        while leases.count < 4,
            let lease = try await quick.lease(holding: leases.values.map { WireHeld($0) })
        { leases[lease.shard] = lease }
        #expect(leases[old.shard]?.epoch == old.epoch + 1)
        try await slow.join()
        let late = try served.result(of: old)
        try await slow.send(.result(late))
        let ack = try #require(try await slow.ack(of: late))
        #expect(!ack.accepted && ack.reason.contains("granted again"))
        for lease in leases.values { try await quick.send(.result(served.result(of: lease))) }
        // What waited too long is granted anew: all comes to its end.
        try await served.finish(quick)
        #expect(try await served.end() == .complete)
        try served.expectWhole()
    }

    @Test func `refuses the result of another worker's shard`() async throws {
        let served = try await ServedSweep()
        let (one, two) = (try await served.worker("one"), try await served.worker("two"))
        for worker in [one, two] {
            try await worker.join()
            try await worker.ask(for: 1)
        }
        let lease = try #require(try await one.lease())
        _ = try #require(try await two.lease())
        let stolen = try served.result(of: lease)
        try await two.send(.result(stolen))
        #expect(try await two.ack(of: stolen)?.accepted == false)
        // Whose it is can still return it.
        try await one.send(.result(stolen))
        #expect(try await one.ack(of: stolen)?.accepted == true)
        #expect(
            try served.planned.sqlite("SELECT worker FROM shard WHERE id = \(lease.shard)") == "one"
        )
        try await two.leave()
        try await served.finish(one)
        #expect(try await served.end() == .complete)
        try served.expectWhole()
    }

    @Test func `refuses a result that lies, and grants its shard anew`() async throws {
        let served = try await ServedSweep()
        let worker = try await served.worker("one")
        try await worker.join()
        try await worker.ask(for: 1)
        let lease = try #require(try await worker.lease())
        var lie = try served.result(of: lease)
        lie.segment.removeLast(144)
        try await worker.send(.result(lie))
        #expect(try await worker.ack(of: lie)?.accepted == false)
        let again = try #require(try await worker.lease())
        #expect(again.shard == lease.shard && again.epoch == lease.epoch + 1)
        try await served.finish(worker)
        #expect(try await served.end() == .complete)
        try served.expectWhole()
    }

    @Test(arguments: 0..<4) func `goes on whatever bytes come`(seed: UInt64) async throws {
        let served = try await ServedSweep()
        let worker = try await served.worker("hostile")
        try await worker.join()
        var random = SeededGenerator(seed: seed)
        let honest = WireEnvelope(
            sweep: worker.sweep,
            incarnation: worker.incarnation,
            body: .result(
                try served.planned.result(of: served.planned.shards()[0], epoch: Epoch(1))
            )
        ).bytes
        for _ in 0..<100 {
            var bytes = honest
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                bytes[.random(in: bytes.indices, using: &random)] = .random(
                    in: 0...255,
                    using: &random
                )
            }
            try await worker.send(bytes)
        }
        try await worker.leave()
        try await served.finish(served.worker("one"))
        #expect(try await served.end() == .complete)
        try served.expectWhole()
    }

    @Test func `goes on whatever numbers workers claim`() async throws {
        let served = try await ServedSweep()
        var members: [FakeWorker] = []
        for name in ["one", "two", "three"] {
            let worker = try await served.worker(name)
            try await worker.join()
            try await worker.ask(for: .init(UInt32.max))
            var progress = WireProgress()
            progress.files = .max
            progress.bytes = .max
            var held = WireHeld()
            held.shard = .max
            held.epoch = .max
            progress.held = [WireHeld](repeating: held, count: 10_000)
            try await worker.send(.progress(progress))
            members.append(worker)
        }
        let leases = try served.planned.sqlite("SELECT COUNT(*) FROM shard WHERE epoch > 0")
        #expect(Int(leases) ?? 0 <= 4)
        for worker in members { try await worker.leave() }
        try await served.finish(served.worker("honest"))
        #expect(try await served.end() == .complete)
        try served.expectWhole()
    }

    @Test func `refuses another protocol, and says which to install`() async throws {
        let served = try await ServedSweep()
        let worker = try await served.worker("old")
        var hello = WireHello()
        hello.protocol = 99
        try await worker.send(.hello(hello))
        guard case .error(let refusal) = try await worker.next() else {
            Issue.record("no refusal")
            return
        }
        #expect(refusal.reason.contains("protocol 99"))
        served.stop.make()
        #expect(try await served.end() == .interrupted)
    }

    @Test func `says AGAIN to whom it does not know`() async throws {
        let served = try await ServedSweep()
        let worker = try await served.worker("one")
        try await worker.send(.progress(WireProgress()))
        guard case .again = try await worker.next() else {
            Issue.record("no AGAIN")
            return
        }
        served.stop.make()
        #expect(try await served.end() == .interrupted)
    }

    @Test func `lets the first of two workers with one key go on`() async throws {
        let served = try await ServedSweep()
        let keys = try CurveKeyPair()
        served.ring.allow(keys.publicKey, as: "twin")
        let (first, second) = (try await served.worker(keys), try await served.worker(keys))
        try await first.join()
        try await first.ask(for: 1)
        let lease = try #require(try await first.lease())
        var hello = WireHello()
        hello.protocol = WireLimits.protocolVersion
        try await second.send(.hello(hello))
        #expect(try await second.next(within: .milliseconds(500)) == nil)
        // What it sends without a welcome counts for nothing, though its key is right.
        let result = try served.result(of: lease)
        try await second.send(.result(result))
        guard case .again = try await second.next() else {
            Issue.record("no AGAIN")
            return
        }
        try await first.send(.result(result))
        #expect(try await first.ack(of: result)?.accepted == true)
        await second.link.close()
        try await served.finish(first)
        #expect(try await served.end() == .complete)
        try served.expectWhole()
    }

    @Test func `takes the leases back of a worker that says BYE`() async throws {
        let served = try await ServedSweep()
        let leaver = try await served.worker("leaver")
        try await leaver.join()
        try await leaver.ask(for: 64)
        _ = try #require(try await leaver.lease())
        try await leaver.leave()
        // No lease expires within this test: they are there at once.
        try await served.finish(served.worker("one"))
        #expect(try await served.end() == .complete)
        try served.expectWhole()
    }

    @Test func `gives the leases of a silent worker to another`() async throws {
        let served = try await ServedSweep(lease: .milliseconds(300))
        let silent = try await served.worker("silent")
        try await silent.join()
        try await silent.ask(for: 64)
        let lease = try #require(try await silent.lease())
        try await served.finish(served.worker("one"))
        #expect(try await served.end() == .complete)
        let row = "SELECT worker, epoch > \(lease.epoch) FROM shard WHERE id = \(lease.shard)"
        #expect(try served.planned.sqlite(row) == "one|1")
        try served.expectWhole()
    }

    @Test func `keeps the leases of a worker that says it still holds them`() async throws {
        let served = try await ServedSweep(lease: .seconds(4))
        let slow = try await served.worker("slow")
        try await slow.join()
        try await slow.ask(for: 1)
        let lease = try #require(try await slow.lease())
        for _ in 0..<10 {
            try await Task.sleep(for: .milliseconds(600))
            try await slow.renew([WireHeld(lease)])
        }
        let result = try served.result(of: lease)
        try await slow.send(.result(result))
        #expect(try await slow.ack(of: result)?.accepted == true)
        #expect(result.epoch == 1)
        try await served.finish(slow)
        #expect(try await served.end() == .complete)
    }

    @Test func `takes leases back that a restarted worker does not name`() async throws {
        let served = try await ServedSweep()
        let worker = try await served.worker("one")
        try await worker.join()
        try await worker.ask(for: 2)
        let kept = try #require(try await worker.lease())
        let dropped = try #require(try await worker.lease())
        var wrong = WireHeld(dropped)
        wrong.epoch += 1
        let welcome = try await worker.join(holding: [WireHeld(kept), wrong])
        #expect(welcome.lost == [wrong])
        try await worker.ask(for: 2)
        let again = try #require(try await worker.lease())
        #expect(again.shard == dropped.shard && again.epoch == dropped.epoch + 1)
        let result = try served.result(of: kept)
        try await worker.send(.result(result))
        #expect(try await worker.ack(of: result)?.accepted == true)
        try await served.finish(worker)
        #expect(try await served.end() == .complete)
        try served.expectWhole()
    }

    @Test func `revokes what a worker names and does not hold`() async throws {
        let served = try await ServedSweep()
        let worker = try await served.worker("one")
        try await worker.join()
        var held = WireHeld()
        held.shard = 2
        held.epoch = 7
        try await worker.renew([held])
        guard case .revoke(let revoked) = try await worker.next() else {
            Issue.record("no REVOKE")
            return
        }
        #expect(revoked.shard == 2 && revoked.epoch == 7)
        try await served.finish(worker)
        #expect(try await served.end() == .complete)
    }

    @Test func `hears nothing of a key that was taken off the ring`() async throws {
        let served = try await ServedSweep()
        let keys = try CurveKeyPair()
        served.ring.allow(keys.publicKey, as: "fired")
        let fired = try await served.worker(keys)
        try await fired.join()
        try await fired.ask(for: 1)
        let lease = try #require(try await fired.lease())
        served.ring.revoke(keys.publicKey)
        try await fired.send(.result(served.result(of: lease)))
        guard case .error(let refusal) = try await fired.next() else {
            Issue.record("no refusal")
            return
        }
        #expect(refusal.reason.contains("not allowed any more"))
        #expect(try served.planned.ledger.progress().shards == 0)
        served.stop.make()
        await fired.link.close()
        #expect(try await served.end() == .interrupted)
    }

    @Test func `drains when it is asked to, and keeps what comes meanwhile`() async throws {
        let served = try await ServedSweep()
        let worker = try await served.worker("one")
        try await worker.join()
        try await worker.ask(for: 2)
        let lease = try #require(try await worker.lease())
        served.stop.make()
        while let body = try await worker.next() {
            if case .drain(let drain) = body {
                #expect(!drain.complete)
                break
            }
        }
        let result = try served.result(of: lease)
        try await worker.send(.result(result))
        #expect(try await worker.ack(of: result)?.accepted == true)
        try await worker.leave()
        #expect(try await served.end() == .interrupted)
        #expect(try served.planned.ledger.progress().shards == 1)
    }

    @Test func `sends its lists piece by piece, and none that it has not`() async throws {
        let served = try await ServedSweep()
        let worker = try await served.worker("one")
        let list = try #require(try await worker.join().lists.first)
        var request = WireListGet()
        request.digest = list.digest
        var bytes = Data()
        while bytes.count < Int(list.size) {
            request.offset = UInt64(bytes.count)
            try await worker.send(.listGet(request))
            guard case .listPart(let part) = try await worker.next() else { break }
            bytes += part.bytes
        }
        let name = try served.planned.ledger.sweep().settings.lists[0].compiled
        let file = served.planned.folder.lists + "/\(name).list"
        #expect(try bytes == Data(contentsOf: URL(filePath: file)))
        for offset in [list.size, .max] {
            request.offset = offset
            try await worker.send(.listGet(request))
            guard case .error = try await worker.next() else {
                Issue.record("no refusal of \(offset)")
                return
            }
        }
        served.stop.make()
        try await worker.leave()
        #expect(try await served.end() == .interrupted)
    }

    @Test func `makes a worker's word for its host harmless`() {
        #expect(SweepServer.visibleHost("node-7") == "node-7")
        #expect(!SweepServer.visibleHost("\u{1B}[2Jx").contains("\u{1B}"))
        #expect(
            SweepServer.visibleHost(String(repeating: "e\u{301}", count: 9999)).utf8.count < 3000
        )
    }
}
