internal import CZeroMQ
internal import Glibc

/// Proves that a listening coordinator lets no stranger in, by being one.
///
/// CURVE without a working ZAP handler accepts any key; a coordinator that was misconfigured so
/// must not serve.
package enum StrangerTest {
    /// How a stranger fared.
    package enum Verdict: Equatable, Sendable { case refused, letIn, noAnswer }

    /// Connects with a new random key and waits for the handshake's end.
    ///
    /// A stranger is answered with ZAP code 300, which ends in silence and not in an event: that it
    /// was turned away says the doorkeeper.
    package static func run(
        endpoint: Endpoint,
        server: CurveKey,
        doorkeeper: Authenticator,
        in context: Context
    ) async throws(SocketError) -> Verdict {
        let keys = try CurveKeyPair()
        let stranger = try Socket(.dealer, in: context)
        try stranger.set(ZMQ_LINGER, 0)
        try stranger.set(ZMQ_CURVE_SERVERKEY, text: server.text)
        try stranger.set(ZMQ_CURVE_PUBLICKEY, text: keys.publicKey.text)
        try stranger.set(ZMQ_CURVE_SECRETKEY, text: keys.secretKey.text)
        let monitor = try Socket(.pair, in: context)
        try monitor.set(ZMQ_LINGER, 0)
        let watch = "inproc://stranger-\(keys.publicKey.text.letters)"
        try stranger.monitor(at: watch, events: Int32(ZMQ_EVENT_HANDSHAKE_SUCCEEDED))
        let verdict: Result<Verdict, SocketError>
        do throws(SocketError) {
            try monitor.connect(to: watch)
            try stranger.connect(to: endpoint.address)
            verdict = .success(try await watched(by: monitor, keys.publicKey, doorkeeper))
        } catch { verdict = .failure(error) }
        // Before its watcher goes: libzmq's own threads would wait for ever to tell it more.
        stranger.stopMonitor()
        _ = consume monitor
        return try verdict.get()
    }

    private static func watched(
        by monitor: borrowing Socket,
        _ key: CurveKey,
        _ doorkeeper: Authenticator
    ) async throws(SocketError) -> Verdict {
        var deadline = ContinuousClock.now + .milliseconds(WireLimits.handshakeMilliseconds)
        var isTurnedAway = false
        while ContinuousClock.now < deadline {
            // It is told of one event only.
            if try monitor.receive(upTo: WireLimits.frameCountMax) != nil { return .letIn }
            if !isTurnedAway, await doorkeeper.lastRefused == key {
                isTurnedAway = true
                deadline = ContinuousClock.now + afterRefusal
            }
            usleep(1_000)
        }
        return isTurnedAway ? .refused : .noAnswer
    }

    /// How long a stranger that was turned away is watched: it must not get in all the same.
    private static let afterRefusal = Duration.milliseconds(20)
}

extension String {
    /// Of a Z85 key, what an inproc address takes.
    fileprivate var letters: String {
        Swift.String(unicodeScalars.filter { $0.isASCII && $0.properties.isAlphabetic })
    }
}
