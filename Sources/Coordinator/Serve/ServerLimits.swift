internal import Wire

/// The waits and counts of a serving coordinator.
enum ServerLimits {
    /// A lease lasts this long without a heartbeat that names it: twelve of them may be lost.
    static let leaseDuration = Duration.seconds(60)

    /// Seconds between two heartbeats of a worker.
    static let progressInterval = 2.0

    /// A worker silent for this long is looked after: five heartbeats, and twice what a worker
    /// needs that only lost its connection.
    static let silenceLimit = Duration.seconds(10)

    /// Messages taken in before results among them are committed together.
    static let messagesPerCheckpoint = 64

    /// Bytes of results committed together: bounds what waits in memory.
    static let bytesPerCheckpoint = 64 << 20

    /// The longest wait for a message: signals and deadlines are seen within it.
    static let tick = Duration.milliseconds(200)

    /// How often `status` gets to see progress.
    static let keepInterval = Duration.seconds(2)

    /// How long a full disk is waited for, between two tries.
    static let diskFullPause = Duration.seconds(5)

    /// After a request to stop: workers have 5 s to end what they hold, and 3 to say so.
    static let drainLimit = Duration.seconds(8)

    /// After the last shard: local workers have this long to leave by themselves.
    static let leaveLimit = Duration.seconds(3)

    /// How often a local worker is started again that ended before it returned a shard.
    static let fruitlessStartCountMax = 5

    /// The largest shard that fits a message with its matches.
    static let shardFileCountMax = 100_000

    /// Results of one shard that are refused before the sweep ends: chance does not go on so long,
    /// and granting the shard for ever would never be done.
    static let refusedResultCountMax = 5

    /// Matches taken from one result.
    static let matchCountMax = WireLimits.matchCountMax

    /// Matches that one result may say it left out: as many as fit a ledger's sum over all shards.
    static let matchesLeftOutCountMax: UInt64 = 1 << 32

    /// Bytes that a worker may say it read: more than any does, few enough to be added up.
    static let byteCountMax: UInt64 = 1 << 56

    /// Bytes of a worker's name for its host.
    static let hostByteCountMax = 255
}
