internal import Core
internal import Storage

/// What lanes and readers do together: they examine the files of one queue.
struct Shift: Sendable {
    let lanes: [Lane]
    let memory: SharedMemory
    let storage: any Storage
    /// The readers' signs of life; as many readers there may be.
    let pulses: [Pulse]
    let queue: ShardQueue
    var rate = ReadRate()
    var matcher = Matcher(lists: [])
    var variants = false
    var exact = true
    var digests = DigestKinds.all
    /// Bytes of files that may be in the memory at once.
    var readAheadByteCountMax = LaneLimits.readAheadByteCountMax

    /// Examines files until the queue is closed. Closes it where no lane can be started: then
    /// nobody is left who would examine anything.
    func run() async throws {
        let readAhead = ReadAhead(
            memory: memory,
            laneCount: lanes.count,
            capacity: readAheadByteCountMax
        )
        let cache = ContentCache()
        let readers = readers(readAhead, cache)
        queue.whenClosed { [rate] in
            readAhead.close()
            cache.close()
            rate.close()
        }
        let examiner = Examiner(
            readers: readers,
            queue: queue,
            readAhead: readAhead,
            memory: memory,
            cache: cache,
            matcher: matcher,
            variants: variants,
            exact: exact,
            digests: digests
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in lanes {
                group.addTask { [queue] in
                    // Without lanes there is no use in reading on, and renewing leases.
                    defer { queue.close() }
                    try await examiner.run(on: lane)
                }
            }
            try await group.waitForAll()
        }
        await readers.end()
    }

    private func readers(_ readAhead: ReadAhead, _ cache: ContentCache) -> Readers {
        Readers(queue: queue, readAhead: readAhead, rate: rate, countMax: pulses.count) { number in
            Reader(
                storage: WatchedStorage(storage: storage, pulse: pulses[number]),
                pulse: pulses[number],
                queue: queue,
                readAhead: readAhead,
                memory: memory,
                rate: rate,
                cache: cache,
                matcher: matcher,
                digests: digests
            )
        }
    }
}
