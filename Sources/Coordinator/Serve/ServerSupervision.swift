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
            try note("worker", "\(name) \(ending); \(leases.count) shards are open again")
        }
        try workers.startMissing(at: now)
    }

    /// Keeps an event. On a full disk it is let go: what counts waits for room, events do not.
    func note(_ kind: String, _ text: String) throws {
        do throws(LedgerError) { try ledger.note(kind, text) } catch {
            guard error == .diskFull else { throw error }
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

    /// Reads the allow-list again. A file that is just being copied must not end a sweep: those
    /// who were let in stay so until it can be read.
    func admitAgain(_ folder: String) {
        do { try Host.admit(folder, ring) } catch { log.warning("\(error)") }
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
