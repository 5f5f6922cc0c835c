internal import CPNG

/// A PNG file that libpng is reading. The file's bytes must outlive it.
// SAFETY: the struct alone owns its reader; rows are only written to buffers that hold them.
@safe struct PNGReader: ~Copyable {
    private let reader: OpaquePointer
    private let header: PNGHeader

    /// Opens the file; the header must have passed the limits.
    init(_ file: UnsafeBufferPointer<UInt8>, header: PNGHeader) throws(DecodeError) {
        // The header's own size as a limit: libpng cannot come to another one and allocate for it.
        guard
            let reader = unsafe png_reader_open(
                file.baseAddress,
                file.count,
                UInt32(header.width),
                UInt32(header.height)
            )
        else { throw .limit("there is no memory for libpng") }
        unsafe self.reader = unsafe reader
        self.header = header
    }

    deinit { unsafe png_reader_close(reader) }

    /// Reads all that comes before the rows.
    func begin() throws(DecodeError) {
        var (width, height, isInterlaced) = (UInt32(0), UInt32(0), Int32(0))
        try check(unsafe png_reader_header(reader, &width, &height, &isInterlaced))
        guard
            width == header.width, height == header.height,
            (isInterlaced != 0) == header.isInterlaced
        else { throw .damaged("it has two headers") }
        try check(unsafe png_reader_begin(reader))
    }

    /// It is not asked for other rows than RGB.
    var isGrey: Bool { false }

    /// Whether libpng passed over something so far.
    var hasWarnings: Bool { unsafe png_reader_has_warnings(reader) != 0 }

    /// Reads the next rows, as RGB without space between them; all at once if interlaced.
    func rows(
        _ count: Int,
        as format: RowFormat,
        to pixels: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodeError) {
        precondition(format == .rgb, "libpng makes RGB of all pictures")
        precondition(pixels.count >= count * header.width * 3, "the rows fit the buffer")
        guard header.isInterlaced else {
            return try check(unsafe png_reader_rows(reader, pixels.baseAddress, count))
        }
        precondition(count == header.height, "an interlaced picture is read as a whole")
        try check(unsafe png_reader_picture(reader, pixels.baseAddress))
    }

    private func check(_ status: Int32) throws(DecodeError) {
        if status == 1 { return }
        throw unsafe .damaged(String(cString: png_reader_message(reader)))
    }
}
