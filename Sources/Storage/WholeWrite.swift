internal import Glibc

/// Writing until all is written: a single write(2) may take a part, or be interrupted.
package enum WholeWrite {
    /// Writes all bytes to a descriptor.
    ///
    /// - Returns: 0, or the errno of what stopped it; `EIO` where nothing more is taken.
    package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Glibc.write(
                    descriptor,
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
