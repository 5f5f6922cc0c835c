internal import Core

/// The findings as a table of comma-separated values: `--format csv`, RFC 4180.
///
/// The table is opened in spreadsheets, where a cell that begins with `=`, `+`, `-` or `@` is run
/// as a formula, quoted or not. Such a cell gets an apostrophe in front, which spreadsheets take
/// for "this is text". A path that would need it, or holds a control or other invisible character,
/// or is not UTF-8, is written in a readable form, and its exact bytes are in `path_base64`:
/// wherever that is filled in, it is the path.
struct FindingCells {
    /// The columns, named as in the other forms.
    static let columns = [
        "path", "path_base64", "size", "mtime", "owner", "format", "width", "height", "md5",
        "sha1", "sha256", "pdq", "quality", "list", "list_version", "entry", "category", "kind",
        "distance", "variant", "worker", "shard",
    ]

    /// What a spreadsheet may take for the beginning of a formula; the wide forms count as well.
    private static let formulaStarts: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
    ]

    /// Writes the header and a row for each finding, in the order in which they come.
    func write(
        _ findings: RecordReader<FindingRecord>,
        to sink: inout some ReportSink & ~Copyable
    ) throws {
        try sink.write(FindingCells.row(FindingCells.columns))
        try findings.forEach { try sink.write(FindingCells.row(FindingCells.cells($0))) }
    }

    private static func cells(_ finding: FindingRecord) -> [String] {
        let visible = VisibleText(finding.path.bytes)
        let isVerbatim = visible.pieces.allSatisfy { !$0.isEscape || isBackslashes($0.text) }
        let plainPath = isVerbatim ? ReportedPath(finding.path).text : visible.text
        let pathCell = withoutFormula(plainPath)
        let isExact = isVerbatim && pathCell == plainPath
        return [
            pathCell,
            isExact ? "" : ReportedPath.base64(finding.path),
            String(finding.size),
            Timestamp(nanoseconds: finding.mtimeNanoseconds).text,
            String(finding.owner),
            finding.format.name,
            text(finding.width),
            text(finding.height),
            finding.md5?.hex ?? "",
            finding.sha1?.hex ?? "",
            finding.sha256?.hex ?? "",
            finding.pdq?.hex ?? "",
            text(finding.quality),
            withoutFormula(finding.list),
            finding.listVersion,
            withoutFormula(finding.entry),
            withoutFormula(finding.category),
            finding.kind.name,
            text(finding.distance),
            finding.variant.name,
            withoutFormula(finding.worker),
            String(finding.shard.value),
        ]
    }

    private static func isBackslashes(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 == UInt8(ascii: "\\") }
    }

    private static func text(_ number: Int?) -> String { number.map { String($0) } ?? "" }

    private static func withoutFormula(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, formulaStarts.contains(first) else {
            return text
        }
        return "'" + text
    }

    /// What some spreadsheets cut or trim cells at; the RFC lets every cell be quoted.
    private static let quotedAsWell: Set<UInt8> = [
        UInt8(ascii: " "), UInt8(ascii: "'"), UInt8(ascii: ";"), UInt8(ascii: "\t"),
    ]

    /// Cells with commas between them and CR LF after them; quoted where the RFC asks for it.
    private static func row(_ cells: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            CSVCell.append(cell.utf8, to: &bytes, alsoQuoting: quotedAsWell)
        }
        return bytes + [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
    }
}
