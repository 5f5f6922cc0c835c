internal import Wire
internal import WireMessages

/// The way to the coordinator: knows which sweep and which incarnation messages are for.
actor Channel {
    private let link: Link
    private var sweep = ""
    private var incarnation: UInt64 = 0

    init(link: Link) { self.link = link }

    /// Takes over what a WELCOME says; messages go to that incarnation from now on.
    func adopt(sweep: String, incarnation: UInt64) {
        self.sweep = sweep
        self.incarnation = incarnation
    }

    /// Whether a message of this sweep and incarnation is of the coordinator that is served now.
    func isCurrent(_ message: WireEnvelope) -> Bool {
        message.sweep == sweep && message.incarnation == incarnation
    }

    /// The sweep served, or nothing before the first WELCOME.
    var currentSweep: String { sweep }

    /// Sends a message.
    ///
    /// - Returns: `false` if the coordinator is not there or does not keep up: send it again later.
    func send(_ body: WireEnvelope.OneOf_Body) async throws(SocketError) -> Bool {
        let envelope = WireEnvelope(sweep: sweep, incarnation: incarnation, body: body)
        return try await link.send(envelope.bytes)
    }

    /// The next message; `nil` if none came in time, or if it is no message.
    func receive(within limit: Duration) async throws(SocketError) -> WireEnvelope? {
        guard let incoming = try await link.receive(within: limit) else { return nil }
        return WireEnvelope(bytes: incoming.body)
    }
}
