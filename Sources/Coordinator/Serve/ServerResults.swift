internal import Core
internal import Foundation
internal import Glibc
internal import Logging
internal import Storage
internal import Wire
internal import WireMessages

/// Signs of progress, and results.
extension SweepServer {
    mutating func renew(
        _ progress: WireProgress,
        _ name: String,
        _ route: [UInt8],
        at now: ContinuousClock.Instant
    ) async throws {
        // A worker may say anything; sums of these must not overflow.
        let fileCount = Int(min(progress.files, UInt64(record.files)))
        let byteCount = Int(min(progress.bytes, ServerLimits.byteCountMax))
        roster.update(name) {
            $0.fileCount = fileCount
            $0.byteCount = byteCount
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

    mutating func receive(_ result: WireResult, _ name: String, _ route: [UInt8])
        async throws
    {
        let shard = ShardID(Int(result.shard))
        let epoch = Epoch(Int(result.epoch))
        switch table.verdict(on: shard, epoch: epoch, from: name) {
        case .refuse(let reason): try await acknowledge(result, route, refused: reason)
        case .repeated: try await acknowledge(result, route, refused: nil)
        case .accept:
            // It comes again if it waits already, or when there is room on the disk.
            guard pausedUntil == nil,
                !received.contains(where: { $0.result.accepted.shard.id == shard })
            else { return }
            let planned =
                unforeseen.contains(shard)
                ? [:] : try manifest.lines(of: shards[shard.value]).plannedOutcomes()
            do throws(ResultError) {
                let checked = try ReceivedResult.check(
                    result,
                    of: shards[shard.value].shard,
                    planned: planned,
                    from: name,
                    lists: record.settings.lists,
                    digests: record.settings.digests,
                    exact: record.settings.exact
                )
                received.append((checked, route))
            } catch {
                log.error(
                    "result refused",
                    metadata: [
                        "worker": "\(name)", "shard": "\(shard.value)", "reason": "\(error.reason)",
                    ]
                )
                table.release(shard, epoch: epoch, by: name)
                try await acknowledge(result, route, refused: error.reason)
                try countRefusal(of: shard, from: name, because: error.reason)
            }
        }
    }

    /// Ends serving when a shard is refused for the last time: nobody looks at a log that repeats.
    private mutating func countRefusal(
        of shard: ShardID,
        from worker: String,
        because reason: String
    ) throws(SweepError) {
        refusalCounts[shard, default: 0] += 1
        guard refusalCounts[shard] == ServerLimits.refusedResultCountMax else { return }
        throw .resultRefused(shard: shard.value, worker: worker, reason: reason)
    }
}
