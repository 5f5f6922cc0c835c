internal import Core
internal import Foundation
internal import Glibc
internal import Logging
internal import Storage
internal import Wire
internal import WireMessages

/// Leases out, and back.
extension SweepServer {
    mutating func expire(at now: ContinuousClock.Instant) {
        for lease in table.expire(at: now) {
            log.warning(
                "lease expired",
                metadata: ["shard": "\(lease.shard.value)", "worker": "\(lease.worker)"]
            )
        }
        for name in roster.silent(for: table.duration, at: now) { roster.leave(name) }
    }

    mutating func grant(at now: ContinuousClock.Instant) async throws {
        guard pausedUntil == nil else { return }
        var leases: [LeaseTable.Lease] = []
        // One each in turn, so that the last shards are spread over all.
        var hungry = roster.all
        while !hungry.isEmpty && leases.count < ServerLimits.messagesPerCheckpoint {
            hungry = hungry.filter { member in
                guard table.leaseCount(of: member.name) < member.credit,
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

    mutating func send(_ lease: LeaseTable.Lease) async throws {
        let planned = shards[lease.shard.value]
        let lines = try manifest.lines(of: planned)
        var message = WireLease()
        message.shard = UInt32(lease.shard.value)
        message.epoch = UInt32(lease.epoch.value)
        message.entryCount = UInt32(planned.shard.entryCount)
        message.manifestLines = Data(lines.bytes)
        let envelope = WireEnvelope(
            sweep: record.id,
            incarnation: incarnation,
            body: .lease(message)
        )
        if lines.holdNoOutcome { unforeseen.insert(lease.shard) }
        guard let route = roster[lease.worker]?.route,
            try await link.send(envelope.bytes, to: route)
        else {
            table.release(lease.shard, epoch: lease.epoch, by: lease.worker)
            return roster.update(lease.worker) { $0.credit = 0 }
        }
    }
}
