internal import Core
internal import Storage

/// The lanes of a worker, the memory that it shares with them, and those who read into it.
struct Crew: Sendable {
    private let lanes: [Lane]
    private let memory: SharedMemory
    private let storage: any Storage
    /// The readers' signs of life, of those as well that are not hired yet.
    let pulses: [Pulse]

    /// Starts the lanes, as children of a process that is still small.
    init(
        laneCount: Int,
        program: String,
        storage: any Storage,
        fileLimit: Duration = .seconds(LaneLimits.fileSeconds),
        readerCountMax: Int = Hiring.readerCountMax
    ) async throws {
        try Crew.room(laneCount: laneCount).check()
        self.storage = storage
        pulses = (0..<readerCountMax).map { _ in Pulse() }
        let memory = try SharedMemory(byteCount: LaneLimits.arenaByteCount)
        let lanes = (0..<laneCount).map { number in
            Lane(program: program, memory: memory, number: number, fileLimit: fileLimit)
        }
        // All at once: each has a program to load and its self-test to do.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in lanes { group.addTask { try await lane.start() } }
            try await group.waitForAll()
        }
        self.lanes = lanes
        self.memory = memory
    }

    /// A dozen threads of its own and, for each lane, a thread and a process; the memory they
    /// share, and half a gibibyte for what libraries take.
    private static func room(laneCount: Int) -> ProcessRoom {
        ProcessRoom(
            threadCount: 16 + 2 * laneCount,
            openFileCount: OpenFiles.spareCount / 2 + laneCount,
            byteCount: LaneLimits.arenaByteCount + (512 << 20)
        )
    }

    var laneCount: Int { lanes.count }

    /// What the crew does with a queue; the caller sets what is not as usual, and runs it.
    func shift(on queue: ShardQueue) -> Shift {
        Shift(lanes: lanes, memory: memory, storage: storage, pulses: pulses, queue: queue)
    }

    /// Examines some files and matches them with nothing; the results in the order of the entries.
    func examine(
        _ entries: [FileEntry],
        exact: Bool,
        digests: DigestKinds
    ) async throws -> [Examined] {
        let queue = ShardQueue()
        queue.add(HeldShard(id: ShardID(0), epoch: Epoch(1), entries: entries))
        return try await withThrowingTaskGroup(of: [Examined]?.self) { group in
            group.addTask {
                var shift = shift(on: queue)
                shift.exact = exact
                shift.digests = digests
                try await shift.run()
                return nil
            }
            group.addTask {
                defer { queue.close() }
                return await queue.finished.first { _ in true }?.results
            }
            return try await group.reduce([]) { $1 ?? $0 }
        }
    }

    /// Ends the lanes' processes.
    func stop() async {
        for lane in lanes { await lane.stop() }
    }

    /// CPU time of all lanes by stage.
    func cost() async -> LaneCost {
        var sum = LaneCost()
        for lane in lanes { sum.add(await lane.cost) }
        return sum
    }
}
