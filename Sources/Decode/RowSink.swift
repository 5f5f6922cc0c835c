internal import Core

/// What a row of pixels holds: its raw value is the bytes of a pixel.
enum RowFormat: Int {
    /// The brightness, of a picture without colours.
    case luma = 1
    /// R, G, B.
    case rgb = 3
}

/// What takes the rows of a picture as they are decoded, from the top.
protocol RowSink: ~Copyable {
    /// Whether ``push(luma:rowCount:)`` may be called.
    static var takesLuma: Bool { get }

    /// Takes the next rows: `rowCount` times the width times three bytes, R, G, B.
    mutating func push(_ rgb: Span<UInt8>, rowCount: Int)

    /// Takes the next rows of a picture without colours: `rowCount` times the width bytes.
    mutating func push(luma: Span<UInt8>, rowCount: Int)
}

extension PDQAccumulator: RowSink {
    static var takesLuma: Bool { false }

    mutating func push(luma: Span<UInt8>, rowCount: Int) {
        preconditionFailure("the exact hash is made of RGB")
    }
}

extension PDQResampler: RowSink {
    static var takesLuma: Bool { true }
}
