internal import CZeroMQ
internal import Threads

/// Owns one socket and its thread: sends, and hands out what arrives one message at a time.
///
/// There is no inbox: a message that nobody asks for stays in the socket's own bounded queue, and
/// pushes back on its sender from there.
package actor Link {
    private typealias Waiting = CheckedContinuation<Result<Incoming?, SocketError>, Never>

    private let executor: ThreadExecutor
    private let context: Context
    private var socket: Socket?
    private var waiting: Waiting?
    private var deadline = ContinuousClock.now

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Makes a link without a socket, and its thread.
    package init(context: Context, name: String) {
        self.context = context
        self.executor = ThreadExecutor(name: name)
    }

    /// Listens as the coordinator: a ROUTER that lets nobody in but whom ZAP allows.
    ///
    /// - Returns: The endpoint bound, with its port.
    package func listen(
        on endpoint: Endpoint,
        keys: CurveKeyPair
    ) throws(SocketError) -> String {
        if socket == nil {
            let socket = try Socket(.router, in: context)
            try socket.setLimits()
            // A message for a peer that is gone is refused, so that it can be counted.
            try socket.set(ZMQ_ROUTER_MANDATORY, 1)
            try socket.set(ZMQ_CURVE_SERVER, 1)
            try socket.set(ZMQ_CURVE_SECRETKEY, text: keys.secretKey.text)
            // Without these two, CURVE lets any key in when no ZAP handler runs.
            try socket.set(ZMQ_ZAP_DOMAIN, text: Authenticator.domain)
            try socket.set(TURNSTONE_ZMQ_ZAP_ENFORCE_DOMAIN, 1)
            try open(socket)
        }
        try self.socket?.bind(to: endpoint.address)
        return try self.socket?.lastEndpoint() ?? endpoint.address
    }

    /// Connects as a worker: a DEALER that talks to nobody but the holder of `server`'s secret.
    package func connect(
        to endpoint: Endpoint,
        keys: CurveKeyPair,
        server: CurveKey
    ) throws(SocketError) {
        let socket = try Socket(.dealer, in: context)
        try socket.setLimits()
        // Nothing is queued for a coordinator that is not there.
        try socket.set(ZMQ_IMMEDIATE, 1)
        try socket.set(ZMQ_CURVE_SERVERKEY, text: server.text)
        try socket.set(ZMQ_CURVE_PUBLICKEY, text: keys.publicKey.text)
        try socket.set(ZMQ_CURVE_SECRETKEY, text: keys.secretKey.text)
        try socket.connect(to: endpoint.address)
        try open(socket)
    }

    /// Sends a message, to `route` at a coordinator.
    ///
    /// - Returns: `false` if the peer's queue is full or the peer is gone: nothing was sent.
    package func send(_ body: [UInt8], to route: [UInt8]? = nil) throws(SocketError) -> Bool {
        try socket?.send(route.map { [$0, body] } ?? [body]) == .taken
    }

    /// Whether the connection behind `route` is gone: a harmless message to it says so.
    package func isGone(_ route: [UInt8], probe: [UInt8]) throws(SocketError) -> Bool {
        try socket?.send([route, probe]) == .gone
    }

    /// The next message, or `nil` if none came in time or the link is closed. One caller at a time.
    package func receive(within limit: Duration) async throws(SocketError) -> Incoming? {
        guard isOpen else { return nil }
        if let message = try next() { return message }
        precondition(waiting == nil, "a link has one receiver")
        deadline = ContinuousClock.now + limit
        let result = await withCheckedContinuation { waiting = $0 }
        return try result.get()
    }

    /// The next message if one is waiting already.
    package func receiveNow() throws(SocketError) -> Incoming? { try next() }

    /// Closes the socket, after what it has taken was sent or the linger time is over.
    package func close() {
        socket = nil
        waiting?.resume(returning: .success(nil))
        waiting = nil
    }

    /// Runs on the link's own thread, so that the socket is closed where it was used.
    isolated deinit {
        socket = nil
        executor.shutdown()
    }

    private var isOpen: Bool { socket != nil }

    private func open(_ socket: consuming Socket) throws(SocketError) {
        let descriptor = try socket.descriptor()
        self.socket = consume socket
        executor.watch(descriptor) { [weak self] in
            self?.assumeIsolated { $0.turn() } ?? .untilWoken
        }
    }

    /// Serves the waiting receiver; the answer is what to wait for.
    private func turn() -> ThreadExecutor.Rest {
        guard let receiver = waiting else { return .untilWoken }
        do throws(SocketError) {
            if let message = try next() {
                waiting = nil
                receiver.resume(returning: .success(message))
            } else if ContinuousClock.now >= deadline {
                waiting = nil
                receiver.resume(returning: .success(nil))
            } else {
                return .untilReadable(deadline)
            }
        } catch {
            waiting = nil
            receiver.resume(returning: .failure(error))
        }
        return .untilWoken
    }

    /// The next well-formed message: `[route, body]` or `[body]`. Others are dropped here.
    private func next() throws(SocketError) -> Incoming? {
        while let (frames, user) = try socket?.receive(upTo: WireLimits.frameCountMax) {
            switch frames.count {
            case 1: return Incoming(route: nil, user: user, body: frames[0])
            case 2: return Incoming(route: frames[0], user: user, body: frames[1])
            default: continue
            }
        }
        return nil
    }
}

extension Socket {
    /// The limits that every socket of the protocol has.
    fileprivate func setLimits() throws(SocketError) {
        try set(ZMQ_LINGER, WireLimits.lingerMilliseconds)
        try set(ZMQ_MAXMSGSIZE, wide: Int64(WireLimits.messageByteCountMax))
        try set(ZMQ_SNDHWM, WireLimits.queuedMessageCountMax)
        try set(ZMQ_RCVHWM, WireLimits.receivedMessageCountMax)
        try set(ZMQ_HANDSHAKE_IVL, WireLimits.handshakeMilliseconds)
        try set(ZMQ_RECONNECT_IVL, WireLimits.reconnectMilliseconds)
        try set(ZMQ_RECONNECT_IVL_MAX, WireLimits.reconnectMillisecondsMax)
        try set(ZMQ_HEARTBEAT_IVL, WireLimits.heartbeatMilliseconds)
        try set(ZMQ_HEARTBEAT_TIMEOUT, WireLimits.heartbeatTimeoutMilliseconds)
    }
}
