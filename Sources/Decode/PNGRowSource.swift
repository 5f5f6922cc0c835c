/// Where the rows of a PNG picture come from: inflated data, or libpng.
protocol PNGRowSource: ~Copyable {
    /// Whether something was passed over so far.
    var hasWarnings: Bool { get }

    /// Reads the next rows as RGB, without space between them.
    mutating func rows(
        _ count: Int,
        to rgb: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodeError)
}

extension PNGRows: PNGRowSource {}
extension PNGReader: PNGRowSource {}
