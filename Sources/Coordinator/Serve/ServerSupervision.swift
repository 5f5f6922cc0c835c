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
            try ledger.note("worker", "\(name) \(ending); \(leases.count) shards are open again")
        }
        try workers.startMissing(at: now)
    }

    /// Looks who is let in now. A key that is just being copied can be read the next time.
    func admitWorkers() {
        guard let keyFolder else { return }
        do throws(KeyFileError) { try Host.admit(keyFolder, ring) } catch {
            log.warning("\(error)")
        }
    }

    func keepProgress(at now: ContinuousClock.Instant) throws {
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
