/// What a program says on one of the streams it was started with.
package enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Writes all bytes.
    ///
    /// - Returns: 0, or the errno of what stopped it; `EPIPE` where nobody reads any more.
    package func write(_ bytes: [UInt8]) -> Int32 { WholeWrite.write(bytes, to: rawValue) }
}
