internal import CTurboJPEG
internal import Core

/// Decodes JPEG files through TurboJPEG, to the pixels that Pillow makes of them.
// SAFETY: the struct alone owns its handle.
@safe struct JPEGDecoder: ~Copyable {
    /// Made for the first picture.
    private var handle: tjhandle?

    init() { unsafe handle = nil }

    deinit {
        if let handle = unsafe handle { unsafe _ = tjDestroy(handle) }
    }

    /// Decodes and hashes.
    mutating func picture(
        in file: Span<UInt8>,
        limits: DecodeLimits,
        pixels: inout PixelBuffer,
        variants: Bool,
        clock: inout HashClock
    ) throws(DecodeError) -> DecodedPicture {
        let header = try JPEGHeader(file)
        try JPEGDecoder.check(header, limits, fileByteCount: file.count)
        let isInk = header.componentCount == 4
        let pixelCount = header.width * header.height
        let buffer = unsafe try pixels.bytes(pixelCount * (isInk ? 4 : 3))
        let hasWarnings = unsafe try decode(file, header: header, to: buffer)
        if isInk { unsafe JPEGDecoder.convertInk(in: buffer, pixelCount: pixelCount) }
        let hashing = unsafe VariantHashing(
            pixels: UnsafeBufferPointer(rebasing: buffer[..<(3 * pixelCount)]),
            width: header.width,
            height: header.height
        )
        return clock.measure { hashing.picture(hasWarnings: hasWarnings, variants: variants) }
    }

    private static func check(
        _ header: JPEGHeader,
        _ limits: DecodeLimits,
        fileByteCount: Int
    ) throws(DecodeError) {
        try limits.check(width: header.width, height: header.height)
        let pixelCount = header.width * header.height
        guard
            pixelCount <= limits.pixelCountTrusted
                || pixelCount <= limits.pixelsPerByteMax * fileByteCount
        else {
            throw .limit("\(pixelCount) pixels cannot be in \(fileByteCount) bytes")
        }
        guard header.scanCount <= limits.scanCountMax else {
            throw .limit("\(header.scanCount) scans, and \(limits.scanCountMax) are allowed")
        }
        guard header.scanCount * pixelCount <= limits.scannedPixelCountMax else {
            throw .limit(
                "\(header.scanCount) scans of \(pixelCount) pixels, and"
                    + " \(limits.scannedPixelCountMax) pixels are allowed in all"
            )
        }
        let channels = header.componentCount == 4 ? 4 : 3
        try limits.check(heldByteCount: pixelCount * channels + header.heldByteCount)
    }

    /// Decodes to RGB, or CMYK from four components. Returns whether libjpeg repaired something.
    private mutating func decode(
        _ file: Span<UInt8>,
        header: JPEGHeader,
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
                Int32(header.width),
                0,
                Int32(header.height),
                Int32((header.componentCount == 4 ? TJPF_CMYK : TJPF_RGB).rawValue),
                TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS
            )
        }
        guard status != 0 else { return false }
        guard unsafe tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue) else {
            throw unsafe .damaged(String(cString: tjGetErrorStr2(handle)))
        }
        return true
    }

    /// Turns CMYK to RGB in place, as Pillow does: inverted, as Adobe writes it, whatever the
    /// file says.
    private static func convertInk(
        in buffer: UnsafeMutableBufferPointer<UInt8>,
        pixelCount: Int
    ) {
        for pixel in 0..<pixelCount {
            let light = unsafe Int(buffer[4 * pixel + 3])
            for channel in 0..<3 {
                let ink = unsafe 255 - Int(buffer[4 * pixel + channel])
                // A product of bytes divided by 255 and rounded, without dividing.
                let product = ink * light + 128
                let shade = light - (((product >> 8) + product) >> 8)
                unsafe buffer[3 * pixel + channel] = UInt8(max(0, shade))
            }
        }
    }
}
