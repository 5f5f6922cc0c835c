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

    /// What is known, or that nothing is.
    private func row(_ key: ContentCache.Key) -> SegmentRow? {
        if case .known(let examined) = cache.examined(key) { examined.row } else { nil }
    }

    @Test func `has the first who asks examine it, and tells the others`() async throws {
        #expect(row(key(1)) == nil)
        async let one = onThread { row(key(1)) }
        async let two = onThread { row(key(1)) }
        try await Task.sleep(for: .milliseconds(30))
        cache.publish(known, for: key(1))
        #expect(await one == known.row)
        #expect(await two == known.row)
        #expect(row(key(1)) == known.row)
    }

    @Test func `has the next examine it where the first could not`() async throws {
        #expect(row(key(1)) == nil)
        async let one = onThread { row(key(1)) }
        async let two = onThread { row(key(1)) }
        try await Task.sleep(for: .milliseconds(30))
        cache.publish(nil, for: key(1))
        try await Task.sleep(for: .milliseconds(30))
        cache.publish(known, for: key(1))
        let rows = await [one, two]
        #expect(rows.count { $0 == nil } == 1 && rows.contains(known.row))
        #expect(row(key(1)) == known.row)
    }

    /// Whoever waits for it would wait for ever.
    @Test func `never forgets a content that somebody examines`() async throws {
        #expect(row(key(0)) == nil)
        for inode in 1...5000 { cache.publish(known, for: key(UInt64(inode))) }
        async let waits = onThread { row(key(0)) }
        try await Task.sleep(for: .milliseconds(30))
        cache.publish(known, for: key(0))
        #expect(await waits == known.row)
    }

    @Test func `keeps what is known where another name fails later`() {
        #expect(row(key(1)) == nil)
        cache.publish(known, for: key(1))
        cache.publish(nil, for: key(1))
        #expect(row(key(1)) == known.row)
    }

    @Test func `takes no other inode, size or time for the same`() {
        #expect(row(key(1)) == nil)
        cache.publish(known, for: key(1))
        #expect(row(key(2)) == nil)
        #expect(row(key(1, ctime: 1)) == nil)
        #expect(row(key(1, size: 2)) == nil)
    }

    @Test func `forgets the oldest of many`() {
        for inode in 0..<5000 {
            #expect(row(key(UInt64(inode))) == nil)
            cache.publish(known, for: key(UInt64(inode)))
        }
        #expect(row(key(4999)) != nil)
        #expect(row(key(0)) == nil)
    }

    @Test func `lets nobody wait once it is closed`() async throws {
        #expect(row(key(1)) == nil)
        async let waits = onThread { cache.examined(key(1)) }
        try await Task.sleep(for: .milliseconds(30))
        cache.close()
        guard case .closed = await waits else {
            Issue.record("not closed")
            return
        }
    }
}

extension Examined: Equatable {
    /// Row and matches.
    public static func == (left: Examined, right: Examined) -> Bool {
        left.row == right.row && left.matches == right.matches
            && left.matchesLeftOut == right.matchesLeftOut
    }
}
