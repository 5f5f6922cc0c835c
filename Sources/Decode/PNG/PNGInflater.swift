internal import CDeflate

/// Inflates the whole of a picture's data by libdeflate, four times as fast as row by row.
// SAFETY: the struct alone owns its decompressor, and writes only to the buffer it is given.
@safe struct PNGInflater: ~Copyable {
    private let decompressor: OpaquePointer

    /// Deflate's shortest code for its longest match: no data inflates to more than that many
    /// times its size.
    static let ratioMax = 1032

    /// Nil without memory for it, some 12 KB.
    init?() {
        guard let decompressor = unsafe libdeflate_alloc_decompressor() else { return nil }
        unsafe self.decompressor = unsafe decompressor
    }

    deinit { unsafe libdeflate_free_decompressor(decompressor) }

    /// Whether the data is one zlib stream from its first byte to its last, inflates to exactly as
    /// many bytes as the buffer holds, and has their checksum.
    func inflate(
        _ data: UnsafeBufferPointer<UInt8>,
        to buffer: UnsafeMutableBufferPointer<UInt8>
    ) -> Bool {
        guard data.count > 6, unsafe PNGInflater.isWindowEnough(data[0], for: buffer.count) else {
            return false
        }
        var usedByteCount = 0
        let result = unsafe libdeflate_zlib_decompress_ex(
            decompressor,
            data.baseAddress,
            data.count,
            buffer.baseAddress,
            buffer.count,
            &usedByteCount,
            nil
        )
        return result == LIBDEFLATE_SUCCESS && usedByteCount == data.count
    }

    /// libdeflate does not hold a stream to the window that it announces, zlib does: leave those to
    /// it that announce less than all.
    private static func isWindowEnough(_ first: UInt8, for byteCount: Int) -> Bool {
        let window = 1 << (8 + Int(first >> 4))
        return window >= 32 << 10 || window >= byteCount
    }
}
