internal import Glibc

/// Bytes on their way to a file descriptor, written in large pieces.
struct DescriptorBuffer {
    /// Large enough that the system calls do not matter, small enough that nobody notices it.
    static let byteCountMax = 64 * 1024

    let descriptor: Int32
    /// The output's name in errors.
    let output: String
    private var pending: [UInt8] = []

    /// Makes a buffer in front of an open descriptor, which stays the caller's to close.
    init(descriptor: Int32, output: String) {
        self.descriptor = descriptor
        self.output = output
    }

    /// Adds bytes and writes what has gathered once it is enough.
    mutating func append(_ bytes: [UInt8]) throws(ReportError) {
        pending += bytes
        if pending.count >= DescriptorBuffer.byteCountMax { try flush() }
    }

    /// Writes everything that is pending.
    mutating func flush() throws(ReportError) {
        var offset = 0
        while offset < pending.count {
            // SAFETY: the pointer is used only inside the call, for the bytes that are left.
            let written = unsafe pending[offset...].withUnsafeBytes { bytes in
                unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
            }
            if written < 0 {
                let code = errno
                if code == EINTR { continue }
                throw ReportError(.write, output: output, errno: code)
            }
            offset += written
        }
        pending.removeAll(keepingCapacity: true)
    }
}
