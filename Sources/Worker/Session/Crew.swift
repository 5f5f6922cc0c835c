internal import Core
internal import Storage

/// The lanes of a worker, and the readers that keep them supplied.
struct Crew: Sendable {
    private let lanes: [(lane: Lane, memory: SharedMemory)]
    private let storage: any Storage
    private let cache = ContentCache()
    let readAhead = ReadAhead(capacity: LaneLimits.readAheadByteCountMax)

    /// Starts the lanes, as children of a process that is still small.
    init(
        laneCount: Int,
        program: String,
        storage: any Storage,
        fileLimit: Duration = .seconds(LaneLimits.fileSeconds)
    ) async throws {
        self.storage = storage
        var lanes: [(Lane, SharedMemory)] = []
        for number in 0..<laneCount {
            let memory = try SharedMemory(
                byteCount: LaneLimits.slotCount * LaneLimits.slotByteCount
            )
            let lane = Lane(
                program: program,
                memory: memory,
                number: number,
                fileLimit: fileLimit
            )
            lanes.append((lane, memory))
        }
        // All at once: each has a program to load and its self-test to do.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (lane, _) in lanes { group.addTask { try await lane.start() } }
            try await group.waitForAll()
        }
        self.lanes = lanes
    }

    var laneCount: Int { lanes.count }

    /// One examiner for each slot of each lane.
    func examiners(matcher: Matcher, variants: Bool, exact: Bool) -> [Examiner] {
        seats(matcher: matcher, variants: variants, exact: exact).map(\.examiner)
    }

    /// One examiner for each slot of each lane, with its reader's signs of life.
    func seats(
        matcher: Matcher,
        variants: Bool,
        exact: Bool
    ) -> [(examiner: Examiner, pulse: Pulse)] {
        lanes.enumerated().flatMap { number, lane in
            (0..<LaneLimits.slotCount).map { slot in
                let pulse = Pulse()
                let examiner = Examiner(
                    lane: lane.lane,
                    reader: Reader(
                        storage: WatchedStorage(storage: storage, pulse: pulse),
                        memory: lane.memory,
                        slot: slot,
                        name: "read-\(number).\(slot)"
                    ),
                    readAhead: readAhead,
                    cache: cache,
                    matcher: matcher,
                    variants: variants,
                    exact: exact
                )
                return (examiner, pulse)
            }
        }
    }

    /// Ends the lanes' processes.
    func stop() async {
        for lane in lanes { await lane.lane.stop() }
    }

    /// CPU time of all lanes by stage.
    func cost() async -> LaneCost {
        var sum = LaneCost()
        for lane in lanes { sum.add(await lane.lane.cost) }
        return sum
    }
}
