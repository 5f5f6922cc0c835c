internal import CZeroMQ

/// libzmq's context: one a process, shared by all its sockets.
///
/// Thread-safe by libzmq's contract; see zmq(7), "Thread safety".
@safe package final class Context: @unchecked Sendable {
    let pointer: UnsafeMutableRawPointer

    /// Makes a context with one I/O thread.
    package init() throws(SocketError) {
        guard let pointer = unsafe zmq_ctx_new() else { throw .last("zmq_ctx_new") }
        unsafe self.pointer = pointer
    }

    deinit { unsafe zmq_ctx_term(pointer) }
}
