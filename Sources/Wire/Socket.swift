internal import CZeroMQ
internal import Glibc

/// One message that a socket received.
package struct Incoming: Sendable {
    /// Where an answer goes, at a ROUTER; `nil` elsewhere. Self-asserted: never an identity.
    package let route: [UInt8]?
    /// Who sent it, as ZAP authenticated it; `nil` where nobody was authenticated.
    package let user: String?
    package let body: [UInt8]
}

/// One ZeroMQ socket.
///
/// Not `Sendable` and not copyable, so the compiler keeps it inside the one actor that opened it;
/// libzmq requires no less.
@safe struct Socket: ~Copyable {
    enum Kind { case router, dealer, reply, pair }

    private let pointer: UnsafeMutableRawPointer
    /// The context must outlive its sockets.
    private let context: Context

    init(_ kind: Kind, in context: Context) throws(SocketError) {
        let type =
            switch kind {
            case .router: ZMQ_ROUTER
            case .dealer: ZMQ_DEALER
            case .reply: ZMQ_REP
            case .pair: ZMQ_PAIR
            }
        guard let pointer = unsafe zmq_socket(context.pointer, type) else {
            throw .last("zmq_socket")
        }
        unsafe self.pointer = pointer
        self.context = context
    }

    deinit { unsafe zmq_close(pointer) }

    /// Sets an integer option.
    func set(_ option: Int32, _ value: Int32) throws(SocketError) {
        var value = value
        guard unsafe zmq_setsockopt(pointer, option, &value, MemoryLayout<Int32>.size) == 0 else {
            throw .last("option \(option)")
        }
    }

    /// Sets a 64-bit option.
    func set(_ option: Int32, wide value: Int64) throws(SocketError) {
        var value = value
        guard unsafe zmq_setsockopt(pointer, option, &value, MemoryLayout<Int64>.size) == 0 else {
            throw .last("option \(option)")
        }
    }

    /// Sets a text option.
    func set(_ option: Int32, text: String) throws(SocketError) {
        guard unsafe zmq_setsockopt(pointer, option, text, text.utf8.count) == 0 else {
            throw .last("option \(option)")
        }
    }

    func bind(to endpoint: String) throws(SocketError) {
        guard unsafe zmq_bind(pointer, endpoint) == 0 else {
            throw .last("listening on \(endpoint)")
        }
    }

    func connect(to endpoint: String) throws(SocketError) {
        guard unsafe zmq_connect(pointer, endpoint) == 0 else {
            throw .last("connecting to \(endpoint)")
        }
    }

    /// The endpoint that a bind chose, where the port was left to it.
    func lastEndpoint() throws(SocketError) -> String {
        var text = [CChar](repeating: 0, count: 512)
        var size = text.count
        guard unsafe zmq_getsockopt(pointer, ZMQ_LAST_ENDPOINT, &text, &size) == 0 else {
            throw .last("the endpoint bound")
        }
        return String(
            decoding: text.prefix(max(size - 1, 0)).map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
    }

    /// Publishes the socket's handshakes on an inproc endpoint.
    func monitor(at endpoint: String, events: Int32) throws(SocketError) {
        guard unsafe zmq_socket_monitor(pointer, endpoint, events) == 0 else {
            throw .last("zmq_socket_monitor")
        }
    }

    /// Publishes nothing more. To be called before the other end of the inproc endpoint closes:
    /// libzmq waits without limit for somebody to take the next event.
    func stopMonitor() { _ = unsafe zmq_socket_monitor(pointer, nil, 0) }

    /// The descriptor to watch. Edge-triggered: after any send or receive, drain again.
    func descriptor() throws(SocketError) -> Int32 {
        var value: Int32 = -1
        var size = MemoryLayout<Int32>.size
        guard unsafe zmq_getsockopt(pointer, ZMQ_FD, &value, &size) == 0 else {
            throw .last("zmq_getsockopt")
        }
        return value
    }

    /// What became of a message: full and gone are values.
    enum Delivery { case taken, full, gone }

    /// Sends every frame, or none of them. Only the first can be refused, so a message is never
    /// sent in part.
    func send(_ frames: [[UInt8]]) throws(SocketError) -> Delivery {
        for (index, frame) in frames.enumerated() {
            let flags = ZMQ_DONTWAIT | (index < frames.count - 1 ? ZMQ_SNDMORE : 0)
            while unsafe zmq_send(pointer, frame, frame.count, flags) < 0 {
                let code = zmq_errno()
                if code == EINTR { continue }
                if index == 0 && code == EAGAIN { return .full }
                if index == 0 && code == EHOSTUNREACH { return .gone }
                throw .last("zmq_send")
            }
        }
        return .taken
    }

    /// The frames of the next whole message and its sender, or `nil` if none is waiting.
    ///
    /// - Parameter frameCountMax: A message of more frames is taken and comes without any: none of
    ///   the protocol's has them, and their number is a peer's choice.
    func receive(
        upTo frameCountMax: Int
    ) throws(SocketError) -> (frames: [[UInt8]], user: String?)? {
        var count = 0
        var frames: [[UInt8]] = []
        var user: String?
        var part = zmq_msg_t()
        unsafe zmq_msg_init(&part)
        defer { unsafe zmq_msg_close(&part) }
        repeat {
            while unsafe zmq_msg_recv(&part, pointer, ZMQ_DONTWAIT) < 0 {
                let code = zmq_errno()
                if code == EINTR { continue }
                if code == EAGAIN { return nil }
                throw .last("zmq_msg_recv")
            }
            count += 1
            if count > frameCountMax {
                frames = []
                continue
            }
            unsafe frames.append(
                [UInt8](
                    UnsafeRawBufferPointer(start: zmq_msg_data(&part), count: zmq_msg_size(&part))
                )
            )
            // The first frame has lost it in libzmq 4.3.4 after a poll: the body's frame has it.
            if let name = unsafe zmq_msg_gets(&part, "User-Id") {
                user = unsafe String(cString: name)
            }
        } while unsafe zmq_msg_more(&part) == 1
        return (frames, user)
    }
}
