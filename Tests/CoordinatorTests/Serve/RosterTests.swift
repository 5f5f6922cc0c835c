import Testing

@testable import Coordinator

@Suite struct `A roster` {
    private let now = ContinuousClock.now
    private var roster = Roster()

    private func member(_ name: String, _ route: [UInt8]) -> Roster.Member {
        Roster.Member(name: name, route: route, host: "h", lanes: 2, heardAt: now)
    }

    @Test mutating func `has each worker once, sorted by name`() {
        roster.join(member("b", [2]))
        roster.join(member("a", [1]))
        roster.join(member("b", [3]))
        #expect(roster.all.map(\.name) == ["a", "b"] && roster.count == 2)
        #expect(roster["b"]?.route == [3])
        roster.leave("b")
        roster.leave("unheard of")
        #expect(roster["b"] == nil && roster.count == 1)
    }

    @Test mutating func `lets a second holder of a key in when the first is silent`() {
        #expect(roster.canJoin("a", route: [1], at: now))
        roster.join(member("a", [1]))
        #expect(roster.canJoin("a", route: [1], at: now))
        #expect(!roster.canJoin("a", route: [2], at: now))
        #expect(!roster.canJoin("a", route: [2], at: now + Roster.silence - .nanoseconds(1)))
        #expect(roster.canJoin("a", route: [2], at: now + Roster.silence))
    }

    @Test mutating func `knows the bytes of shards that are not done yet`() {
        roster.join(member("a", [1]))
        roster.update("a") { $0.byteCount = 1000 }
        #expect(roster["a"]?.openByteCount == 1000)
        roster.update("a") { $0.acceptedByteCount = 700 }
        #expect(roster["a"]?.openByteCount == 300)
        // What it read before a coordinator began anew is counted by the ledger.
        roster.join(member("b", [2]), isStarted: false)
        roster.update("b") { $0.byteCount = 5000 }
        #expect(roster["b"]?.openByteCount == 0)
        roster.update("b") { $0.byteCount = 5100 }
        #expect(roster["b"]?.openByteCount == 100)
        roster.join(member("a", [3]), isStarted: false)
        #expect(roster["a"]?.openByteCount == 300)
    }

    @Test mutating func `names who was not heard of`() {
        roster.join(member("a", [1]))
        roster.join(member("b", [2]))
        let start = now
        roster.update("b") { $0.heardAt = start + .seconds(9) }
        roster.update("unheard of") { $0.heardAt = start }
        #expect(roster.silent(for: .seconds(10), at: now + .seconds(10)) == [])
        #expect(roster.silent(for: .seconds(10), at: now + .seconds(11)) == ["a"])
        #expect(roster.silent(for: .seconds(10), at: now + .seconds(60)) == ["a", "b"])
    }

    /// Its count goes on from where it started: what was accepted before must not count as open.
    @Test mutating func `counts no file twice when a worker comes back`() {
        roster.join(member("a", [1]))
        roster.update("a") {
            $0.fileCount = 500
            $0.acceptedFileCount = 480
            $0.acceptedByteCount = 9
        }
        roster.join(member("a", [2]), isStarted: false)
        #expect(roster["a"]?.openFileCount == 20 && roster["a"]?.route == [2])
        #expect(roster["a"]?.fileCount == 500 && roster["a"]?.acceptedByteCount == 9)
        roster.update("a") { $0.fileCount = 510 }
        #expect(roster["a"]?.openFileCount == 30)
        // Another process of the same name begins at nothing.
        roster.join(member("a", [3]))
        #expect(roster["a"]?.fileCount == 0 && roster["a"]?.acceptedFileCount == 0)
    }

    @Test mutating func `counts from the first word of a worker that another served before`() {
        roster.join(member("a", [1]), isStarted: false)
        #expect(roster["a"]?.openFileCount == 0)
        roster.update("a") { $0.fileCount = 5000 }
        #expect(roster["a"]?.openFileCount == 0)
        roster.update("a") { $0.fileCount = 5007 }
        #expect(roster["a"]?.openFileCount == 7)
        roster.update("a") { $0.acceptedFileCount = 5 }
        #expect(roster["a"]?.openFileCount == 2)
        // It left meanwhile, and comes back unknown.
        roster.leave("a")
        roster.join(member("a", [2]), isStarted: false)
        roster.update("a") { $0.fileCount = 6000 }
        #expect(roster["a"]?.openFileCount == 0)
    }

    @Test mutating func `counts files whose shards are open, and never fewer than none`() {
        roster.join(member("a", [1]))
        roster.update("a") { $0.fileCount = 10 }
        #expect(roster["a"]?.openFileCount == 10)
        roster.update("a") { $0.acceptedFileCount = 12 }
        #expect(roster["a"]?.openFileCount == 0)
    }
}
