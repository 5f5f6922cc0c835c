/// What decoding one picture may cost. All are checked before memory is asked for.
package struct DecodeLimits: Equatable, Sendable {
    /// Pixels of a picture. Larger than any camera's; bombs are larger still.
    package var pixelCountMax = 400_000_000

    /// Pixels of one side: what libpng allows. The filter's memory grows with the width.
    package var sideMax = 1_000_000

    /// Scans of a JPEG. Encoders write about ten.
    package var scanCountMax = 500

    /// Pixels times scans of a JPEG. The largest picture with ten scans; a scan that holds nothing
    /// still costs 2 ns a pixel, so this is some 8 s.
    package var scannedPixelCountMax = 4_000_000_000

    /// Bytes held at once for one picture: its pixels, if they are held whole, and the coefficients
    /// of a JPEG that comes in several scans. The largest picture with 4:2:0 coefficients fits.
    package var heldByteCountMax = 2_500_000_000

    /// Pixels a byte of a JPEG of more than ``pixelCountTrusted`` pixels. Huffman codes need a bit
    /// a block, 512 pixels a byte at most; a few bytes that promise gigabytes are a bomb.
    package var pixelsPerByteMax = 1024

    /// Pixels that are decoded whatever the file's size: a truncated file may have few bytes.
    package var pixelCountTrusted = 16_000_000

    /// Bytes that the data of a PNG is inflated to at once. A picture of more is read row by row,
    /// which takes longer and holds a few rows; 100 megapixels of RGB and alpha fit.
    package var inflatedByteCountMax = 512 << 20

    /// Bytes of a file.
    package var fileByteCountMax = 1 << 30

    /// The default limits.
    package init() {}
}

extension DecodeLimits {
    /// Throws ``DecodeError/limit(_:)`` if the picture has too many pixels.
    func check(width: Int, height: Int) throws(DecodeError) {
        guard width <= sideMax, height <= sideMax else {
            throw .limit("\(width) x \(height) pixels, and a side may have \(sideMax)")
        }
        guard width * height <= pixelCountMax else {
            throw .limit("\(width) x \(height) pixels, and \(pixelCountMax) are allowed")
        }
    }

    /// Throws ``DecodeError/limit(_:)`` if the picture would hold too much memory.
    func check(heldByteCount: Int) throws(DecodeError) {
        guard heldByteCount <= heldByteCountMax else {
            throw .limit("\(heldByteCount) bytes to hold, and \(heldByteCountMax) are allowed")
        }
    }
}
