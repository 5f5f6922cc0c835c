internal import Core
internal import Foundation
internal import Logging
internal import Storage
internal import Wire
internal import WireMessages

/// A worker's service in one sweep: says hello, takes leases, examines files, returns results.
struct Session: Sendable {
    /// How long shards in work may go on after a request to stop; then their leases are returned.
    static let drainLimit = Duration.seconds(5)

    /// How long a result stays unacknowledged before it is sent again.
    static let resendInterval = Duration.seconds(10)

    /// Leases on top of one a lane: what is in the next lease is read while results travel.
    static let leasesAhead = 2

    let channel: Channel
    let crew: Crew
    let lists: ListCache
    let stop: StopRequest
    let log: Logger
    /// What to tell people where nobody answers.
    let notice: SilenceNotice
    /// Where people are told things.
    let say: @Sendable (String) -> Void

    /// Serves until the sweep is over or a stop is requested.
    func run() async throws {
        let greeting = Greeting(
            channel: channel,
            laneCount: crew.laneCount,
            lists: lists,
            stop: stop,
            log: log,
            say: say
        )
        guard let (welcome, matcher) = try await greeting.join(notice) else { return }
        let queue = ShardQueue()
        await apply(welcome, to: queue)
        try await withThrowingDiscardingTaskGroup { group in
            for examiner in crew.examiners(matcher: matcher, variants: welcome.variants) {
                group.addTask {
                    // Without lanes there is no use in listening on, and renewing leases.
                    try await closing(queue) { try await work(examiner, queue) }
                }
            }
            try await closing(queue) { try await listen(queue, welcome) }
            // Who waits for the read rate ends too.
            group.cancelAll()
        }
    }

    /// Closes the queue behind whoever ends first: all others see it, and end as well.
    private func closing(_ queue: ShardQueue, _ body: () async throws -> Void) async throws {
        do { try await body() } catch {
            await queue.close()
            throw error
        }
        await queue.close()
    }

    private func apply(_ welcome: WireWelcome, to queue: ShardQueue) async {
        for lost in welcome.lost { await queue.drop(lost.id, lost.number) }
        await crew.readAhead.setRate(
            bytesPerSecond: Double(welcome.bytesPerSecond),
            filesPerSecond: welcome.filesPerSecond
        )
        await sendCredit(isDraining: stop.isRequested)
    }

    private func sendCredit(isDraining: Bool) async {
        var credit = WireCredit()
        let wanted = min(crew.laneCount + Session.leasesAhead, WireLimits.leaseCountMax)
        credit.leases = isDraining ? 0 : UInt32(wanted)
        // Credit is absolute and sent with every heartbeat: one that is lost is made good.
        _ = try? await channel.send(.credit(credit))
    }

    /// Examines files until the queue is closed.
    private func work(_ examiner: Examiner, _ queue: ShardQueue) async throws {
        while let item = await queue.next() {
            guard let examined = try await examiner.examine(item.entry) else { return }
            guard let shard = await queue.finish(item, examined) else { continue }
            // Refused means full or gone: the listener sends it again.
            _ = try await channel.send(.result(shard.message))
            log.info("shard returned", metadata: ["shard": "\(shard.message.shard)"])
        }
    }

    private func listen(_ queue: ShardQueue, _ welcome: WireWelcome) async throws {
        let interval = Duration.seconds(max(0.2, min(welcome.progressInterval, 30)))
        var nextHeartbeat = ContinuousClock.now
        var nextResend = ContinuousClock.now + Session.resendInterval
        var drain = Drain()
        while true {
            let now = ContinuousClock.now
            if now >= nextHeartbeat {
                nextHeartbeat = now + interval
                try await sendProgress(queue)
                await sendCredit(isDraining: drain.isBegun)
            }
            if now >= nextResend {
                nextResend = now + Session.resendInterval
                for result in await queue.results { _ = try await channel.send(.result(result)) }
            }
            if stop.isRequested { drain.begin(at: now) }
            let isIdle = await queue.held.isEmpty
            if await queue.isClosed || drain.isOver(at: now, idle: isIdle) {
                return try await sayBye(returning: await queue.open)
            }
            let wait = min(Duration.milliseconds(250), now.duration(to: nextHeartbeat))
            guard let message = try await channel.receive(within: max(wait, .milliseconds(1)))
            else { continue }
            if try await handle(message, queue, welcome) { drain.begin(at: .now) }
        }
    }

    /// Takes one message.
    ///
    /// - Returns: Whether the coordinator asks to drain.
    private func handle(
        _ message: WireEnvelope,
        _ queue: ShardQueue,
        _ first: WireWelcome
    ) async throws -> Bool {
        let isCurrent = await channel.isCurrent(message)
        switch message.body {
        case .again:
            _ = try await channel.send(
                .hello(WireHello(lanes: crew.laneCount, held: await queue.held))
            )
        case .welcome(let welcome):
            guard await channel.currentSweep == message.sweep, welcome.lists == first.lists else {
                throw SessionError.otherLists
            }
            await channel.adopt(sweep: message.sweep, incarnation: message.incarnation)
            await apply(welcome, to: queue)
            for result in await queue.results { _ = try await channel.send(.result(result)) }
        case .lease(let lease) where isCurrent: await take(lease, queue)
        case .ack(let ack) where isCurrent:
            await queue.settle(ShardID(Int(ack.shard)), Epoch(Int(ack.epoch)))
            if !ack.accepted {
                log.warning("result refused", metadata: ["reason": "\(ack.reason)"])
            }
        case .revoke(let revoked) where isCurrent:
            await queue.drop(ShardID(Int(revoked.shard)), Epoch(Int(revoked.epoch)))
        case .drain where isCurrent: return true
        case .error(let refusal): throw SessionError.refused(refusal.reason)
        default: break
        }
        return false
    }

    private func take(_ lease: WireLease, _ queue: ShardQueue) async {
        let id = ShardID(Int(lease.shard))
        let epoch = Epoch(Int(lease.epoch))
        do {
            let entries = try ManifestLine.entries(
                of: [UInt8](lease.manifestLines),
                firstEntry: 0,
                expected: Int(lease.entryCount)
            )
            await queue.add(HeldShard(id: id, epoch: epoch, entries: entries))
        } catch {
            // Not renewed, so it expires; a coordinator that sends this is broken, and says so too.
            log.error(
                "lease not well formed",
                metadata: ["shard": "\(id.value)", "code": "\(error)"]
            )
        }
    }

    private func sendProgress(_ queue: ShardQueue) async throws {
        var progress = WireProgress()
        progress.held = await queue.held.map { WireHeld($0.0, $0.1) }
        progress.files = await queue.fileCount
        progress.bytes = await queue.byteCount
        _ = try await channel.send(.progress(progress))
    }

    private func sayBye(returning held: [(ShardID, Epoch)]) async throws {
        var bye = WireBye()
        bye.returned = held.map { WireHeld($0.0, $0.1) }
        _ = try await channel.send(.bye(bye))
    }
}

/// When to stop for good after a request to drain.
private struct Drain {
    private var deadline: ContinuousClock.Instant?

    var isBegun: Bool { deadline != nil }

    mutating func begin(at now: ContinuousClock.Instant) {
        if deadline == nil { deadline = now + Session.drainLimit }
    }

    func isOver(at now: ContinuousClock.Instant, idle: Bool) -> Bool {
        guard let deadline else { return false }
        return idle || now >= deadline
    }
}

extension WireHeld {
    init(_ shard: ShardID, _ epoch: Epoch) {
        self.init()
        self.shard = UInt32(shard.value)
        self.epoch = UInt32(epoch.value)
    }

    fileprivate var id: ShardID { ShardID(Int(shard)) }
    fileprivate var number: Epoch { Epoch(Int(epoch)) }
}
