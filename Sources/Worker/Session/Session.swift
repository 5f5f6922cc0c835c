internal import Core
internal import Foundation
internal import Logging
internal import Storage
internal import Threads
internal import Wire
internal import WireMessages

/// A worker's service in one sweep: says hello, takes leases, examines files, returns results.
struct Session: Sendable {
    /// How long shards in work may go on after a request to stop; then their leases are returned.
    static let drainLimit = Duration.seconds(5)

    /// How long a result stays unacknowledged before it is sent again.
    static let resendInterval = Duration.seconds(10)

    /// After the last word to the coordinator: how long a read may still take before the process
    /// ends without it.
    static let leaveLimit = Duration.seconds(5)

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
    /// Ends the process where a read never returns: no task and no thread can be ended without it.
    let abandon: @Sendable ((any Error)?) -> Void
    var hangLimit = Watch.limit

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
        guard let joined = try await greeting.join(notice) else { return }
        let welcome = joined.welcome
        guard let digests = DigestKinds(bits: welcome.digests) else {
            throw SessionError.unknownDigests
        }
        let queue = ShardQueue()
        let rate = ReadRate()
        let watch = Watch(crew.pulses, limit: hangLimit)
        let isWorking = Monitor(true)
        await apply(welcome, to: queue, rate, Hang())
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask {
                defer { isWorking.withLock { $0 = false } }
                var shift = crew.shift(on: queue)
                shift.rate = rate
                shift.matcher = joined.matcher
                shift.variants = welcome.variants
                shift.exact = welcome.exact
                shift.digests = digests
                try await shift.run()
            }
            group.addTask { try await send(queue.finished, joined) }
            var failure: (any Error)?
            var isClosedByCrew = false
            do {
                isClosedByCrew = try await !listen(queue, rate, watch, joined)
                if isClosedByCrew { failure = SessionError.abandoned }
            } catch { failure = error }
            queue.close()
            try await waitForCrew(isWorking, failure)
            // What ended the crew itself is thrown by its task.
            if let failure, !isClosedByCrew { throw failure }
        }
    }

    /// Gives reads some time to return, and ends the process where one does not.
    private func waitForCrew(
        _ isWorking: Monitor<Bool>,
        _ failure: (any Error)?
    ) async throws {
        let deadline = ContinuousClock.now + Session.leaveLimit
        while isWorking.withLock({ $0 }) {
            guard ContinuousClock.now < deadline else { return abandon(failure) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func apply(
        _ welcome: WireWelcome,
        to queue: ShardQueue,
        _ rate: ReadRate,
        _ hang: Hang
    ) async {
        for lost in welcome.lost { queue.drop(lost.id, lost.number) }
        rate.set(
            bytesPerSecond: Double(welcome.bytesPerSecond),
            filesPerSecond: welcome.filesPerSecond
        )
        await sendCredit(isWanting: !stop.isRequested && !hang.isTotal)
    }

    private func sendCredit(isWanting: Bool) async {
        var credit = WireCredit()
        let wanted = min(crew.laneCount + Session.leasesAhead, WireLimits.leaseCountMax)
        credit.leases = isWanting ? UInt32(wanted) : 0
        // Credit is absolute and sent with every heartbeat: one that is lost is made good.
        _ = try? await channel.send(.credit(credit))
    }

    /// Returns the results of shards as they are done.
    private func send(
        _ finished: AsyncStream<ShardQueue.Finished>,
        _ joined: Joined
    ) async throws {
        for await shard in finished {
            try await send(shard.message, joined)
            log.info("shard returned", metadata: ["shard": "\(shard.message.shard)"])
        }
    }

    /// Returns a result, if the lists that it was matched by are still what they were.
    private func send(_ result: WireResult, _ joined: Joined) async throws {
        for list in joined.lists { try list.look() }
        // Refused means full or gone: the listener sends it again.
        _ = try await channel.send(.result(result))
    }

    /// Speaks with the coordinator until all is done.
    ///
    /// - Returns: `false` if the crew ended before.
    private func listen(
        _ queue: ShardQueue,
        _ rate: ReadRate,
        _ watch: Watch,
        _ joined: Joined
    ) async throws -> Bool {
        let interval = Duration.seconds(max(0.2, min(joined.welcome.progressInterval, 30)))
        var nextHeartbeat = ContinuousClock.now
        var nextResend = ContinuousClock.now + Session.resendInterval
        var drain = Drain()
        var known = Hang()
        while true {
            let now = ContinuousClock.now
            for list in joined.lists { try list.look() }
            let hang = watch.hang(at: now)
            if hang != known { tell(of: hang) }
            known = hang
            if now >= nextHeartbeat {
                nextHeartbeat = now + interval
                try await sendProgress(queue, hang)
                await sendCredit(isWanting: !drain.isBegun && !hang.isTotal)
            }
            if now >= nextResend {
                nextResend = now + Session.resendInterval
                for result in queue.results { try await send(result, joined) }
            }
            if stop.isRequested { drain.begin(at: now) }
            let isIdle = queue.held.isEmpty
            if queue.isClosed || drain.isOver(at: now, idle: isIdle) {
                let isOpen = !queue.isClosed
                try await sayBye(returning: queue.open)
                return isOpen
            }
            let wait = min(Duration.milliseconds(250), now.duration(to: nextHeartbeat))
            guard let message = try await channel.receive(within: max(wait, .milliseconds(1)))
            else { continue }
            if try await handle(message, queue, rate, hang, joined) { drain.begin(at: .now) }
        }
    }

    /// Takes one message.
    ///
    /// - Returns: Whether the coordinator asks to drain.
    private func handle(
        _ message: WireEnvelope,
        _ queue: ShardQueue,
        _ rate: ReadRate,
        _ hang: Hang,
        _ joined: Joined
    ) async throws -> Bool {
        let isCurrent = await channel.isCurrent(message)
        switch message.body {
        case .again:
            _ = try await channel.send(
                .hello(WireHello(lanes: crew.laneCount, held: queue.renewable(hang)))
            )
        case .welcome(let welcome):
            guard await channel.currentSweep == message.sweep, welcome.lists == joined.welcome.lists
            else {
                throw SessionError.otherLists
            }
            await channel.adopt(sweep: message.sweep, incarnation: message.incarnation)
            await apply(welcome, to: queue, rate, hang)
            for result in queue.results { try await send(result, joined) }
        case .lease(let lease) where isCurrent: take(lease, queue, hang)
        case .ack(let ack) where isCurrent:
            queue.settle(ShardID(Int(ack.shard)), Epoch(Int(ack.epoch)))
            if !ack.accepted {
                log.warning("result refused", metadata: ["reason": "\(ack.reason)"])
            }
        case .revoke(let revoked) where isCurrent:
            queue.drop(ShardID(Int(revoked.shard)), Epoch(Int(revoked.epoch)))
        case .drain where isCurrent: return true
        case .error(let refusal): throw SessionError.refused(refusal.reason)
        default: break
        }
        return false
    }

    private func take(_ lease: WireLease, _ queue: ShardQueue, _ hang: Hang) {
        let id = ShardID(Int(lease.shard))
        // Not renewed, so it expires: it would take one more reader to where one is hung.
        guard !hang.holds(id) else { return }
        let epoch = Epoch(Int(lease.epoch))
        do {
            let entries = try ManifestLine.entries(
                of: [UInt8](lease.manifestLines),
                firstEntry: 0,
                expected: Int(lease.entryCount)
            )
            queue.add(HeldShard(id: id, epoch: epoch, entries: entries))
        } catch {
            // Not renewed, so it expires; a coordinator that sends this is broken, and says so too.
            log.error(
                "lease not well formed",
                metadata: ["shard": "\(id.value)", "code": "\(error)"]
            )
        }
    }

    private func tell(of hang: Hang) {
        let shards = hang.leases.map(\.shard.value).sorted()
        if shards.isEmpty {
            log.notice("storage answers again")
        } else {
            log.warning(
                "storage does not answer; its shards are left to other workers",
                metadata: ["shards": "\(shards)"]
            )
        }
    }

    private func sendProgress(_ queue: ShardQueue, _ hang: Hang) async throws {
        var progress = WireProgress()
        progress.held = queue.renewable(hang).map { WireHeld($0.0, $0.1) }
        progress.files = queue.fileCount
        progress.bytes = queue.byteCount
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
