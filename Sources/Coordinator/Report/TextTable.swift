/// Rows of text in columns for a terminal, indented by two spaces.
struct TextTable {
    /// Which side of its column a cell keeps to.
    enum Alignment { case left, right }

    /// The finished lines, without spaces at their ends.
    let lines: [String]

    /// Lays rows out; every row has as many cells as there are alignments.
    init(_ rows: [[String]], alignment: [Alignment]) {
        let widths = alignment.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        lines = rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += "  " + (alignment[column] == .left ? cell + padding : padding + cell)
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
