internal import Core

/// The findings of one file in the order of reports: by the list's name and version, the entry's
/// id, the kind, and then by all else in which two can differ.
///
/// Names, versions and ids are compared byte by byte, kinds stand as md5, sha1, sha256, pdq. So the
/// order is that of what a reader sees, and neither that of the `--hashes` nor of a list's lines.
enum FileFindings {
    /// Sorts findings whose files are in order; holds those of one file, which the matcher bounds.
    static func sorted(_ findings: RecordReader<FindingRecord>) -> RecordReader<FindingRecord> {
        var file: [FindingRecord] = []
        var next: FindingRecord?
        return RecordReader {
            if let finding = file.popLast() { return finding }
            guard let first = try next ?? findings.next() else { return nil }
            file = [first]
            next = try findings.next()
            while let finding = next, finding.path == first.path {
                file.append(finding)
                next = try findings.next()
            }
            // The last comes first: it is taken from the end.
            file.sort { precedes($1, $0) }
            return file.popLast()
        }
    }

    private static func precedes(_ left: FindingRecord, _ right: FindingRecord) -> Bool {
        if let isBefore = precedes(left.list, right.list) { return isBefore }
        if let isBefore = precedes(left.listVersion, right.listVersion) { return isBefore }
        if let isBefore = precedes(left.entry, right.entry) { return isBefore }
        // Entries may share an id.
        let numbers = (numbers(left), numbers(right))
        if numbers.0 != numbers.1 { return numbers.0 < numbers.1 }
        return precedes(left.category, right.category) ?? false
    }

    /// `nil` if both are the same bytes. Strings themselves compare by what they look like.
    private static func precedes(_ left: String, _ right: String) -> Bool? {
        left.utf8.elementsEqual(right.utf8) ? nil : left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    private static func numbers(_ finding: FindingRecord) -> (UInt8, Int, UInt8) {
        (finding.kind.rawValue, finding.distance ?? 0, finding.variant.rawValue)
    }
}
