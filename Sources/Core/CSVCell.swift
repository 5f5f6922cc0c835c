/// A cell of a table of comma-separated values, as RFC 4180 quotes it.
package enum CSVCell {
    /// What has to be quoted, or the table would fall apart.
    private static let special: Set<UInt8> = [
        UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: "\r"), UInt8(ascii: "\n"),
    ]

    /// Appends the cell, in quotes if it holds what needs them or one of `others`.
    ///
    /// By bytes: a comma or quote with a combining mark after it is another `Character`.
    package static func append(
        _ cell: some Collection<UInt8>,
        to bytes: inout [UInt8],
        alsoQuoting others: Set<UInt8> = []
    ) {
        guard cell.contains(where: { special.contains($0) || others.contains($0) }) else {
            bytes += cell
            return
        }
        let quote = UInt8(ascii: "\"")
        bytes.append(quote)
        for byte in cell {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }

    /// The cell as a text.
    package static func text(_ cell: String) -> String {
        var bytes: [UInt8] = []
        append(cell.utf8, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
