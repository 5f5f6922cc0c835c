internal import CZeroMQ
internal import Threads

/// The ZAP handler: says for every connection whether its CURVE key is let in. Denies by default.
///
/// The protocol is ZeroMQ RFC 27. The user id it gives is the key itself, so that the ring can be
/// asked again for every message.
package actor Authenticator {
    /// The ZAP domain; libzmq refuses everybody if no handler answers for it.
    static let domain = "turnstone"

    /// Frames of a ZAP request with CURVE: RFC 27.
    private static let frameCount = 7

    private let executor: ThreadExecutor
    private let ring: KeyRing
    private var socket: Socket?
    /// The last key that was turned away, for ``StrangerTest``.
    private(set) var lastRefused: CurveKey?

    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Makes a handler for the keys of `ring`; it answers after ``start(in:)``.
    package init(ring: KeyRing) {
        self.ring = ring
        executor = ThreadExecutor(name: "zap")
    }

    /// Begins to answer. Must be done before a link listens.
    package func start(in context: Context) throws(SocketError) {
        let socket = try Socket(.reply, in: context)
        try socket.set(ZMQ_LINGER, 0)
        try socket.bind(to: "inproc://zeromq.zap.01")
        let descriptor = try socket.descriptor()
        self.socket = consume socket
        executor.watch(descriptor) { [weak self] in
            self?.assumeIsolated { $0.answerAll() } ?? .untilWoken
        }
    }

    /// Stops answering: nobody new is let in.
    package func stop() { socket = nil }

    isolated deinit {
        socket = nil
        executor.shutdown()
    }

    private func answerAll() -> ThreadExecutor.Rest {
        guard socket != nil else { return .untilWoken }
        do throws(SocketError) {
            while let (frames, _) = try socket?.receive(upTo: Authenticator.frameCount) {
                _ = try socket?.send(answer(to: frames))
            }
            return .untilReadable(nil)
        } catch {
            // A failing handler socket leaves requests unanswered, and so everybody outside.
            socket = nil
            return .untilWoken
        }
    }

    private func answer(to request: [[UInt8]]) -> [[UInt8]] {
        let id = request.count > 1 ? request[1] : []
        func reply(_ code: String, _ text: String, user: String = "") -> [[UInt8]] {
            [Array("1.0".utf8), id, Array(code.utf8), Array(text.utf8), Array(user.utf8), []]
        }
        guard request.count == Authenticator.frameCount, request[0].elementsEqual("1.0".utf8),
            request[2].elementsEqual(Authenticator.domain.utf8),
            request[5].elementsEqual("CURVE".utf8), let key = CurveKey(bytes: request[6])
        else { return reply("500", "not a CURVE request of this domain") }
        // 300 lets a worker whose key is added later try again; 400 ends its socket for good.
        let standing = ring.standing(of: key)
        if standing == .unknown { lastRefused = key }
        switch standing {
        case .allowed: return reply("200", "OK", user: key.text)
        case .unknown: return reply("300", "key not on the list")
        case .revoked: return reply("400", "key revoked")
        }
    }
}
