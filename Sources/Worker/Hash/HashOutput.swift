internal import Core
internal import Glibc

/// What `hash` prints: lines on standard output, held until they are flushed.
struct HashOutput {
    private var bytes: [UInt8] = []

    /// Adds a line.
    mutating func add(_ line: [UInt8]) {
        bytes += line
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Writes all lines and says whether somebody still reads.
    ///
    /// Whoever reads only the beginning has all that they wanted: that is no error.
    mutating func flush() throws(HashError) -> Bool {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(
                    1,
                    $0.baseAddress.map { unsafe $0 + written },
                    $0.count - written
                )
            }
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EPIPE { return false }
                throw .output(errno)
            }
            written += count
        }
        bytes.removeAll(keepingCapacity: true)
        return true
    }
}
