import Core
import Foundation
import Glibc
import Logging
import Storage
import TestSupport
import Testing
import Wire
import WireMessages

@testable import Worker

@Suite(.timeLimit(.minutes(2))) struct `A session` {
    private let coordinator: FakeCoordinator
    private let stop = StopRequest()
    private let storage = FakeStorage()
    private let said = Sayings()
    private let stuck: StuckStorage

    init() async throws {
        stuck = StuckStorage(storage)
        coordinator = try await FakeCoordinator()
        for name in ["a", "b", "c"] { storage.put("/" + name, .init(bytes: Array(name.utf8))) }
    }

    private func start(
        program: String? = nil,
        hasList: Bool = true
    ) async throws -> Task<Void, any Error> {
        let cache = try ListCache(folder: coordinator.folder.path("cache"))
        let name = Hex.string([UInt8](coordinator.list.digest)) + ".list"
        if hasList {
            try Data(coordinator.listBytes).write(to: URL(filePath: cache.folder + "/" + name))
        }
        let session = Session(
            channel: try await coordinator.channel(),
            crew: try await Crew(
                laneCount: 1,
                program: try program ?? Made.program(),
                storage: stuck,
                readerCountMax: 3
            ),
            lists: cache,
            stop: stop,
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            notice: SilenceNotice(
                endpoint: "ipc://here",
                keys: "/k",
                name: "node-7",
                delay: .milliseconds(100)
            ),
            say: { text in said.text.withLock { $0 += text } },
            abandon: { _ in
                said.text.withLock { $0 += "abandoned" }
                stuck.free()
            },
            hangLimit: .milliseconds(600)
        )
        return Task { try await session.run() }
    }

    /// Welcomes the worker; the answer is where it is.
    private func greet(incarnation: UInt64 = 1, digests: UInt32 = 7) async throws -> [UInt8] {
        let (body, route) = try await coordinator.nextWord()
        guard case .hello(let hello) = body else {
            throw Overdue("no HELLO but \(body)")
        }
        #expect(hello.protocol == WireLimits.protocolVersion && hello.lanes == 1)
        try await coordinator.welcome(route, incarnation: incarnation, digests: digests)
        return route
    }

    private func lease(_ shard: Int, epoch: Int = 1, names: String = "abc") -> WireLease {
        var lines: [UInt8] = []
        for name in names { ManifestLine.append(Made.entry("/\(name)"), to: &lines) }
        var lease = WireLease()
        lease.shard = UInt32(shard)
        lease.epoch = UInt32(epoch)
        lease.entryCount = UInt32(names.count)
        lease.manifestLines = Data(lines)
        return lease
    }

    private func result() async throws -> WireResult {
        guard case .result(let result) = try await coordinator.nextWord().body else {
            throw Overdue("no RESULT")
        }
        return result
    }

    private func acknowledge(_ result: WireResult, _ route: [UInt8]) async throws {
        var ack = WireAck()
        ack.shard = result.shard
        ack.epoch = result.epoch
        ack.accepted = true
        try await coordinator.send(.ack(ack), to: route)
    }

    @Test func `examines what is leased to it, returns it, and leaves when all is done`()
        async throws
    {
        let session = try await start()
        let route = try await greet()
        try await coordinator.send(.lease(lease(4, epoch: 2, names: "abxc")), to: route)
        let result = try await result()
        let segment = try Segment(bytes: [UInt8](result.segment))
        #expect(segment.shard == ShardID(4) && segment.epoch == Epoch(2))
        #expect(segment.rows.map(\.outcome) == [.other, .other, .vanished, .other])
        try await acknowledge(result, route)
        try await coordinator.send(.drain(WireDrain()), to: route)
        guard case .bye(let bye) = try await coordinator.nextWord().body else {
            Issue.record("no BYE")
            return
        }
        #expect(bye.returned.isEmpty)
        try await session.value
    }

    @Test(arguments: [0, 2, 7] as [UInt32])
    func `makes the digests that the coordinator asks for`(bits: UInt32) async throws {
        let session = try await start()
        let route = try await greet(digests: bits)
        try await coordinator.send(.lease(lease(4)), to: route)
        let result = try await result()
        let rows = try Segment(bytes: [UInt8](result.segment)).rows
        #expect(rows.count == 3)
        #expect(rows.allSatisfy { $0.fingerprint?.digests.kinds == DigestKinds(bits: bits) })
        try await acknowledge(result, route)
        try await coordinator.send(.drain(WireDrain()), to: route)
        try await session.value
    }

    @Test func `returns nothing that was matched by a list that somebody wrote`() async throws {
        let session = try await start()
        let route = try await greet()
        try await coordinator.send(.lease(lease(4)), to: route)
        try await acknowledge(result(), route)
        let name = Hex.string([UInt8](coordinator.list.digest)) + ".list"
        let path = coordinator.folder.path("cache/" + name)
        #expect(utimes(path, nil) == 0)
        try await coordinator.send(.lease(lease(5)), to: route)
        let ending = await session.result
        let error = #expect(throws: SessionError.self) { try ending.get() }
        #expect(error.map { "\($0)" }?.contains("restore \(path), or remove it") == true)
        await #expect(throws: Overdue.self) { try await coordinator.nextWord(within: .seconds(1)) }
    }

    @Test func `does not serve a coordinator that asks for digests of no kind`() async throws {
        let session = try await start()
        _ = try await greet(digests: 8)
        let ending = await session.result
        #expect(throws: SessionError.self) { try ending.get() }
    }

    @Test func `keeps a result until it is acknowledged, across a restart of the coordinator`()
        async throws
    {
        let session = try await start()
        let route = try await greet()
        try await coordinator.send(.lease(lease(4)), to: route)
        let first = try await result()
        // The coordinator is started anew and knows nobody.
        try await coordinator.send(.again(WireAgain()), to: route, incarnation: 2)
        guard case .hello(let hello) = try await coordinator.nextWord().body else {
            Issue.record("no HELLO")
            return
        }
        #expect(hello.held.map(\.shard) == [4] && hello.held.map(\.epoch) == [1])
        try await coordinator.welcome(route, incarnation: 2)
        let second = try await result()
        #expect(second == first)
        // An answer of the old incarnation is none.
        try await acknowledge(second, route)
        var ack = WireAck()
        ack.shard = 4
        ack.epoch = 1
        ack.accepted = true
        try await coordinator.send(.ack(ack), to: route, incarnation: 2)
        try await coordinator.send(.drain(WireDrain()), to: route, incarnation: 2)
        guard case .bye = try await coordinator.nextWord().body else {
            Issue.record("no BYE")
            return
        }
        try await session.value
    }

    @Test func `drops what is revoked, and what the coordinator says is lost`() async throws {
        storage.put("/slow", .init(bytes: [1], delay: .seconds(1)))
        storage.put("/s", .init(bytes: [1], delay: .seconds(1)))
        let session = try await start()
        let route = try await greet()
        try await coordinator.send(.lease(lease(4, names: "s")), to: route)
        var revoke = WireRevoke()
        revoke.shard = 4
        revoke.epoch = 1
        try await coordinator.send(.revoke(revoke), to: route)
        try await coordinator.send(.lease(lease(5)), to: route)
        let result = try await result()
        #expect(result.shard == 5)
        try await acknowledge(result, route)
        try await coordinator.send(.drain(WireDrain()), to: route)
        guard case .bye = try await coordinator.nextWord().body else {
            Issue.record("no BYE")
            return
        }
        try await session.value
    }

    @Test func `returns what it holds when it is asked to stop, and asks for nothing more`()
        async throws
    {
        storage.put("/s", .init(bytes: [1], delay: .seconds(7)))
        let session = try await start()
        let route = try await greet()
        try await coordinator.send(.lease(lease(4, names: "s")), to: route)
        try await Task.sleep(for: .milliseconds(500))
        stop.make()
        var lastCredit: UInt32?
        while true {
            switch try await coordinator.next(within: .seconds(20)).body {
            case .credit(let credit): lastCredit = credit.leases
            case .bye(let bye):
                #expect(bye.returned.map(\.shard) == [4])
                #expect(lastCredit == 0)
                return try await session.value
            default: continue
            }
        }
    }

    /// Leases that nobody works on would be renewed for ever.
    @Test func `returns what it holds and ends when its lanes cannot be started`() async throws {
        let program = coordinator.folder.path("lane")
        try FileManager.default.copyItem(atPath: Made.program(), toPath: program)
        let session = try await start(program: program)
        let route = try await greet()
        try FileManager.default.removeItem(atPath: program)
        for id in try laneProcesses(of: program) { kill(id, SIGKILL) }
        try await coordinator.send(.lease(lease(4)), to: route)
        guard case .bye(let bye) = try await coordinator.nextWord().body else {
            Issue.record("no BYE")
            return
        }
        #expect(bye.returned.map(\.shard) == [4])
        await #expect(throws: LaneError.self) { try await session.value }
    }

    private func laneProcesses(of program: String) throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter
        {
            (try? String(contentsOfFile: "/proc/\($0)/cmdline", encoding: .utf8))?
                .hasPrefix(program) == true
        }
    }

    @Test func `does not renew a lease that is not well formed`() async throws {
        let session = try await start()
        let route = try await greet()
        var broken = lease(4)
        broken.entryCount = 2
        try await coordinator.send(.lease(broken), to: route)
        try await coordinator.send(.lease(lease(5)), to: route)
        let result = try await result()
        #expect(result.shard == 5)
        while case .credit = try await coordinator.next().body {}
        try await acknowledge(result, route)
        try await coordinator.send(.drain(WireDrain()), to: route)
        guard case .bye(let bye) = try await coordinator.nextWord().body else {
            Issue.record("no BYE")
            return
        }
        #expect(bye.returned.isEmpty)
        try await session.value
    }

    @Test func `ends with the reason when it is refused`() async throws {
        let session = try await start()
        let (_, route) = try await coordinator.nextWord()
        var refusal = WireRefusal()
        refusal.reason = "it speaks protocol 0"
        try await coordinator.send(.error(refusal), to: route)
        let error = await #expect(throws: SessionError.self) { try await session.value }
        #expect("\(try #require(error))".contains("it speaks protocol 0"))
    }

    @Test func `ends when other lists are used than it has`() async throws {
        let session = try await start()
        let route = try await greet()
        try await coordinator.send(.again(WireAgain()), to: route)
        _ = try await coordinator.nextWord()
        var other = coordinator.list
        other.threshold = 32
        try await coordinator.welcome(route, incarnation: 2, lists: [other])
        await #expect(throws: SessionError.self) { try await session.value }
    }

    @Test func `ends where nobody answers once it is asked to stop`() async throws {
        let session = try await start()
        _ = try await coordinator.nextWord()
        stop.make()
        try await session.value
    }

    @Test func `tells people that it is not welcome, and goes on trying`() async throws {
        let session = try await start()
        for _ in 0..<3 { _ = try await coordinator.nextWord() }
        #expect(said.text.withLock { $0 }.contains("ipc://here"))
        stop.make()
        try await session.value
    }

    @Test func `leaves at once where it is asked to stop before it has its lists`() async throws {
        let session = try await start(hasList: false)
        _ = try await greet()
        guard case .listGet = try await coordinator.nextWord().body else {
            throw Overdue("no LIST_GET")
        }
        stop.make()
        guard case .bye = try await coordinator.nextWord(within: .seconds(3)).body else {
            throw Overdue("no BYE")
        }
        try await session.value
    }

    /// The shards that heartbeats name from now on, when they are as wanted; throws if never.
    private func heartbeats(naming wanted: [UInt32], credit: UInt32) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        var last: UInt32?
        while ContinuousClock.now < deadline {
            switch try await coordinator.next().body {
            case .credit(let word): last = word.leases
            case .progress(let progress):
                if progress.held.map(\.shard).sorted() == wanted && last == credit { return }
            default: continue
            }
        }
        throw Overdue("no heartbeat names just \(wanted)")
    }

    /// It would stay leased for ever, and the sweep at 99 %.
    @Test func `does not renew the lease of a shard whose storage does not answer`() async throws {
        stuck.stick("/a")
        let session = try await start()
        let route = try await greet()
        try await coordinator.send(.lease(lease(4, names: "a")), to: route)
        try await heartbeats(naming: [4], credit: 3)
        try await heartbeats(naming: [], credit: 3)
        // Granted again, it is not taken; others are, and are done.
        try await coordinator.send(.lease(lease(4, epoch: 2, names: "a")), to: route)
        try await coordinator.send(.lease(lease(5, names: "bc")), to: route)
        let other = try await result()
        #expect(other.shard == 5)
        try await heartbeats(naming: [5], credit: 3)
        try await acknowledge(other, route)
        stuck.free()
        let late = try await result()
        #expect(late.shard == 4 && late.epoch == 1)
        try await acknowledge(late, route)
        try await coordinator.send(.drain(WireDrain()), to: route)
        guard case .bye = try await coordinator.nextWord().body else { throw Overdue("no BYE") }
        try await session.value
    }

    @Test func `holds nothing and wants nothing when no reader is left, and still leaves`()
        async throws
    {
        stuck.stick("/a", "/b", "/c")
        let session = try await start()
        let route = try await greet()
        try await coordinator.send(.lease(lease(4)), to: route)
        try await coordinator.send(.lease(lease(5, names: "x")), to: route)
        try await heartbeats(naming: [4, 5], credit: 3)
        try await heartbeats(naming: [], credit: 0)
        try await coordinator.send(.drain(WireDrain()), to: route)
        guard case .bye(let bye) = try await coordinator.nextWord().body else {
            throw Overdue("no BYE")
        }
        #expect(bye.returned.map(\.shard) == [4, 5])
        try await session.value
        #expect(said.text.withLock { $0 }.hasSuffix("abandoned"))
    }
}

/// What people were told.
private final class Sayings: Sendable {
    let text = Lock("")
}
