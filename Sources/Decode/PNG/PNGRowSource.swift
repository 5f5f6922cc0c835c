/// Where the rows of a PNG picture come from: inflated data, or libpng.
protocol PNGRowSource: ~Copyable {
    /// Whether the rows can be read as luma.
    var isGrey: Bool { get }

    /// Whether something was passed over so far.
    var hasWarnings: Bool { get }

    /// Reads the next rows, without space between them.
    mutating func rows(
        _ count: Int,
        as format: RowFormat,
        to buffer: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodeError)
}

extension PNGRows: PNGRowSource {}
extension PNGReader: PNGRowSource {}
