internal import Core
internal import Foundation
internal import Glibc
internal import Logging
internal import Storage
internal import Wire
internal import WireMessages

/// Serves a planned sweep: grants leases, takes results in, commits them, until all is done or
/// somebody asks to stop.
struct SweepServer {
    /// How serving ended.
    enum End: Equatable { case complete, interrupted }

    let folder: SweepFolder
    let ledger: Ledger
    let record: SweepRecord
    let incarnation: UInt64
    let link: Link
    let ring: KeyRing
    let stop: StopRequest
    let log: Logger
    let segments: SegmentStore
    let manifest: ManifestFile
    let lists: [ServedList]
    /// All shards by id: 48 bytes for each thousand files or so.
    let shards: [Shard]
    /// Where the allow-list of remote workers is; `nil` where none are let in.
    let keyFolder: String?

    var table: LeaseTable
    var roster = Roster()
    var workers: LocalWorkers
    var meter: Meter
    /// Results that wait for the next checkpoint, with where their answers go.
    var received: [(result: ReceivedResult, route: [UInt8])] = []
    /// While the disk is full: nothing is granted or committed before this.
    var pausedUntil: ContinuousClock.Instant?
    /// Since when it is full; after ``diskFullLimit`` serving ends.
    var fullSince: ContinuousClock.Instant?
    let diskFullLimit: Duration

    /// The pipeline: messages in, results to disk and ledger, leases out.
    mutating func serve() async throws -> End {
        var nextKeep = ContinuousClock.now
        var drainDeadline: ContinuousClock.Instant?
        while !table.isComplete {
            try await takeMessages()
            let now = ContinuousClock.now
            try await checkpoint(at: now)
            expire(at: now)
            if stop.isRequested && drainDeadline == nil {
                drainDeadline = now + ServerLimits.drainLimit
                try await drain(isComplete: false)
            }
            if let deadline = drainDeadline {
                if now >= deadline || roster.count == 0 { return .interrupted }
            } else {
                try superviseWorkers(at: now)
                try await grant(at: now)
            }
            if now >= nextKeep {
                nextKeep = now + ServerLimits.keepInterval
                try keepProgress(at: now)
                if let keyFolder { try Host.admit(keyFolder, ring) }
            }
            meter.show(table: table, roster: roster, at: now)
        }
        try await drain(isComplete: true)
        try await waitForLocalWorkers()
        return .complete
    }

    // MARK: Messages

    /// Waits for a message, then takes what else is there, up to a checkpoint's worth.
    private mutating func takeMessages() async throws {
        guard var message = try await link.receive(within: ServerLimits.tick) else { return }
        var byteCount = 0
        for _ in 0..<ServerLimits.messagesPerCheckpoint {
            byteCount += message.body.count
            try await take(message)
            guard byteCount < ServerLimits.bytesPerCheckpoint, let next = try await link.receiveNow()
            else { return }
            message = next
        }
    }

    private mutating func take(_ incoming: Incoming) async throws {
        // Identity is the key that ZAP authenticated, asked again for every message: taking a key
        // off the list does not cut its live connection.
        guard let route = incoming.route, let key = incoming.user.flatMap({ CurveKey($0) }) else {
            return
        }
        guard case .allowed(let name) = ring.standing(of: key) else {
            return try await refuse(route, "its key is not allowed any more")
        }
        guard let message = WireEnvelope(bytes: incoming.body), let body = message.body else {
            return try await refuse(route, "it sends what is no message of this protocol")
        }
        let now = ContinuousClock.now
        if case .hello(let hello) = body { return try await welcome(hello, name, route, at: now) }
        guard message.sweep == record.id, message.incarnation == incarnation,
            roster[name]?.route == route
        else { return try await send(.again(WireAgain()), to: route) }
        roster.update(name) { $0.heardAt = now }
        switch body {
        case .credit(let credit):
            let wanted = min(Int(credit.leases), WireLimits.leaseCountMax)
            roster.update(name) { $0.credit = wanted }
        case .progress(let progress): try await renew(progress, name, route, at: now)
        case .result(let result): try await receive(result, name, route)
        case .listGet(let request): try await sendPart(request, route)
        case .bye(let bye): try leave(name, bye)
        default: try await refuse(route, "it sends what only a coordinator may send")
        }
    }

    private mutating func welcome(
        _ hello: WireHello,
        _ name: String,
        _ route: [UInt8],
        at now: ContinuousClock.Instant
    ) async throws {
        guard hello.protocol == WireLimits.protocolVersion else {
            return try await refuse(
                route,
                "it speaks protocol \(hello.protocol) and the coordinator \(WireLimits.protocolVersion); install the same version"
            )
        }
        guard roster.canJoin(name, route: route, at: now) else {
            log.warning("two workers use one key; make a key for each", metadata: ["worker": "\(name)"])
            return
        }
        let held = hello.held.map { (ShardID(Int($0.shard)), Epoch(Int($0.epoch))) }
        // Leases that the worker does not name are lost to it: it was started anew.
        for lease in table.leases(of: name)
        where !held.contains(where: { $0.0 == lease.shard && $0.1 == lease.epoch }) {
            table.release(lease.shard, epoch: lease.epoch, by: name)
        }
        var lost: [WireHeld] = []
        for ((shard, epoch), wire) in zip(held, hello.held)
        where !table.renew(shard, epoch: epoch, by: name, at: now) { lost.append(wire) }
        let isNew = roster[name] == nil
        roster.join(
            Roster.Member(
                name: name,
                route: route,
                host: String(hello.host.prefix(255)),
                lanes: Int(min(hello.lanes, 1024)),
                heardAt: now
            ))
        if isNew {
            log.info("worker joined", metadata: ["worker": "\(name)"])
            try ledger.note("worker", "\(name) joined from \(hello.host.prefix(255))")
        }
        try await sendWelcome(to: route, lost: lost)
        if isNew && hasRate {
            for member in roster.all where member.name != name {
                try await sendWelcome(to: member.route, lost: [])
            }
        }
    }

    private var hasRate: Bool {
        record.settings.bytesPerSecond > 0 || record.settings.filesPerSecond > 0
    }

    private func sendWelcome(to route: [UInt8], lost: [WireHeld]) async throws {
        let shares = UInt64(max(1, roster.count))
        var welcome = WireWelcome()
        welcome.lists = lists.map(\.announcement)
        welcome.variants = record.settings.variants
        welcome.progressInterval = ServerLimits.progressInterval
        // Never 0 for a share: that would be no limit at all.
        let bytes = record.settings.bytesPerSecond
        welcome.bytesPerSecond = bytes == 0 ? 0 : max(1, bytes / shares)
        welcome.filesPerSecond = record.settings.filesPerSecond / Double(shares)
        welcome.lost = lost
        try await send(.welcome(welcome), to: route)
    }

    private mutating func renew(
        _ progress: WireProgress,
        _ name: String,
        _ route: [UInt8],
        at now: ContinuousClock.Instant
    ) async throws {
        roster.update(name) {
            $0.fileCount = Int(clamping: progress.files)
            $0.byteCount = Int(clamping: progress.bytes)
        }
        for held in progress.held.prefix(2 * WireLimits.leaseCountMax) {
            let shard = ShardID(Int(held.shard))
            let epoch = Epoch(Int(held.epoch))
            if table.renew(shard, epoch: epoch, by: name, at: now) { continue }
            if table.verdict(on: shard, epoch: epoch, from: name) == .repeated { continue }
            var revoke = WireRevoke()
            revoke.shard = held.shard
            revoke.epoch = held.epoch
            try await send(.revoke(revoke), to: route)
        }
    }

    private mutating func receive(_ result: WireResult, _ name: String, _ route: [UInt8]) async throws {
        let shard = ShardID(Int(result.shard))
        let epoch = Epoch(Int(result.epoch))
        switch table.verdict(on: shard, epoch: epoch, from: name) {
        case .refuse(let reason): try await acknowledge(result, route, refused: reason)
        case .repeated: try await acknowledge(result, route, refused: nil)
        case .accept:
            // It comes again if it waits already, or when there is room on the disk.
            guard pausedUntil == nil, !received.contains(where: { $0.result.accepted.shard.id == shard })
            else { return }
            do throws(ResultError) {
                let checked = try ReceivedResult.check(
                    result, of: shards[shard.value], from: name, lists: record.settings.lists)
                received.append((checked, route))
            } catch {
                log.error(
                    "result refused",
                    metadata: ["worker": "\(name)", "shard": "\(shard.value)", "reason": "\(error.reason)"])
                table.release(shard, epoch: epoch, by: name)
                try await acknowledge(result, route, refused: error.reason)
            }
        }
    }

    private mutating func leave(_ name: String, _ bye: WireBye) throws {
        for lease in table.release(worker: name) {
            log.info("lease returned", metadata: ["worker": "\(name)", "shard": "\(lease.shard.value)"])
        }
        roster.leave(name)
        try ledger.note("worker", "\(name) left, returning \(bye.returned.count) shards")
    }

    private func sendPart(_ request: WireListGet, _ route: [UInt8]) async throws {
        guard let list = lists.first(where: { $0.announcement.digest == request.digest }),
            let bytes = list.part(at: request.offset)
        else { return try await refuse(route, "it asks for a list that this sweep has not") }
        var part = WireListPart()
        part.digest = request.digest
        part.offset = request.offset
        part.bytes = bytes
        try await send(.listPart(part), to: route)
    }

    private func acknowledge(_ result: WireResult, _ route: [UInt8], refused: String?) async throws {
        var ack = WireAck()
        ack.shard = result.shard
        ack.epoch = result.epoch
        ack.accepted = refused == nil
        ack.reason = refused ?? ""
        try await send(.ack(ack), to: route)
    }

    private func refuse(_ route: [UInt8], _ reason: String) async throws {
        var refusal = WireRefusal()
        refusal.reason = reason
        try await send(.error(refusal), to: route)
    }

    /// Sends to a worker. One that is gone or does not keep up gets nothing, and says hello again.
    private func send(_ body: WireEnvelope.OneOf_Body, to route: [UInt8]) async throws {
        let envelope = WireEnvelope(sweep: record.id, incarnation: incarnation, body: body)
        if try await !link.send(envelope.bytes, to: route) { log.debug("message not taken by its peer") }
    }
}

// MARK: Checkpoints and leases

extension SweepServer {
    /// Writes what was received: segments, then the ledger, then the answers. A crash in between
    /// leaves results that are not acknowledged and come again.
    private mutating func checkpoint(at now: ContinuousClock.Instant) async throws {
        if let until = pausedUntil, now >= until { pausedUntil = nil }
        guard !received.isEmpty else { return }
        let results = received
        received = []
        do {
            try segments.write(
                results.map { ($0.result.accepted.shard.id, $0.result.accepted.epoch, $0.result.segment) })
            let taken = try ledger.accept(results.map(\.result.accepted))
            fullSince = nil
            for ((result, route), isTaken) in zip(results, taken) {
                try await finish(result.accepted, route, isTaken: isTaken)
            }
        } catch let error as SegmentStoreError where error.isDiskFull {
            try pause(because: error, at: now)
        } catch let error as LedgerError where error == .diskFull {
            try pause(because: error, at: now)
        }
    }

    private mutating func finish(
        _ result: AcceptedResult,
        _ route: [UInt8],
        isTaken: Bool
    ) async throws {
        var ack = WireAck()
        ack.shard = UInt32(result.shard.id.value)
        ack.epoch = UInt32(result.epoch.value)
        ack.accepted = isTaken
        if isTaken {
            table.complete(result.shard.id)
            workers.praise(result.worker)
            roster.update(result.worker) { $0.acceptedFileCount += result.shard.entryCount }
            meter.add(result)
            log.info(
                "shard done",
                metadata: ["shard": "\(result.shard.id.value)", "worker": "\(result.worker)"])
        } else {
            ack.reason = "the ledger has another lease of this shard"
        }
        try await send(.ack(ack), to: route)
    }

    /// Takes nothing for a while, because the disk is full; results stay with their workers.
    private mutating func pause(because error: any Error, at now: ContinuousClock.Instant) throws {
        let since = fullSince ?? now
        fullSince = since
        if since.duration(to: now) >= diskFullLimit { throw error }
        log.warning("\(error)")
        pausedUntil = now + ServerLimits.diskFullPause
    }

    private mutating func expire(at now: ContinuousClock.Instant) {
        for lease in table.expire(at: now) {
            log.warning(
                "lease expired",
                metadata: ["shard": "\(lease.shard.value)", "worker": "\(lease.worker)"])
        }
        for name in roster.silent(for: ServerLimits.leaseDuration, at: now) { roster.leave(name) }
    }

    private mutating func grant(at now: ContinuousClock.Instant) async throws {
        guard pausedUntil == nil else { return }
        var leases: [LeaseTable.Lease] = []
        // One each in turn, so that the last shards are spread over all.
        var hungry = roster.all
        while !hungry.isEmpty && leases.count < ServerLimits.messagesPerCheckpoint {
            hungry = hungry.filter { member in
                guard table.leases(of: member.name).count < member.credit,
                    let lease = table.grant(to: member.name, at: now)
                else { return false }
                leases.append(lease)
                return true
            }
        }
        guard !leases.isEmpty else { return }
        do throws(LedgerError) {
            // Epoch before lease: a crash in between leaves an epoch unused, never one used twice.
            try ledger.grant(leases)
        } catch {
            for lease in leases { table.release(lease.shard, epoch: lease.epoch, by: lease.worker) }
            guard error == .diskFull else { throw error }
            return try pause(because: error, at: now)
        }
        for lease in leases { try await send(lease) }
    }

    private mutating func send(_ lease: LeaseTable.Lease) async throws {
        let shard = shards[lease.shard.value]
        var message = WireLease()
        message.shard = UInt32(lease.shard.value)
        message.epoch = UInt32(lease.epoch.value)
        message.entryCount = UInt32(shard.entryCount)
        message.manifestLines = Data(try manifest.lines(of: shard))
        let envelope = WireEnvelope(sweep: record.id, incarnation: incarnation, body: .lease(message))
        guard let route = roster[lease.worker]?.route, try await link.send(envelope.bytes, to: route)
        else {
            table.release(lease.shard, epoch: lease.epoch, by: lease.worker)
            return roster.update(lease.worker) { $0.credit = 0 }
        }
    }

    private mutating func superviseWorkers(at now: ContinuousClock.Instant) throws {
        for (name, ending) in workers.reap(at: now) {
            let leases = table.release(worker: name)
            roster.leave(name)
            log.warning(
                "worker ended; its shards are open again",
                metadata: ["worker": "\(name)", "how": "\(ending)", "shards": "\(leases.count)"])
            try ledger.note("worker", "\(name) \(ending); \(leases.count) shards are open again")
        }
        try workers.startMissing(at: now)
    }

    private func keepProgress(at now: ContinuousClock.Instant) throws {
        let records = roster.all.map {
            WorkerRecord(
                name: $0.name,
                host: $0.host,
                lanes: $0.lanes,
                isConnected: true,
                fileCount: $0.fileCount,
                byteCount: $0.byteCount
            )
        }
        do throws(LedgerError) { try ledger.keep(records, seconds: meter.seconds(at: now)) } catch {
            // Progress is worth nothing on a full disk; results and grants see to that themselves.
            guard error == .diskFull else { throw error }
        }
    }

    private func drain(isComplete: Bool) async throws {
        var drain = WireDrain()
        drain.complete = isComplete
        for member in roster.all { try await send(.drain(drain), to: member.route) }
    }

    private mutating func waitForLocalWorkers() async throws {
        let deadline = ContinuousClock.now + ServerLimits.leaveLimit
        while workers.runningCount > 0 && ContinuousClock.now < deadline {
            _ = try await link.receive(within: .milliseconds(20))
            _ = workers.reap(at: .now)
        }
    }
}
