/// The formats of hash lists that are read, told by their content and never by a file's name.
package enum HashListFormat: String, CaseIterable, Sendable {
    case turnstoneCSV = "turnstone_csv"
    case bare
    case pdqLines = "pdq_lines"
    case pdqTool = "pdq_tool"
    case checksums
    case hashdeep
    case vics

    /// What people call it.
    package var title: String {
        switch self {
        case .turnstoneCSV: "Turnstone CSV"
        case .bare: "bare hashes"
        case .pdqLines: "lines of `pdq` and a hash"
        case .pdqTool: "CSV of a PDQ tool"
        case .checksums: "md5sum, sha1sum or sha256sum output"
        case .hashdeep: "hashdeep output"
        case .vics: "VICS-compatible JSON"
        }
    }

    /// What a record's number counts: `line` or `record`.
    package var numberedUnit: String { self == .vics ? "record" : "line" }
}

extension HashListFormat {
    /// Tells the format of a list by its first bytes, up to ``HashListLimits/sniffedByteCount`` and
    /// without a byte order mark.
    ///
    /// - Parameter kind: what the operator says of a list of bare hashes, or `nil`.
    package init(firstBytes: [UInt8], kind: MatchKind?) throws(HashListError) {
        let format = try Self.told(by: firstBytes, kind: kind)
        guard let kind else {
            self = format
            return
        }
        switch (format, kind) {
        case (.bare, _), (.pdqLines, .pdq), (.pdqTool, .pdq), (.checksums, .md5),
            (.checksums, .sha1), (.checksums, .sha256):
            self = format
        case (.checksums, .pdq): self = .bare
        default: throw .kindNotWanted(kind, format: format)
        }
    }

    private static func told(
        by bytes: [UInt8],
        kind: MatchKind?
    ) throws(HashListError) -> HashListFormat {
        // Marks of UTF-16, and what gzip begins with.
        let marks: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF], [0x1F, 0x8B]]
        if marks.contains(where: { bytes.starts(with: $0) }) || bytes.prefix(4).contains(0) {
            throw .notUTF8
        }
        if bytes.starts(with: HashdeepParser.magic) { return .hashdeep }
        let text = bytes.drop { $0.isBlank || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        if text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "[") {
            return try json(text)
        }
        if text.first == UInt8(ascii: "<") { throw .unsupportedFormat("XML") }
        // A title or a broken record above the first usable line is that record's own trouble.
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let isCarriage = line.last == UInt8(ascii: "\r")
            if let format = try ofLine(Array(isCarriage ? line.dropLast() : line), number, kind) {
                return format
            }
        }
        if bytes.allSatisfy({ $0.isBlank || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
        {
            throw .empty
        }
        // Who names the kind says that these are bare hashes: what is wrong is told by line.
        if kind != nil { return .bare }
        throw .unknownFormat
    }

    /// The format that one line tells, or `nil` if it could stand in any.
    private static func ofLine(
        _ line: [UInt8],
        _ number: Int,
        _ kind: MatchKind?
    ) throws(HashListError) -> HashListFormat? {
        if line.first == UInt8(ascii: "#") { return nil }
        if TurnstoneCSVParser.isHeader(line) { return .turnstoneCSV }
        if let name = knownHeader(line) { throw .unsupportedFormat(name) }
        if PDQLineParser.isLine(line) { return .pdqLines }
        if PDQToolParser.isLine(line), kind ?? .pdq == .pdq { return .pdqTool }
        if ChecksumParser.kind(ofLine: line) != nil { return .checksums }
        let digitCount = BareListParser.digitCount(line[...].trimmingBlanks)
        guard let digitCount, MatchKind.allCases.contains(where: { 2 * $0.byteCount == digitCount })
        else { return nil }
        // PDQ and SHA-256 look the same; a wrong guess would search for nothing in silence.
        if digitCount == 64, kind == nil { throw .kindNeeded(line: number) }
        return .bare
    }

    /// The name of a format that is known by its header and not read.
    private static func knownHeader(_ line: [UInt8]) -> String? {
        let text = String(decoding: line.prefix(200), as: UTF8.self).lowercased()
        if text.hasPrefix("\"sha-1\",\"md5\"") { return "an NSRL data set" }
        if text.hasPrefix("md5;sha1;photodna") { return "an ICSE export" }
        if text.hasPrefix("indicator,") { return "a ThreatExchange cache" }
        return nil
    }

    /// VICS is told by its first key.
    private static func json(_ text: ArraySlice<UInt8>) throws(HashListError) -> HashListFormat {
        let head = text.prefix(200).filter { !$0.isBlank && $0 != 0x0A && $0 != 0x0D }
        let keys = ["{\"@odata.context\"", "{\"odata.metadata\""]
        if keys.contains(where: { head.starts(with: Array($0.utf8)) }) { return .vics }
        throw .unsupportedFormat("JSON that is not VICS-compatible")
    }
}
