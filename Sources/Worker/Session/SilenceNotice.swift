/// Tells people that a worker waits for its coordinator, and what to look at: not at once, for a
/// coordinator may be started a little later, and not too often.
struct SilenceNotice: Sendable {
    /// The first notice: longer than a restarted coordinator needs.
    static let delay = Duration.seconds(10)

    /// Between two notices: a worker may be started hours before its sweep.
    static let interval = Duration.seconds(60)

    private let endpoint: String
    private let keys: String
    private let name: String
    private let begin: ContinuousClock.Instant
    private var next: ContinuousClock.Instant

    /// - Parameters:
    ///   - endpoint: where the coordinator should be.
    ///   - keys: the worker's folder of keys.
    ///   - name: which of them it uses.
    init(
        endpoint: String,
        keys: String,
        name: String,
        delay: Duration = SilenceNotice.delay,
        at now: ContinuousClock.Instant = .now
    ) {
        self.endpoint = endpoint
        self.keys = keys
        self.name = name
        begin = now
        next = now + delay
    }

    /// What to tell now, if it is time.
    ///
    /// - Parameter isLetIn: whether the coordinator took the connection, and with it the key.
    mutating func text(isLetIn: Bool, at now: ContinuousClock.Instant) -> String? {
        guard now >= next else { return nil }
        next = now + SilenceNotice.interval
        let seconds = begin.duration(to: now).components.seconds
        guard !isLetIn else {
            return """
                \(endpoint) lets this worker in but has not welcomed it for \(seconds) s; it goes \
                on trying. Another running worker may use the key \(name) too: make a key for \
                each with `turnstone keys new`.
                """
        }
        return """
            no answer from \(endpoint) for \(seconds) s; it goes on trying. One of these:
              no coordinator listens there: check its --listen, the port and the firewall;
              it does not know this worker: its folder of keys must hold \
            workers/\(name).public, which belongs to \(keys)/\(name).secret;
              \(keys)/coordinator.public is not its key: copy it from there again.
            """
    }
}
