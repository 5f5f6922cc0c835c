internal import Core

/// Decodes PNG files row by row through libpng.
enum PNGDecoder {
    /// Rows that the accumulator takes at once.
    private static let rowCount = 8

    /// Decodes and hashes; a picture is held whole only if it is interlaced or has variants to
    /// hash.
    static func picture(
        in file: Span<UInt8>,
        limits: DecodeLimits,
        pixels: inout PixelBuffer,
        variants: Bool,
        clock: inout HashClock
    ) throws(DecodeError) -> DecodedPicture {
        let header = try PNGHeader(file)
        try limits.check(width: header.width, height: header.height)
        let isWhole = header.isInterlaced || variants
        if isWhole { try limits.check(heldByteCount: header.width * 3 * header.height) }
        return unsafe try file.withUnsafeBufferPointer { (file) throws(DecodeError) in
            let reader = unsafe try PNGReader(file, header: header)
            try reader.begin()
            return isWhole
                ? try whole(reader, header, &pixels, variants: variants, clock: &clock)
                : try stream(reader, header, &pixels, clock: &clock)
        }
    }

    private static func whole(
        _ reader: borrowing PNGReader,
        _ header: PNGHeader,
        _ pixels: inout PixelBuffer,
        variants: Bool,
        clock: inout HashClock
    ) throws(DecodeError) -> DecodedPicture {
        let buffer = unsafe try pixels.bytes(header.width * 3 * header.height)
        if header.isInterlaced {
            unsafe try reader.picture(to: buffer)
        } else {
            unsafe try reader.rows(header.height, to: buffer)
        }
        let hashing = unsafe VariantHashing(
            pixels: UnsafeBufferPointer(buffer),
            width: header.width,
            height: header.height
        )
        let hasWarnings = reader.hasWarnings
        return clock.measure { hashing.picture(hasWarnings: hasWarnings, variants: variants) }
    }

    private static func stream(
        _ reader: borrowing PNGReader,
        _ header: PNGHeader,
        _ pixels: inout PixelBuffer,
        clock: inout HashClock
    ) throws(DecodeError) -> DecodedPicture {
        let rowByteCount = header.width * 3
        let buffer = unsafe try pixels.bytes(rowCount * rowByteCount)
        var accumulator = PDQAccumulator(width: header.width, height: header.height)
        var row = 0
        while row < header.height {
            let count = min(rowCount, header.height - row)
            unsafe try reader.rows(count, to: buffer)
            let rows = unsafe UnsafeBufferPointer(rebasing: buffer.prefix(count * rowByteCount))
            clock.measure { unsafe accumulator.push(rows.span, rowCount: count) }
            row += count
        }
        let (hash, quality) = accumulator.finish()
        let picture = Picture(
            width: header.width,
            height: header.height,
            hash: hash,
            quality: quality,
            profile: .exact,
            hasWarnings: reader.hasWarnings
        )
        return DecodedPicture(picture: picture, variants: [.original: hash])
    }
}
