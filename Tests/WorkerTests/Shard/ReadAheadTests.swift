import Core
import Storage
import TestSupport
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(1))) struct `Reading ahead` {
    private static let page = Arena.pageByteCount
    private let memory: SharedMemory

    init() throws { memory = try SharedMemory(byteCount: 64 << 20) }

    private func ahead(capacity: Int = 32 << 20) -> ReadAhead {
        ReadAhead(memory: memory, laneCount: 1, capacity: capacity)
    }

    private func file(_ place: Range<Int>) -> ReadFile {
        let status = FileStatus(
            kind: .regular,
            size: Int64(place.count),
            mtimeNanoseconds: 0,
            ctimeNanoseconds: 0,
            device: 1,
            inode: 1,
            linkCount: 1,
            owner: 0
        )
        let item = ShardQueue.Item(
            shard: ShardID(0),
            epoch: Epoch(1),
            row: 0,
            entry: Made.entry("/f")
        )
        return ReadFile(item: item, status: status, place: place, key: nil)
    }

    private func files(_ ahead: ReadAhead) -> Int? {
        switch ahead.files(within: .zero) {
        case .files(let files): files.count
        case .nothing: 0
        case .closed: nil
        }
    }

    /// Who was let through, in order.
    private final class Order: Sendable {
        let names = Lock<[Int]>([])
    }

    @Test func `is bounded, and no file is overtaken by smaller ones`() async throws {
        let ahead = ahead(capacity: 10 * Self.page)
        let held = try #require(ahead.place(for: 6 * Self.page))
        let order = Order()
        try await withThrowingTaskGroup(of: Void.self) { group in
            // The large one is first; the small ones would fit and do not overtake it.
            for (name, count) in [(0, 10), (1, 1), (2, 1)] {
                group.addTask {
                    await onThread {
                        guard let place = ahead.place(for: count * Self.page) else { return }
                        order.names.withLock { $0.append(name) }
                        ahead.giveBack(place, touched: 0)
                    }
                }
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(order.names.withLock { $0 } == [])
            ahead.giveBack(held, touched: 0)
            try await group.waitForAll()
        }
        #expect(order.names.withLock { $0.first } == 0)
        #expect(order.names.withLock { $0.count } == 3)
    }

    @Test func `hands files over in requests of some, large ones alone`() throws {
        let ahead = ahead(capacity: 48 << 20)
        #expect(files(ahead) == 0)
        for _ in 0..<LaneLimits.fileCountMax + 3 {
            ahead.add(file(try #require(ahead.place(for: 1))))
        }
        #expect(files(ahead) == LaneLimits.fileCountMax && files(ahead) == 3)
        for _ in 0..<2 {
            ahead.add(file(try #require(ahead.place(for: LaneLimits.requestByteCountMax + 1))))
        }
        #expect(files(ahead) == 1 && files(ahead) == 1 && files(ahead) == 0)
    }

    @Test func `hands over less the less is ready, so that lanes end together`() throws {
        let ahead = ahead()
        for _ in 0..<12 { ahead.add(file(try #require(ahead.place(for: 1 << 20)))) }
        #expect((0..<6).map { _ in files(ahead) } == [6, 3, 1, 1, 1, 0])
        let small = LaneLimits.requestByteCountMin / 4
        for _ in 0..<6 { ahead.add(file(try #require(ahead.place(for: small)))) }
        #expect(files(ahead) == 4 && files(ahead) == 2)
    }

    @Test func `has readers wait while enough is ready, and goes on when half of it is gone`()
        async throws
    {
        let ahead = ahead()
        for _ in 0..<LaneLimits.readyCountMax {
            #expect(ahead.waitForTurn() == .zero)
            ahead.add(file(try #require(ahead.place(for: 1))))
        }
        let waits = Task { await onThread { ahead.waitForTurn() } }
        try await Task.sleep(for: .milliseconds(50))
        var left = LaneLimits.readyCountMax
        while left > LaneLimits.readyCountMax / 2 { left -= files(ahead) ?? left }
        let waited = try #require(await waits.value)
        #expect(waited >= .milliseconds(20))
        // Each reader may have one ready.
        ahead.set(readerCount: 1000)
        for _ in 0..<500 {
            #expect(ahead.waitForTurn() == .zero)
            ahead.add(file(try #require(ahead.place(for: 1))))
        }
    }

    @Test func `lets nobody wait once it is closed`() async throws {
        let ahead = ahead(capacity: 2 * Self.page)
        let held = try #require(ahead.place(for: 2 * Self.page))
        for _ in 0..<LaneLimits.readyCountMax { ahead.add(file(held)) }
        async let turn = onThread { ahead.waitForTurn() }
        async let one = onThread { ahead.place(for: 1) }
        async let two = onThread { ahead.place(for: 1) }
        try await Task.sleep(for: .milliseconds(50))
        ahead.close()
        #expect(await turn == nil)
        #expect(await one == nil)
        #expect(await two == nil)
        #expect(files(ahead) == nil)
    }
}
