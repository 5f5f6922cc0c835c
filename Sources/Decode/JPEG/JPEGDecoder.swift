internal import CTurboJPEG
internal import Core

/// Decodes JPEG files in full, to the pixels that Pillow makes of them.
enum JPEGDecoder {
    /// What the file says of itself, if it holds the limits.
    static func header(
        of file: Span<UInt8>,
        _ limits: DecodeLimits
    ) throws(DecodeError) -> JPEGHeader {
        let header = try JPEGHeader(file)
        try check(header, limits, fileByteCount: file.count)
        return header
    }

    /// Decodes and hashes in full.
    static func picture(
        in file: Span<UInt8>,
        header: JPEGHeader,
        pixels: inout PixelBuffer,
        variants: Bool,
        clock: inout HashClock
    ) throws(DecodeError) -> DecodedPicture {
        let isInk = header.componentCount == 4
        let pixelCount = header.width * header.height
        let buffer = unsafe try pixels.bytes(pixelCount * (isInk ? 4 : 3))
        let hasWarnings = unsafe try TurboJPEG.decode(
            file,
            width: header.width,
            height: header.height,
            format: isInk ? TJPF_CMYK : TJPF_RGB,
            to: buffer
        )
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
