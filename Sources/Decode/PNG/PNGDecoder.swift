internal import Core

/// Decodes PNG files: those that are as they should be by libdeflate and our own kernels, all
/// others, the damaged among them, row by row by libpng. What libpng accepts, both decode alike.
struct PNGDecoder: ~Copyable {
    /// Rows that a sink takes at once.
    private static let rowCount = 8

    private var inflater = PNGInflater()
    /// Compressed data that lay in several pieces, and what it inflates to.
    private var data = PixelBuffer()

    /// Decodes and hashes: exactly if `exact`, or if there is anything unusual about the file. A
    /// picture is held whole as RGB only if it has variants to hash exactly, or if libpng reads it
    /// and it is interlaced.
    mutating func picture(
        in file: Span<UInt8>,
        limits: DecodeLimits,
        pixels: inout PixelBuffer,
        variants: Bool,
        exact: Bool,
        clock: inout HashClock
    ) throws(DecodeError) -> DecodedPicture {
        let header = try PNGHeader(file)
        try limits.check(width: header.width, height: header.height)
        if header.isInterlaced || variants {
            try limits.check(heldByteCount: header.width * 3 * header.height)
        }
        defer { data.trim() }
        return unsafe try file.withUnsafeBufferPointer { (file) throws(DecodeError) in
            if var rows = unsafe try inflatedRows(file, header, limits, variants: variants) {
                if !exact,
                    let screened = try PNGDecoder.screen(
                        &rows,
                        header,
                        &pixels,
                        variants: variants,
                        clock: &clock
                    )
                {
                    return screened
                }
                return variants
                    ? try PNGDecoder.whole(&rows, header, &pixels, clock: &clock)
                    : try PNGDecoder.stream(&rows, header, &pixels, clock: &clock)
            }
            var reader = unsafe try PNGReader(file, header: header)
            try reader.begin()
            return variants || header.isInterlaced
                ? try PNGDecoder.whole(&reader, header, &pixels, variants: variants, clock: &clock)
                : try PNGDecoder.stream(&reader, header, &pixels, clock: &clock)
        }
    }

    /// Gives back what would lie idle beside a picture of another format.
    mutating func trim() { data.trim(to: PixelBuffer.idleByteCountMax) }

    /// The rows of a file that holds its limits and in which nothing is wrong; nil for others.
    mutating func inflatedRows(
        _ file: UnsafeBufferPointer<UInt8>,
        _ header: PNGHeader,
        _ limits: DecodeLimits,
        variants: Bool
    ) throws(DecodeError) -> PNGRows? {
        guard let layout = PNGLayout(header),
            layout.inflatedByteCount <= limits.inflatedByteCountMax,
            let contents = unsafe PNGContents(file, header: header, layout: layout),
            contents.byteCount >= layout.inflatedByteCount / PNGInflater.ratioMax
        else { return nil }
        let piece = unsafe contents.piece(of: file)
        let joinedByteCount = unsafe piece == nil ? contents.byteCount : 0
        let byteCount = joinedByteCount + layout.inflatedByteCount
        let wholeByteCount = variants ? header.width * 3 * header.height : 0
        guard byteCount + wholeByteCount <= limits.heldByteCountMax,
            let buffer = unsafe try? data.bytes(byteCount)
        else { return nil }
        let joined = unsafe UnsafeMutableBufferPointer(rebasing: buffer[..<joinedByteCount])
        let inflated = unsafe UnsafeMutableBufferPointer(rebasing: buffer[joinedByteCount...])
        if unsafe piece == nil { unsafe contents.join(file, to: joined) }
        let compressed = unsafe piece ?? UnsafeBufferPointer(joined)
        guard unsafe inflater?.inflate(compressed, to: inflated) == true else { return nil }
        return unsafe try PNGRows(inflated, header: header, layout: layout, contents: contents)
    }

    private static func whole(
        _ source: inout some PNGRowSource & ~Copyable,
        _ header: PNGHeader,
        _ pixels: inout PixelBuffer,
        variants: Bool = true,
        clock: inout HashClock
    ) throws(DecodeError) -> DecodedPicture {
        let buffer = unsafe try pixels.bytes(header.width * 3 * header.height)
        unsafe try source.rows(header.height, as: .rgb, to: buffer)
        let hashing = unsafe VariantHashing(
            pixels: UnsafeBufferPointer(buffer),
            width: header.width,
            height: header.height
        )
        let hasWarnings = source.hasWarnings
        return clock.measure { hashing.picture(hasWarnings: hasWarnings, variants: variants) }
    }

    private static func stream(
        _ source: inout some PNGRowSource & ~Copyable,
        _ header: PNGHeader,
        _ pixels: inout PixelBuffer,
        clock: inout HashClock
    ) throws(DecodeError) -> DecodedPicture {
        var accumulator = PDQAccumulator(width: header.width, height: header.height)
        try read(&source, header, &pixels, to: &accumulator, clock: &clock)
        let (hash, quality) = accumulator.finish()
        let picture = Picture(
            width: header.width,
            height: header.height,
            hash: hash,
            quality: quality,
            profile: .exact,
            hasWarnings: source.hasWarnings
        )
        return DecodedPicture(picture: picture, variants: [.original: hash])
    }

    /// Makes the screened hash, and begins the rows again where it says too little: then, and of
    /// small pictures, it is `nil`.
    private static func screen(
        _ rows: inout PNGRows,
        _ header: PNGHeader,
        _ pixels: inout PixelBuffer,
        variants: Bool,
        clock: inout HashClock
    ) throws(DecodeError) -> DecodedPicture? {
        guard min(header.width, header.height) >= Screening.sideMin else { return nil }
        var resampler = PDQResampler(
            width: header.width,
            height: header.height,
            variants: variants
        )
        try read(&rows, header, &pixels, to: &resampler, clock: &clock)
        let screened = resampler.finish()
        guard screened.isSteady else {
            rows.restart()
            return nil
        }
        let picture = Picture(
            width: header.width,
            height: header.height,
            hash: screened.hash,
            quality: screened.quality,
            profile: .screenedWhole,
            hasWarnings: rows.hasWarnings
        )
        return DecodedPicture(picture: picture, variants: screened.variants)
    }

    /// Gives all rows to the sink, a few at a time.
    private static func read<Sink: RowSink & ~Copyable>(
        _ source: inout some PNGRowSource & ~Copyable,
        _ header: PNGHeader,
        _ pixels: inout PixelBuffer,
        to sink: inout Sink,
        clock: inout HashClock
    ) throws(DecodeError) {
        let format: RowFormat = Sink.takesLuma && source.isGrey ? .luma : .rgb
        let rowByteCount = header.width * format.rawValue
        let buffer = unsafe try pixels.bytes(rowCount * rowByteCount)
        var row = 0
        while row < header.height {
            let count = min(rowCount, header.height - row)
            unsafe try source.rows(count, as: format, to: buffer)
            let rows = unsafe UnsafeBufferPointer(rebasing: buffer.prefix(count * rowByteCount))
            clock.measure {
                switch format {
                case .luma: unsafe sink.push(luma: rows.span, rowCount: count)
                case .rgb: unsafe sink.push(rows.span, rowCount: count)
                }
            }
            row += count
        }
    }
}
