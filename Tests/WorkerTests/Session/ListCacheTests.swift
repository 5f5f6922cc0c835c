import Core
import Foundation
import Storage
import TestSupport
import Testing
import Wire
import WireMessages

@testable import Worker

@Suite(.timeLimit(.minutes(1))) struct `A cache of lists` {
    private let coordinator: FakeCoordinator
    private let cache: ListCache

    init() async throws {
        coordinator = try await FakeCoordinator()
        cache = try ListCache(folder: coordinator.folder.path("cache"))
    }

    private func fetch(
        through channel: Channel,
        stop: StopRequest = StopRequest()
    ) async throws -> WireWelcome {
        var welcome = WireWelcome()
        welcome.lists = [coordinator.list]
        try await cache.fetch(coordinator.list, through: channel, stop: stop, welcome: &welcome)
        return welcome
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: cache.folder) }
    }

    @Test func `gets a list piece by piece, asking again for what is lost`() async throws {
        #expect(try cache.list(coordinator.list) == nil)
        let channel = try await coordinator.channel()
        async let fetched = fetch(through: channel)
        var offset = 0
        while offset < coordinator.listBytes.count {
            let (body, route) = try await coordinator.nextWord()
            guard case .listGet(let request) = body else { continue }
            #expect(Int(request.offset) == offset)
            // A piece of another place and an empty one are no answer.
            var wrong = coordinator.part(request, count: 7)
            wrong.offset += 1
            try await coordinator.send(.listPart(wrong), to: route)
            try await coordinator.send(.listPart(coordinator.part(request, count: 0)), to: route)
            try await coordinator.send(.listPart(coordinator.part(request, count: 300)), to: route)
            offset += min(300, coordinator.listBytes.count - offset)
        }
        _ = try await fetched
        let list = try #require(try cache.list(coordinator.list))
        #expect(list.compiled.entryCount == 1)
        let name = Hex.string([UInt8](coordinator.list.digest)) + ".list"
        #expect(try names == [name])
        let path = cache.folder + "/" + name
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect(try [UInt8](Data(contentsOf: URL(filePath: path))) == coordinator.listBytes)
    }

    @Test func `does not take a list that is not whole`() throws {
        let path = cache.folder + "/" + Hex.string([UInt8](coordinator.list.digest)) + ".list"
        for bytes in [
            [], Array(coordinator.listBytes.dropLast()), coordinator.listBytes + [0],
            coordinator.listBytes.map { $0 ^ 1 },
        ] {
            try Data(bytes).write(to: URL(filePath: path))
            #expect(try cache.list(coordinator.list) == nil)
        }
        try Data(coordinator.listBytes).write(to: URL(filePath: path))
        #expect(try cache.list(coordinator.list) != nil)
        var endless = coordinator.list
        endless.size = .max
        #expect(try cache.list(endless) == nil)
    }

    /// A long list is not digested each time, but is when its file was written since it came.
    @Test func `looks again at a long list that was written`() throws {
        let long = try ListCache(folder: cache.folder, checkedByteCountMax: 0)
        let path = long.folder + "/" + Hex.string([UInt8](coordinator.list.digest)) + ".list"
        // The id of its entry: its header alone does not tell.
        var damaged = coordinator.listBytes
        damaged[damaged.count - 1] ^= 1
        let seal = ContentSeal(coordinator.list.digest)
        try Data(damaged).write(to: URL(filePath: path))
        try seal.set(on: Descriptor(reading: EntryPath(path)))
        #expect(try long.list(coordinator.list) != nil)
        #expect(try cache.list(coordinator.list) == nil)
        try Data(damaged).write(to: URL(filePath: path))
        #expect(try long.list(coordinator.list) == nil)
        try Data(coordinator.listBytes).write(to: URL(filePath: path))
        #expect(try long.list(coordinator.list) != nil)
    }

    @Test(arguments: [true, false]) func `keeps a whole copy that is there before its own`(
        isWhole: Bool
    ) async throws {
        let channel = try await coordinator.channel()
        async let fetched = fetch(through: channel)
        let (body, route) = try await coordinator.nextWord()
        guard case .listGet(let request) = body else { return #expect(Bool(false), "\(body)") }
        let name = Hex.string([UInt8](coordinator.list.digest)) + ".list"
        let path = cache.folder + "/" + name
        try Data(isWhole ? coordinator.listBytes : [1]).write(to: URL(filePath: path))
        let before = try Descriptor(reading: EntryPath(path)).status().inode
        try await coordinator.send(
            .listPart(coordinator.part(request, count: coordinator.listBytes.count)),
            to: route
        )
        _ = try await fetched
        let after = try Descriptor(reading: EntryPath(path)).status()
        #expect((after.inode == before) == isWhole)
        #expect(ContentSeal(coordinator.list.digest).holds(after) == !isWhole)
        #expect(try cache.list(coordinator.list) != nil)
        #expect(try names == [name])
    }

    @Test(arguments: [0, 1, 2]) func `leaves nothing behind where it does not come`(
        reason: Int
    ) async throws {
        let channel = try await coordinator.channel()
        let fetched = Task { try await fetch(through: channel) }
        let (_, route) = try await coordinator.nextWord()
        var refusal = WireRefusal()
        refusal.reason = "no"
        switch reason {
        case 0: try await coordinator.send(.error(refusal), to: route)
        case 1: try await coordinator.send(.again(WireAgain()), to: route)
        default: try await coordinator.send(.drain(WireDrain()), to: route)
        }
        await #expect(throws: SessionError.self) { try await fetched.value }
        #expect(try names == [])
    }

    /// It says this worker's new share of the read budget, since another one came.
    @Test func `takes a welcome that comes meanwhile`() async throws {
        let channel = try await coordinator.channel()
        async let fetched = fetch(through: channel)
        guard case (.listGet(let request), let route) = try await coordinator.nextWord() else {
            throw Overdue("no LIST_GET")
        }
        var newer = WireWelcome()
        newer.lists = [coordinator.list]
        newer.bytesPerSecond = 500
        try await coordinator.send(.welcome(newer), to: route)
        try await coordinator.send(.listPart(coordinator.part(request)), to: route)
        #expect(try await fetched == newer)
    }

    @Test func `ends at once where a stop is requested`() async throws {
        let channel = try await coordinator.channel()
        let stop = StopRequest()
        let fetched = Task { try await fetch(through: channel, stop: stop) }
        _ = try await coordinator.nextWord()
        let begin = ContinuousClock.now
        stop.make()
        await #expect(throws: SessionError.self) { try await fetched.value }
        #expect(begin.duration(to: .now) < ListCache.answerLimit / 2)
        #expect(try names == [])
    }
}
