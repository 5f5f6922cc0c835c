internal import Core

/// What takes the rows of a picture as they are decoded, from the top.
protocol RowSink: ~Copyable {
    /// Takes the next rows: `rowCount` times the width times three bytes, R, G, B.
    mutating func push(_ rgb: Span<UInt8>, rowCount: Int)
}

extension PDQAccumulator: RowSink {}
