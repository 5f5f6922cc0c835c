internal import Glibc

/// What a program says on one of the streams it was started with.
package enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Writes all bytes.
    ///
    /// - Returns: 0, or the errno of what stopped it; `EPIPE` where nobody reads any more.
    package func write(_ bytes: [UInt8]) -> Int32 {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(
                    rawValue,
                    $0.baseAddress.map { unsafe $0 + written },
                    $0.count - written
                )
            }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return count < 0 ? errno : EIO }
            written += count
        }
        return 0
    }
}
