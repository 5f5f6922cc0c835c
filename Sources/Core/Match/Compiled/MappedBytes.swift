/// Bytes that stay where they are, unchanged, as long as their owner lives: a mapped file.
package protocol MappedBytes: AnyObject, Sendable {
    /// Lends the bytes for the length of a call.
    func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result
}

extension RawSpan {
    /// The byte at that offset. The offset is checked.
    func byte(at offset: Int) -> UInt8 {
        // SAFETY: every bit pattern is a UInt8, and the load checks its bounds.
        unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }

    /// The little-endian number at that offset, aligned or not. The offset is checked.
    func littleUInt32(at offset: Int) -> UInt32 {
        // SAFETY: every bit pattern is a UInt32, and the load checks its bounds.
        unsafe UInt32(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }

    /// The little-endian number at that offset, aligned or not. The offset is checked.
    func littleUInt64(at offset: Int) -> UInt64 {
        // SAFETY: every bit pattern is a UInt64, and the load checks its bounds.
        unsafe UInt64(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
