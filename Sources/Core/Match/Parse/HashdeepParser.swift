/// What hashdeep prints: two header lines with `%%%%`, comments with `##`, then a line a file with
/// its size, its digests and its name, which is the rest of the line and never quoted.
package struct HashdeepParser: HashListLineParser {
    /// What a column holds.
    private enum Column: Equatable { case size, digest(MatchKind), other }

    /// How such a list begins.
    package static let magic = Array("%%%% HASHDEEP-".utf8)

    package var lines = LineSplitter()
    /// The columns before the file name; empty before the header.
    private var columns: [Column] = []

    /// Makes a parser at the beginning of a list.
    package init() {}

    package mutating func read(
        line: [UInt8],
        number: Int,
        to events: inout [ListEvent]
    ) throws(HashListError) {
        if line.starts(with: Self.magic) || line.starts(with: Array("##".utf8)) { return }
        // Lists put together with `cat` have a header in the middle, perhaps with other columns.
        if line.starts(with: Array("%%%%".utf8)) { return try readHeader(line.dropFirst(4)) }
        guard !columns.isEmpty else { throw .columnMissing("size,…,filename") }
        var draft = RecordDraft(number: number)
        let fields = line.split(
            separator: UInt8(ascii: ","),
            maxSplits: columns.count,
            omittingEmptySubsequences: false
        )
        guard fields.count == columns.count + 1 else {
            return draft.reject(.tooFewFields, to: &events)
        }
        for (column, field) in zip(columns, fields) where column == .size {
            let isNumber = !field.isEmpty && field.allSatisfy { (0x30...0x39).contains($0) }
            guard isNumber else { return draft.reject(.badSize, to: &events) }
        }
        draft.setID(fields[columns.count])
        for (column, field) in zip(columns, fields) {
            if case .digest(let kind) = column, !field.isEmpty {
                draft.add(kind, hex: field, to: &events)
            }
        }
        draft.finish(to: &events)
    }

    private mutating func readHeader(_ line: ArraySlice<UInt8>) throws(HashListError) {
        let names = line.split(separator: UInt8(ascii: ","))
            .map { String(decoding: $0.trimmingBlanks, as: UTF8.self).lowercased() }
        guard names.last == "filename" else { throw .columnMissing("filename") }
        columns = names.dropLast().map { name in
            switch name {
            case "size": .size
            case "md5": .digest(.md5)
            case "sha1": .digest(.sha1)
            case "sha256": .digest(.sha256)
            default: .other  // tiger, whirlpool
            }
        }
        let hasDigest = columns.contains { column in
            if case .digest = column { true } else { false }
        }
        guard hasDigest else { throw .columnMissing("md5, sha1 or sha256") }
    }
}
