internal import CTurboJPEG

/// libjpeg-turbo's decompressor.
///
/// Each picture has a new one: it keeps the tables of codes and steps from picture to picture, and
/// a file that lacks its own, as frames of video do, would be decoded by those of the file before.
enum TurboJPEG {
    /// Decodes the luma alone, as ``decode(_:width:height:format:to:)`` does.
    static func decodeLuma(
        _ file: Span<UInt8>,
        width: Int,
        height: Int,
        to buffer: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodeError) -> Bool {
        unsafe try decode(file, width: width, height: height, format: TJPF_GRAY, to: buffer)
    }

    /// Decodes to rows without space between them, scaled down to that size: the picture's own
    /// sides divided by 1, 2, 4 or 8 and rounded up. Returns whether libjpeg repaired something.
    static func decode(
        _ file: Span<UInt8>,
        width: Int,
        height: Int,
        format: TJPF,
        to buffer: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodeError) -> Bool {
        guard let handle = unsafe tjInitDecompress() else {
            throw .limit("there is no memory for TurboJPEG")
        }
        defer { unsafe _ = tjDestroy(handle) }
        // The size is given: should libjpeg come to another one, nothing is written past it.
        let status = unsafe file.withUnsafeBufferPointer { bytes in
            unsafe tjDecompress2(
                handle,
                bytes.baseAddress,
                UInt(bytes.count),
                buffer.baseAddress,
                Int32(width),
                0,
                Int32(height),
                Int32(format.rawValue),
                TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS
            )
        }
        guard status != 0 else { return false }
        let text = unsafe String(cString: tjGetErrorStr2(handle))
        // TurboJPEG calls a failure a warning where it warned before: the text is the last one's.
        guard unsafe tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue),
            TurboJPEG.warnings.contains(where: text.hasPrefix)
        else { throw .damaged(text) }
        return true
    }

    /// How all texts begin with which libjpeg warns and goes on (JWRN in its jerror.h). After any
    /// other it has stopped, and what it did not write is of the picture before.
    private static let warnings = [
        "Application transferred too many", "Corrupt JPEG data: ", "Inconsistent progression ",
        "Invalid SOS parameters for sequential", "Premature end of JPEG file",
        "Unknown Adobe color transform", "Warning: ",
    ]
}
