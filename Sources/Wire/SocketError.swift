internal import CZeroMQ

/// A failed call of libzmq.
package struct SocketError: Error, Equatable, CustomStringConvertible {
    /// The call, and what it was about.
    package let operation: String
    /// An errno, or one of libzmq's own codes.
    package let code: Int32

    package var description: String {
        "\(operation): \(unsafe String(cString: zmq_strerror(code)))"
    }

    /// The error of the calling thread's last call.
    static func last(_ operation: String) -> SocketError {
        SocketError(operation: operation, code: zmq_errno())
    }
}
