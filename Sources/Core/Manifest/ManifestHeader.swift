/// The lines that begin with `#` at the top of a manifest: what it is and how it was made.
package struct ManifestHeader: Hashable, Sendable {
    /// The format that this program writes, and the newest that it reads.
    package static let currentVersion = 1
    /// What one header may take in a file, in bytes: room for thousands of roots.
    package static let byteCountMax = 16 << 20

    /// The version of the format.
    package let version: Int
    /// When the walk began, as RFC 3339 text.
    package let made: String
    /// Where the walk began, resolved; in the order in which they were named.
    package let roots: [EntryPath]
    /// The options that shaped the manifest, as they would be typed.
    package let options: [String]

    private static let firstLine = "# turnstone manifest "

    /// Makes a header.
    package init(
        version: Int = ManifestHeader.currentVersion,
        made: String,
        roots: [EntryPath],
        options: [String]
    ) {
        self.version = version
        self.made = made
        self.roots = roots
        self.options = options
    }

    /// Appends the header's lines to `text`.
    package func append(to text: inout [UInt8]) {
        text.append(contentsOf: "\(ManifestHeader.firstLine)\(version)\n".utf8)
        Self.append("made", Array(made.utf8), to: &text)
        for root in roots { Self.append("root", root.bytes, to: &text) }
        for option in options { Self.append("option", Array(option.utf8), to: &text) }
    }

    private static func append(_ key: String, _ value: [UInt8], to text: inout [UInt8]) {
        text.append(contentsOf: "# \(key) ".utf8)
        PathEscape.append(value, to: &text)
        text.append(UInt8(ascii: "\n"))
    }

    /// The header at the top of `text`, with the number of its lines and their length in bytes.
    ///
    /// Lines of a key that this version does not know are passed over.
    package static func parse(
        _ text: ArraySlice<UInt8>
    ) throws(ManifestError) -> (header: ManifestHeader, lineCount: Int, byteCount: Int) {
        var rest = text
        var lineCount = 0
        var made = ""
        var roots: [EntryPath] = []
        var options: [String] = []
        var version: Int?
        while rest.first == UInt8(ascii: "#"), let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = rest[rest.startIndex..<end]
            lineCount += 1
            if version == nil {
                version = try Self.version(of: line)
            } else {
                let parts = line.split(
                    separator: UInt8(ascii: " "),
                    maxSplits: 2,
                    omittingEmptySubsequences: false
                )
                guard parts.count == 3, let value = PathEscape.unescape(parts[2]) else {
                    throw .malformed(line: lineCount, .header)
                }
                switch String(decoding: parts[1], as: UTF8.self) {
                case "made": made = String(decoding: value, as: UTF8.self)
                case "root": roots.append(EntryPath(value))
                case "option": options.append(String(decoding: value, as: UTF8.self))
                default: break
                }
            }
            rest = rest[(end + 1)...]
        }
        guard let version else { throw .notAManifest }
        let header = ManifestHeader(version: version, made: made, roots: roots, options: options)
        return (header, lineCount, rest.startIndex - text.startIndex)
    }

    private static func version(of line: ArraySlice<UInt8>) throws(ManifestError) -> Int {
        let text = String(decoding: line, as: UTF8.self)
        guard text.hasPrefix(firstLine), let version = Int(text.dropFirst(firstLine.count)),
            version > 0
        else { throw .notAManifest }
        guard version <= currentVersion else { throw .newerVersion(version) }
        return version
    }
}
