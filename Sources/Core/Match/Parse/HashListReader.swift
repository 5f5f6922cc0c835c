/// Reads a hash list of any known format, piece by piece.
///
/// The first bytes are held until they tell the format. A UTF-8 byte order mark is passed over.
package struct HashListReader: Sendable {
    /// The format; `nil` until it is told.
    package private(set) var format: HashListFormat?
    private let kind: MatchKind?
    private let qualityFloor: Int
    private var head: [UInt8] = []
    private var parser: (any HashListParser)?

    /// Makes a reader at the beginning of a list.
    ///
    /// - Parameters:
    ///   - kind: what the operator says of a list of bare hashes, or `nil`.
    ///   - qualityFloor: hashes that come with a lower quality are left aside, 0 to 100.
    package init(kind: MatchKind? = nil, qualityFloor: Int = ListSettings.qualityFloorDefault) {
        self.kind = kind
        self.qualityFloor = qualityFloor
    }

    /// Reads the next piece and appends what it found.
    package mutating func read(
        _ bytes: Span<UInt8>,
        to events: inout [ListEvent]
    ) throws(HashListError) {
        if parser != nil {
            try parser?.read(bytes, to: &events)
            return
        }
        let missing = HashListLimits.sniffedByteCount - head.count
        let taken = min(missing, bytes.count)
        head.append(bytes.extracting(..<taken))
        guard taken == missing else { return }
        try begin(to: &events)
        try parser?.read(bytes.extracting(taken...), to: &events)
    }

    /// Ends the list.
    package mutating func finish(to events: inout [ListEvent]) throws(HashListError) {
        if parser == nil { try begin(to: &events) }
        try parser?.finish(to: &events)
    }

    private mutating func begin(to events: inout [ListEvent]) throws(HashListError) {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head.removeFirst(3) }
        var whole = head[...]
        if head.count > HashListLimits.sniffedByteCount - 4,
            let last = head.lastIndex(of: UInt8(ascii: "\n"))
        {
            // A hash that is cut short looks like one of another kind.
            whole = head[...last]
        }
        let format = try HashListFormat(firstBytes: Array(whole), kind: kind)
        self.format = format
        var parser = parser(of: format)
        try parser.read(head.span, to: &events)
        self.parser = parser
        head = []
    }

    private func parser(of format: HashListFormat) -> any HashListParser {
        switch format {
        case .turnstoneCSV: TurnstoneCSVParser()
        case .bare: BareListParser(kind: kind)
        case .pdqLines: PDQLineParser()
        case .pdqTool: PDQToolParser(qualityFloor: qualityFloor)
        case .checksums: ChecksumParser(kind: kind)
        case .hashdeep: HashdeepParser()
        case .vics: VICSParser()
        }
    }
}
