internal import Core
internal import Foundation
internal import Glibc
internal import Logging
internal import Storage
internal import Wire
internal import WireMessages

/// What workers say, and what each is answered.
extension SweepServer {
    /// Waits for a message, then takes what else is there, up to a checkpoint's worth.
    mutating func takeMessages() async throws {
        guard var message = try await link.receive(within: ServerLimits.tick) else { return }
        var (count, byteCount) = (1, message.body.count)
        while true {
            try await take(message)
            // Nothing is received that is not taken: its sender would wait for an answer.
            guard count < ServerLimits.messagesPerCheckpoint,
                byteCount < ServerLimits.bytesPerCheckpoint,
                let next = try await link.receiveNow()
            else { return }
            message = next
            count += 1
            byteCount += message.body.count
        }
    }

    mutating func take(_ incoming: Incoming) async throws {
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
        if case .hello(let hello) = body {
            // Only a worker that has just started knows of no incarnation.
            let isStarted = message.incarnation == 0
            return try await welcome(hello, name, route, isStarted: isStarted, at: now)
        }
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

    mutating func welcome(
        _ hello: WireHello,
        _ name: String,
        _ route: [UInt8],
        isStarted: Bool,
        at now: ContinuousClock.Instant
    ) async throws {
        guard hello.protocol == WireLimits.protocolVersion else {
            return try await refuse(
                route,
                "it speaks protocol \(hello.protocol) and the coordinator "
                    + "\(WireLimits.protocolVersion); install the same version"
            )
        }
        guard roster.canJoin(name, route: route, at: now) else {
            log.warning(
                "two workers use one key; make a key for each",
                metadata: ["worker": "\(name)"]
            )
            return
        }
        let named = hello.held.prefix(2 * WireLimits.leaseCountMax)
        let held = named.map { (ShardID(Int($0.shard)), Epoch(Int($0.epoch))) }
        // Leases that the worker does not name are lost to it: it was started anew.
        for lease in table.leases(of: name)
        where !held.contains(where: { $0.0 == lease.shard && $0.1 == lease.epoch }) {
            table.release(lease.shard, epoch: lease.epoch, by: name)
        }
        var lost: [WireHeld] = []
        for ((shard, epoch), wire) in zip(held, named)
        where !table.renew(shard, epoch: epoch, by: name, at: now) { lost.append(wire) }
        let isNew = roster[name] == nil
        let host = SweepServer.visibleHost(hello.host)
        roster.join(
            Roster.Member(
                name: name,
                route: route,
                host: host,
                lanes: Int(min(hello.lanes, 1024)),
                heardAt: now
            ),
            isStarted: isStarted
        )
        if isNew {
            log.info("worker joined", metadata: ["worker": "\(name)"])
            try note("worker", "\(name) joined from \(host)")
        }
        try await sendWelcome(to: route, lost: lost)
        try await shareRate()
    }

    /// What a worker calls its host, harmless on a terminal and of bounded length.
    static func visibleHost(_ host: String) -> String {
        VisibleText(Array(host.utf8.prefix(ServerLimits.hostByteCountMax))).text
    }

    /// Tells every worker its share of the read budget, if there are more or fewer of them now.
    mutating func shareRate() async throws {
        guard budget.bytesPerSecond > 0 || budget.filesPerSecond > 0,
            rateShareCount != roster.count
        else { return }
        rateShareCount = roster.count
        for member in roster.all { try await sendWelcome(to: member.route, lost: []) }
    }

    func sendWelcome(to route: [UInt8], lost: [WireHeld]) async throws {
        let shares = UInt64(max(1, roster.count))
        var welcome = WireWelcome()
        welcome.lists = lists.map(\.announcement)
        welcome.variants = record.settings.variants
        welcome.exact = record.settings.exact
        welcome.digests = UInt32(record.settings.digests.rawValue)
        welcome.progressInterval = ServerLimits.progressInterval
        // Never 0 for a share: that would be no limit at all.
        let bytes = budget.bytesPerSecond
        welcome.bytesPerSecond = bytes == 0 ? 0 : max(1, bytes / shares)
        welcome.filesPerSecond = budget.filesPerSecond / Double(shares)
        welcome.lost = lost
        try await send(.welcome(welcome), to: route)
    }

    mutating func leave(_ name: String, _ bye: WireBye) throws {
        for lease in table.release(worker: name) {
            log.info(
                "lease returned",
                metadata: ["worker": "\(name)", "shard": "\(lease.shard.value)"]
            )
        }
        roster.leave(name)
        let returned = Quantity.count(bye.returned.count, "shard")
        try note("worker", "\(name) left, returning \(returned)")
    }

    func sendPart(_ request: WireListGet, _ route: [UInt8]) async throws {
        guard let list = lists.first(where: { $0.announcement.digest == request.digest }),
            let bytes = list.part(at: request.offset)
        else { return try await refuse(route, "it asks for a list that this sweep has not") }
        var part = WireListPart()
        part.digest = request.digest
        part.offset = request.offset
        part.bytes = bytes
        try await send(.listPart(part), to: route)
    }

    func acknowledge(_ result: WireResult, _ route: [UInt8], refused: String?) async throws {
        var ack = WireAck()
        ack.shard = result.shard
        ack.epoch = result.epoch
        ack.accepted = refused == nil
        ack.reason = refused ?? ""
        try await send(.ack(ack), to: route)
    }

    func refuse(_ route: [UInt8], _ reason: String) async throws {
        var refusal = WireRefusal()
        refusal.reason = reason
        try await send(.error(refusal), to: route)
    }

    /// Sends to a worker. One that is gone or does not keep up gets nothing, and says hello again.
    func send(_ body: WireEnvelope.OneOf_Body, to route: [UInt8]) async throws {
        let envelope = WireEnvelope(sweep: record.id, incarnation: incarnation, body: body)
        if try await !link.send(envelope.bytes, to: route) {
            log.debug("message not taken by its peer")
        }
    }
}
