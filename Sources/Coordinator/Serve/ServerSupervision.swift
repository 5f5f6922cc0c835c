internal import Core
internal import Foundation
internal import Glibc
internal import Logging
internal import Storage
internal import Wire
internal import WireMessages

/// Looking after workers, and telling `status`.
extension SweepServer {
    mutating func superviseWorkers(at now: ContinuousClock.Instant) throws {
        for (name, ending) in workers.reap(at: now) {
            let leases = table.release(worker: name)
            roster.leave(name)
            log.warning(
                "worker ended; its shards are open again",
                metadata: ["worker": "\(name)", "how": "\(ending)", "shards": "\(leases.count)"]
            )
            let held = Quantity.count(leases.count, "shard")
            try note("worker", "\(name) \(ending), holding \(held)")
        }
        try workers.startMissing(at: now)
    }

    /// Keeps an event. On a full disk it is let go: what counts waits for room, events do not.
    func note(_ kind: String, _ text: String) throws {
        do throws(LedgerError) { try ledger.note(kind, text) } catch {
            guard error == .diskFull else { throw error }
        }
    }

    /// Takes back the leases of remote workers whose connection is gone; what only is silent keeps
    /// them until they expire.
    mutating func dropUnreachable(at now: ContinuousClock.Instant) async throws {
        // To a worker that is there, AGAIN does no harm: it says hello with all that it holds.
        let probe = WireEnvelope(
            sweep: record.id,
            incarnation: incarnation,
            body: .again(WireAgain())
        )
        for name in roster.silent(for: ServerLimits.silenceLimit, at: now) {
            guard let route = roster[name]?.route,
                try await link.isGone(route, probe: probe.bytes)
            else { continue }
            let leases = table.release(worker: name)
            roster.leave(name)
            log.warning(
                "worker is gone; its shards are open again",
                metadata: ["worker": "\(name)", "shards": "\(leases.count)"]
            )
            let held = Quantity.count(leases.count, "shard")
            try note("worker", "\(name) is gone, holding \(held)")
        }
    }

    /// Looks who is let in now. A key that is just being copied can be read the next time.
    func admitWorkers() {
        guard let keyFolder else { return }
        do throws(KeyFileError) { try Host.admit(keyFolder, ring) } catch {
            log.warning("allow-list not read; it stays as it was", metadata: ["reason": "\(error)"])
        }
    }

    func keepProgress(at now: ContinuousClock.Instant) throws {
        let records = roster.all.map {
            WorkerRecord(
                name: $0.name,
                host: $0.host,
                lanes: $0.lanes,
                isConnected: true,
                // The last results come after the last heartbeat.
                fileCount: max($0.fileCount, $0.acceptedFileCount),
                byteCount: max($0.byteCount, Int($0.acceptedByteCount))
            )
        }
        do throws(LedgerError) { try ledger.keep(records, seconds: meter.seconds(at: now)) } catch {
            // Progress is worth nothing on a full disk; results and grants see to that themselves.
            guard error == .diskFull else { throw error }
        }
    }

    func drain(isComplete: Bool) async throws {
        var drain = WireDrain()
        drain.complete = isComplete
        for member in roster.all { try await send(.drain(drain), to: member.route) }
    }

    mutating func waitForLocalWorkers() async throws {
        let deadline = ContinuousClock.now + ServerLimits.leaveLimit
        while workers.runningCount > 0 && ContinuousClock.now < deadline {
            _ = try await link.receive(within: .milliseconds(20))
            _ = workers.reap(at: .now)
        }
    }
}
