internal import CTurboJPEG
internal import Core

/// Decodes JPEG files through TurboJPEG: in full, to the pixels that Pillow makes of them, or as
/// little of them as a screened hash needs.
struct JPEGDecoder: ~Copyable {
    private var library = TurboJPEG()

    /// Decodes and hashes: in full if `exact` or if there is anything unusual about the file.
    mutating func picture(
        in file: Span<UInt8>,
        limits: DecodeLimits,
        pixels: inout PixelBuffer,
        variants: Bool,
        exact: Bool,
        clock: inout HashClock
    ) throws(DecodeError) -> DecodedPicture {
        let header = try JPEGHeader(file)
        try JPEGDecoder.check(header, limits, fileByteCount: file.count)
        if !exact, let plan = JPEGScreening(header),
            let screened = try screen(
                file,
                header,
                plan,
                pixels: &pixels,
                variants: variants,
                clock: &clock
            )
        {
            return screened
        }
        let isInk = header.componentCount == 4
        let pixelCount = header.width * header.height
        let buffer = unsafe try pixels.bytes(pixelCount * (isInk ? 4 : 3))
        let hasWarnings = unsafe try library.decode(
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

    /// Decodes no more than the plan says and makes the screened hash; `nil` where libjpeg had to
    /// repair something, and where the hash says too little: then everything has to be seen.
    private mutating func screen(
        _ file: Span<UInt8>,
        _ header: JPEGHeader,
        _ plan: JPEGScreening,
        pixels: inout PixelBuffer,
        variants: Bool,
        clock: inout HashClock
    ) throws(DecodeError) -> DecodedPicture? {
        let luma = unsafe try pixels.bytes(plan.width * plan.height)
        let hasWarnings: Bool
        do throws(DecodeError) {
            let kept = plan.scans == .all ? [] : header.outline.file(from: file, plan.keeps)
            hasWarnings = unsafe try library.decode(
                plan.scans == .all ? file : kept.span,
                width: plan.width,
                height: plan.height,
                format: TJPF_GRAY,
                to: luma
            )
        } catch { return nil }
        if hasWarnings { return nil }
        let screened = clock.measure {
            var resampler = PDQResampler(
                width: header.width,
                height: header.height,
                scale: plan.scale,
                variants: variants
            )
            unsafe resampler.push(luma: UnsafeBufferPointer(luma).span, rowCount: plan.height)
            return resampler.finish()
        }
        guard screened.isSteady else { return nil }
        let picture = Picture(
            width: header.width,
            height: header.height,
            hash: screened.hash,
            quality: screened.quality,
            profile: plan.profile,
            hasWarnings: false
        )
        return DecodedPicture(picture: picture, variants: screened.variants)
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
