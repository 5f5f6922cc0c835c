internal import Core
internal import Digests
internal import Foundation
internal import WireMessages

/// A result as it came from a worker, checked against the shard it claims to be of.
///
/// A worker may be taken over: nothing of it reaches the ledger that does not fit the manifest and
/// the lists.
struct ReceivedResult: Sendable {
    let accepted: AcceptedResult
    let segment: [UInt8]

    /// Checks a message; the reason of a refusal is a sentence.
    ///
    /// - Parameters:
    ///   - planned: The outcomes that planning already knew, by position in the shard.
    ///   - digests: Those that the sweep makes, of every file that is read.
    ///   - exact: Whether the sweep decodes every picture in full.
    static func check(
        _ message: WireResult,
        of shard: Shard,
        planned: [Int: Outcome],
        from worker: String,
        lists: [SweepSettings.List],
        digests: DigestKinds,
        exact: Bool
    ) throws(ResultError) -> ReceivedResult {
        let bytes = [UInt8](message.segment)
        let segment: SegmentCheck
        do throws(SegmentError) { segment = try SegmentCheck(bytes.span) } catch {
            throw ResultError(reason: "the segment is not well formed: \(error)")
        }
        guard segment.shard == shard.id, segment.epoch.value == Int(message.epoch),
            segment.rowCount == shard.entryCount
        else { throw ResultError(reason: "the segment is not of this shard and lease") }
        guard isPossible(segment, bytes.span, planned: planned) else {
            throw ResultError(reason: "an outcome contradicts what was planned")
        }
        // A file without a digest that was asked for was not compared by it, and nobody would know.
        guard segment.hasDigests(just: digests) else {
            throw ResultError(reason: "a file has other digests than \(digests.text)")
        }
        guard segment.isExact || !exact else {
            throw ResultError(reason: "a picture was only screened, and all are to be exact")
        }
        guard message.matches.count <= ServerLimits.matchCountMax else {
            throw ResultError(reason: "it has more matches than a result may have")
        }
        var matches: [(row: Int, match: Match)] = []
        matches.reserveCapacity(message.matches.count)
        var seen: Set<[UInt32]> = []
        for match in message.matches {
            // Twice in the message and once in the ledger would not add up in an audit.
            guard seen.insert([match.row, match.list, match.listEntry, match.kind]).inserted else {
                throw ResultError(reason: "it has a match twice")
            }
            matches.append((Int(match.row), try check(match, segment, bytes.span, lists)))
        }
        let digest: Digest
        do { digest = try Digest.sha256(of: bytes.span) } catch {
            throw ResultError(reason: "its digest could not be made: \(error)")
        }
        return ReceivedResult(
            accepted: AcceptedResult(
                shard: shard,
                epoch: segment.epoch,
                worker: worker,
                segmentDigest: digest,
                outcomes: segment.outcomeCounts,
                matches: matches,
                matchesLeftOut: Int(
                    min(message.matchesLeftOut, ServerLimits.matchesLeftOutCountMax)
                ),
                caveats: segment.caveats
            ),
            segment: bytes
        )
    }

    /// Whether a worker may have come to these outcomes: what planning passed over stays so, and no
    /// worker passes over a file for a rule that only planning knows.
    private static func isPossible(
        _ segment: SegmentCheck,
        _ bytes: Span<UInt8>,
        planned: [Int: Outcome]
    ) -> Bool {
        if planned.isEmpty { return segment.outcomeCounts[.skipped] == 0 }
        for row in 0..<segment.rowCount {
            let outcome = segment.outcome(ofRow: row, in: bytes)
            if let known = planned[row] {
                guard outcome == known else { return false }
            } else if case .skipped = outcome {
                return false
            }
        }
        return true
    }

    private static func check(
        _ match: WireMatch,
        _ segment: SegmentCheck,
        _ bytes: Span<UInt8>,
        _ lists: [SweepSettings.List]
    ) throws(ResultError) -> Match {
        guard match.row < segment.rowCount, match.list < lists.count,
            let kind = UInt8(exactly: match.kind).flatMap(MatchKind.init(rawValue:)),
            let variant = UInt8(exactly: match.variant).flatMap(PictureVariant.init(rawValue:)),
            match.listEntry < lists[Int(match.list)].entryCount, match.distance <= 256,
            kind.digestKind.map({ digest in
                segment.digests(row: Int(match.row), in: bytes).contains(digest)
                    && match.distance == 0 && variant == .original
            }) ?? segment.hasExactPicture(row: Int(match.row), in: bytes)
        else {
            throw ResultError(
                reason: "a match names a file, hash, list or entry that is not there"
            )
        }
        return Match(
            list: Int(match.list),
            entry: Int(match.listEntry),
            kind: kind,
            distance: Int(match.distance),
            variant: variant
        )
    }
}

/// Why a result is refused.
struct ResultError: Error, Equatable { let reason: String }
