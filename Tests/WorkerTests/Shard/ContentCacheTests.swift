import Core
import Storage
import TestSupport
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(1))) struct `A cache of contents` {
    private let cache = ContentCache()

    private func key(_ inode: UInt64, ctime: Int64 = 0, size: Int64 = 1) -> ContentCache.Key {
        ContentCache.Key(
            FileStatus(
                kind: .regular,
                size: size,
                mtimeNanoseconds: 0,
                ctimeNanoseconds: ctime,
                device: 1,
                inode: inode,
                linkCount: 2,
                owner: 0
            )
        )
    }

    private let known = Examined(row: Made.row(.changed))

    @Test func `has the first who asks examine it, and tells the others`() async throws {
        #expect(await cache.examined(key(1)) == nil)
        async let one = cache.examined(key(1))
        async let two = cache.examined(key(1))
        try await Task.sleep(for: .milliseconds(30))
        await cache.publish(known, for: key(1))
        #expect(await one?.row == known.row)
        #expect(await two?.row == known.row)
        #expect(await cache.examined(key(1))?.row == known.row)
    }

    @Test func `has everybody examine it where the first could not`() async throws {
        #expect(await cache.examined(key(1)) == nil)
        async let one = cache.examined(key(1))
        async let two = cache.examined(key(1))
        try await Task.sleep(for: .milliseconds(30))
        await cache.publish(nil, for: key(1))
        #expect(await one == nil)
        #expect(await two == nil)
        // Each publishes its own; whoever comes later has one of them.
        await cache.publish(known, for: key(1))
        await cache.publish(known, for: key(1))
        #expect(await cache.examined(key(1))?.row == known.row)
    }

    /// Two who waited in vain publish the same key: it is forgotten once, and not again while
    /// somebody examines it anew.
    @Test func `never forgets a content that somebody waits for`() async throws {
        #expect(await cache.examined(key(0)) == nil)
        async let one = cache.examined(key(0))
        async let two = cache.examined(key(0))
        try await Task.sleep(for: .milliseconds(30))
        await cache.publish(nil, for: key(0))
        #expect(await one == nil)
        #expect(await two == nil)
        await cache.publish(known, for: key(0))
        await cache.publish(known, for: key(0))
        for inode in 1...4095 { await cache.publish(known, for: key(UInt64(inode))) }
        // Examined anew, or known still.
        _ = await cache.examined(key(0))
        let waits = Task { await cache.examined(key(0)) }
        try await Task.sleep(for: .milliseconds(30))
        await cache.publish(known, for: key(5000))
        await cache.publish(known, for: key(0))
        let answer = Lock<Examined??>(nil)
        Task { [waits] in
            let examined = await waits.value
            answer.withLock { $0 = .some(examined) }
        }
        try await Patience.wait(for: "the answer", within: 5) {
            answer.withLock { $0 } != nil
        }
        #expect(answer.withLock { $0 }??.row == known.row)
    }

    @Test func `keeps what is known where another name fails later`() async {
        #expect(await cache.examined(key(1)) == nil)
        await cache.publish(known, for: key(1))
        await cache.publish(nil, for: key(1))
        #expect(await cache.examined(key(1))?.row == known.row)
    }

    @Test func `takes no other inode, size or time for the same`() async {
        #expect(await cache.examined(key(1)) == nil)
        await cache.publish(known, for: key(1))
        #expect(await cache.examined(key(2)) == nil)
        #expect(await cache.examined(key(1, ctime: 1)) == nil)
        #expect(await cache.examined(key(1, size: 2)) == nil)
    }

    @Test func `forgets the oldest of many`() async {
        for inode in 0..<5000 {
            #expect(await cache.examined(key(UInt64(inode))) == nil)
            await cache.publish(known, for: key(UInt64(inode)))
        }
        #expect(await cache.examined(key(4999)) != nil)
        #expect(await cache.examined(key(0)) == nil)
    }
}

extension Examined: Equatable {
    /// Row and matches.
    public static func == (left: Examined, right: Examined) -> Bool {
        left.row == right.row && left.matches == right.matches
            && left.matchesLeftOut == right.matchesLeftOut
    }
}
