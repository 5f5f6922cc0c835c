internal import Glibc
internal import Storage

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
        let code = StandardStream.output.write(bytes)
        if code == EPIPE { return false }
        guard code == 0 else { throw .output(code) }
        bytes.removeAll(keepingCapacity: true)
        return true
    }
}
