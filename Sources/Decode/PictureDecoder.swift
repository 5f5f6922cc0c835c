package import Core

/// Decodes hostile bytes to pixels and makes their exact PDQ hash. Keeps its memory from picture to
/// picture; its pixels go nowhere else.
package struct PictureDecoder: ~Copyable {
    /// What one picture may cost.
    package let limits: DecodeLimits
    private var screener = JPEGScreener()
    private var png = PNGDecoder()
    private var pixels = PixelBuffer()
    /// How much of its CPU time went into hashing.
    package private(set) var hashClock = HashClock()

    /// Makes a decoder with those limits.
    package init(limits: DecodeLimits = .init()) { self.limits = limits }

    /// Decodes and hashes the picture of a JPEG or PNG file; other formats are unsupported.
    ///
    /// With `variants` all eight rotations and mirror images are hashed, each as if it were a
    /// picture of its own.
    package mutating func picture(
        in file: Span<UInt8>,
        format: PictureFormat,
        variants: Bool,
        exact: Bool = true
    ) throws(DecodeError) -> DecodedPicture {
        guard file.count <= limits.fileByteCountMax else {
            throw .limit("\(file.count) bytes, and \(limits.fileByteCountMax) are allowed")
        }
        defer {
            pixels.trim()
            screener.trim()
        }
        switch format {
        case .jpeg:
            let header = try JPEGDecoder.header(of: file, limits)
            if !exact,
                let screened = screener.picture(
                    in: file,
                    header: header,
                    pixels: &pixels,
                    variants: variants,
                    clock: &hashClock
                )
            {
                return screened
            }
            png.trim()
            return try JPEGDecoder.picture(
                in: file,
                header: header,
                pixels: &pixels,
                variants: variants,
                clock: &hashClock
            )
        case .png:
            pixels.trim(to: PixelBuffer.idleByteCountMax)
            return try png.picture(
                in: file,
                limits: limits,
                pixels: &pixels,
                variants: variants,
                exact: exact,
                clock: &hashClock
            )
        default: throw .unsupported("\(format.name) is not among the formats that are decoded")
        }
    }
}
