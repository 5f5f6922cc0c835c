internal import CTurboJPEG

/// A decompressor of libjpeg-turbo, kept from picture to picture.
// SAFETY: the struct alone owns its handle.
@safe struct TurboJPEG: ~Copyable {
    /// Made for the first picture.
    private var handle: tjhandle?

    init() { unsafe handle = nil }

    deinit {
        if let handle = unsafe handle { unsafe _ = tjDestroy(handle) }
    }

    /// Decodes the luma alone, as ``decode(_:width:height:format:to:)`` does.
    mutating func decodeLuma(
        _ file: Span<UInt8>,
        width: Int,
        height: Int,
        to buffer: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodeError) -> Bool {
        unsafe try decode(file, width: width, height: height, format: TJPF_GRAY, to: buffer)
    }

    /// Decodes to rows without space between them, scaled down to that size: the picture's own
    /// sides divided by 1, 2, 4 or 8 and rounded up. Returns whether libjpeg repaired something.
    mutating func decode(
        _ file: Span<UInt8>,
        width: Int,
        height: Int,
        format: TJPF,
        to buffer: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodeError) -> Bool {
        if unsafe handle == nil { unsafe handle = tjInitDecompress() }
        guard let handle = unsafe handle else {
            throw .limit("there is no memory for TurboJPEG")
        }
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
