internal import Core
internal import Storage

/// Examines files one after the other with one lane and one of its slots: entry in, row out.
///
/// Several examiners share a lane, each with a slot and a reader of its own, so that files are
/// read while the lane works on another.
struct Examiner: Sendable {
    let lane: Lane
    let reader: Reader
    let readAhead: ReadAhead
    let cache: ContentCache
    let matcher: Matcher
    let variants: Bool
    /// Decode every picture in full, not only those that may match.
    var exact = true

    /// The one fate of one file; `nil` if the worker drains and the file was not read any more.
    /// Throws only if no lane can be started at all.
    func examine(_ entry: FileEntry) async throws(LaneError) -> Examined? {
        if let outcome = entry.plannedOutcome { return Examined(row: row(of: entry, outcome)) }
        switch await reader.open(entry.path) {
        case .failure(let error): return Examined(row: row(of: entry, error.outcome))
        case .success(let opened): return try await examine(entry, opened.file, opened.status)
        }
    }

    private func examine(
        _ entry: FileEntry,
        _ file: borrowing OpenFile,
        _ status: FileStatus
    ) async throws(LaneError) -> Examined? {
        guard status.linkCount > 1 else { return try await read(entry, file, status) }
        let key = ContentCache.Key(status)
        if let known = await cache.examined(key) { return known }
        do throws(LaneError) {
            let examined = try await read(entry, file, status)
            await cache.publish(examined?.row.fingerprint == nil ? nil : examined, for: key)
            return examined
        } catch {
            await cache.publish(nil, for: key)
            throw error
        }
    }

    /// Waits for room and rate, for the file as it is now and not as it was planned.
    private func read(
        _ entry: FileEntry,
        _ file: borrowing OpenFile,
        _ status: FileStatus
    ) async throws(LaneError) -> Examined? {
        let mayRead = await readAhead.acquire(status.size)
        let result: Result<Examined?, LaneError>
        do throws(LaneError) {
            result = .success(mayRead ? try await examine(entry, file) : nil)
        } catch { result = .failure(error) }
        if reader.holdsLargeFile { await reader.releaseLargeFile() }
        await readAhead.release(status.size)
        return try result.get()
    }

    private func examine(
        _ entry: FileEntry,
        _ file: borrowing OpenFile
    ) async throws(LaneError) -> Examined {
        switch await reader.read(file) {
        case .failed(let outcome): return Examined(row: row(of: entry, outcome))
        case .empty(let status): return Examined(row: row(status, .empty, .other, nil))
        case .digested(let status, let digests, let format):
            let outcome = outcome(ofUndecoded: format, cause: .limit)
            return matched(status, outcome, format, Fingerprint(digests: digests, picture: nil))
        case .whole(let status): return try await fingerprint(status)
        }
    }

    /// Screens the bytes in the slot, and decodes in full what may match.
    private func fingerprint(_ status: FileStatus) async throws(LaneError) -> Examined {
        let count = Int(status.size)
        var answer = try await ask(byteCount: count, exact: exact)
        if case .fingerprint(let fingerprint, _, let hashes) = answer,
            let picture = fingerprint.picture, matcher.needsExact(picture, variants: hashes)
        {
            answer = try await ask(byteCount: count, exact: true)
        }
        switch answer {
        case .fingerprint(let fingerprint, let format, let hashes):
            let outcome: Outcome = fingerprint.picture == nil ? .other : .image
            return matched(status, outcome, format, fingerprint, hashes)
        case .undecodable(let cause, let digests, let format):
            let outcome = outcome(ofUndecoded: format, cause: cause)
            return matched(status, outcome, format, Fingerprint(digests: digests, picture: nil))
        case .nothing(let cause):
            // The lane did not live long enough even to digest: the worker does, without decoding.
            guard let digests = await reader.digests(count: count) else {
                return Examined(row: row(status, .unreadable(errno: 12), .other, nil))
            }
            let format = await reader.format(count: count)
            let outcome = outcome(ofUndecoded: format, cause: cause)
            return matched(status, outcome, format, Fingerprint(digests: digests, picture: nil))
        }
    }

    private func ask(byteCount: Int, exact: Bool) async throws(LaneError) -> Lane.Answer {
        try await lane.examine(
            offset: reader.offset,
            length: byteCount,
            variants: variants,
            exact: exact
        )
    }

    /// What is no picture is not harmed by being undecodable.
    private func outcome(ofUndecoded format: PictureFormat, cause: UndecodableCause) -> Outcome {
        switch format {
        case .other: .other
        case .jpeg, .png: .undecodable(cause)
        default: .undecodable(.unsupported)
        }
    }

    private func matched(
        _ status: FileStatus,
        _ outcome: Outcome,
        _ format: PictureFormat,
        _ fingerprint: Fingerprint,
        _ hashes: [PictureVariant: PDQHash] = [:]
    ) -> Examined {
        let matching = matcher.matches(
            digests: fingerprint.digests,
            picture: fingerprint.picture,
            variants: hashes
        )
        return Examined(
            row: row(status, outcome, format, fingerprint, isLowQuality: matching.isLowQuality),
            matches: matching.matches,
            matchesLeftOut: matching.leftOutCount
        )
    }

    private func row(
        _ status: FileStatus,
        _ outcome: Outcome,
        _ format: PictureFormat,
        _ fingerprint: Fingerprint?,
        isLowQuality: Bool = false
    ) -> SegmentRow {
        SegmentRow(
            outcome: outcome,
            isLowQuality: isLowQuality,
            format: format,
            size: status.size,
            mtimeNanoseconds: status.mtimeNanoseconds,
            owner: status.owner,
            fingerprint: fingerprint
        )
    }

    /// The row of a file that was not read: size and time as planned.
    private func row(of entry: FileEntry, _ outcome: Outcome) -> SegmentRow {
        SegmentRow(
            outcome: outcome,
            size: entry.size,
            mtimeNanoseconds: entry.mtimeNanoseconds
        )
    }
}
