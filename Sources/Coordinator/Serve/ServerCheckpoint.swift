internal import Core
internal import Foundation
internal import Glibc
internal import Logging
internal import Storage
internal import Wire
internal import WireMessages

/// Results to disk and ledger, in one go.
extension SweepServer {
    /// Writes what was received: segments, then the ledger, then the answers. A crash in between
    /// leaves results that are not acknowledged and come again.
    mutating func checkpoint(at now: ContinuousClock.Instant) async throws {
        if let until = pausedUntil, now >= until { pausedUntil = nil }
        guard !received.isEmpty else { return }
        // After they came and before any is taken: none was matched by a list that had changed.
        try lookAtLists()
        let results = received
        received = []
        do {
            try segments.write(
                results.map {
                    ($0.result.accepted.shard.id, $0.result.accepted.epoch, $0.result.segment)
                }
            )
            let taken = try ledger.accept(
                results.map(\.result.accepted),
                seconds: meter.seconds(at: now)
            )
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

    /// Ends serving if a compiled list is no longer the file that it was.
    mutating func lookAtLists() throws {
        for index in lists.indices {
            let list = record.settings.lists[index]
            do { try lists[index].look(list, folder: folder) } catch {
                try note("list", "\(error)")
                throw error
            }
        }
    }

    mutating func finish(
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
            unforeseen.remove(result.shard.id)
            workers.praise(result.worker)
            roster.update(result.worker) {
                $0.acceptedFileCount += result.shard.entryCount
                $0.acceptedByteCount = Shard.sum($0.acceptedByteCount, result.shard.byteCount)
            }
            meter.add(result)
            log.info(
                "shard done",
                metadata: ["shard": "\(result.shard.id.value)", "worker": "\(result.worker)"]
            )
        } else {
            ack.reason = "the ledger has another lease of this shard"
        }
        try await send(.ack(ack), to: route)
    }

    /// Takes nothing for a while, because the disk is full; results stay with their workers.
    mutating func pause(because error: any Error, at now: ContinuousClock.Instant) throws {
        let since = fullSince ?? now
        fullSince = since
        if since.duration(to: now) >= diskFullLimit { throw error }
        // An error: whoever asked for quiet has to make room as well.
        log.error(
            "disk full; results and leases wait for room, and go on by themselves",
            metadata: ["reason": "no room in \(folder.path)"]
        )
        pausedUntil = now + ServerLimits.diskFullPause
    }
}
