internal import Core
internal import Digests
internal import Glibc

/// Has one lane examine what readers read: files in, rows out, on the lane's own thread.
struct Examiner: Sendable {
    let readers: Readers
    let queue: ShardQueue
    let readAhead: ReadAhead
    let memory: SharedMemory
    let cache: ContentCache
    let matcher: Matcher
    let variants: Bool
    /// Decode every picture in full, not only those that may match.
    let exact: Bool
    /// Digests to make of every file.
    let digests: DigestKinds

    /// Files that the lane was asked about.
    private struct Asked {
        let files: [ReadFile]
        let exact: Bool
    }

    /// Examines files until nothing is left to be examined. Throws only if no lane can be started
    /// at all.
    ///
    /// The lane has one request to work on and the next: it goes on while the answers to the one
    /// before are looked at.
    func run(on lane: isolated Lane) throws(LaneError) {
        var asked: [Asked] = []
        while true {
            while lane.takesRequest {
                let files = readers.files(isPatient: asked.isEmpty)
                if files.isEmpty { break }
                asked.append(try ask(files, exact: exact, lane))
            }
            if asked.isEmpty { return }
            let unsure = settle(asked.removeFirst(), try lane.answers())
            // The bytes stay where they are until it is decided.
            if !unsure.isEmpty { asked.append(try ask(unsure, exact: true, lane)) }
        }
    }

    private func ask(
        _ files: [ReadFile],
        exact: Bool,
        _ lane: isolated Lane
    ) throws(LaneError) -> Asked {
        try lane.ask(files.map(\.bytes), variants: variants, exact: exact, digests: digests)
        return Asked(files: files, exact: exact)
    }

    /// Finishes what was answered.
    ///
    /// - Returns: The pictures that were screened and may match: they are to be decoded in full.
    private func settle(_ asked: Asked, _ answers: [Lane.Answer]) -> [ReadFile] {
        let needExact = asked.exact ? answers.map { _ in false } : needExact(answers)
        var unsure: [ReadFile] = []
        for ((file, answer), needsExact) in zip(zip(asked.files, answers), needExact) {
            if needsExact {
                unsure.append(file)
            } else {
                finish(file, examined(file, answer))
            }
        }
        return unsure
    }

    /// Which answers are of screened pictures that are to be decoded in full.
    private func needExact(_ answers: [Lane.Answer]) -> [Bool] {
        var positions: [Int] = []
        var pictures: [ScreenedPicture] = []
        for (position, answer) in answers.enumerated() {
            guard case .fingerprint(let fingerprint, _, let variants) = answer,
                let picture = fingerprint.picture
            else { continue }
            positions.append(position)
            pictures.append(
                ScreenedPicture(picture, digests: fingerprint.digests, variants: variants)
            )
        }
        var isNeeded = answers.map { _ in false }
        for (position, answer) in zip(positions, matcher.needExact(pictures)) {
            isNeeded[position] = answer
        }
        return isNeeded
    }

    private func finish(_ file: ReadFile, _ examined: Examined) {
        readAhead.giveBack(file.place, touched: file.bytes.count)
        if let key = file.key { cache.publish(examined.ofContent, for: key) }
        queue.finish(file.item, examined)
    }

    private func examined(_ file: ReadFile, _ answer: Lane.Answer) -> Examined {
        switch answer {
        case .fingerprint(let fingerprint, let format, let variants):
            return Examined(
                file.status,
                fingerprint,
                format,
                variants: variants,
                matcher: matcher
            )
        case .undecodable(let cause, let digests, let format):
            return Examined(
                file.status,
                undecodable: cause,
                digests,
                format,
                matcher: matcher
            )
        case .nothing(let cause): return digested(file, cause)
        }
    }

    /// A file whose lane did not live long enough even to digest it: the worker does, without
    /// decoding.
    private func digested(_ file: ReadFile, _ cause: UndecodableCause) -> Examined {
        let bytes = unsafe UnsafeRawBufferPointer(
            memory.bytes(at: file.bytes.lowerBound, count: file.bytes.count)
        )
        do throws(DigestError) {
            var stream = try DigestStream(digests)
            unsafe stream.update(bytes.bindMemory(to: UInt8.self).span)
            let first = unsafe Array(bytes.prefix(PictureFormat.sniffedByteCount))
            return Examined(
                file.status,
                undecodable: cause,
                stream.finish(),
                PictureFormat(firstBytes: first),
                matcher: matcher
            )
        } catch { return Examined(file.status, .unreadable(errno: ENOMEM)) }
    }
}
