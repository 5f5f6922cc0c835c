/// One line of a manifest file: `size TAB mtime_ns TAB path`, and a fourth column if planning
/// already knows the outcome.
///
/// The fourth column is `skipped:` and a cause, `unreadable:` and an errno, or `vanished`.
package enum ManifestLine {
    private static let tab = UInt8(ascii: "\t")

    /// Appends the line of `entry` with its line feed to `text`.
    ///
    /// - Precondition: the planned outcome, if any, is one that planning can know.
    package static func append(_ entry: FileEntry, to text: inout [UInt8]) {
        append(entry.size, to: &text)
        text.append(tab)
        append(entry.mtimeNanoseconds, to: &text)
        text.append(tab)
        PathEscape.append(entry.path.bytes, to: &text)
        if let outcome = entry.plannedOutcome {
            text.append(tab)
            text.append(contentsOf: column(of: outcome).utf8)
        }
        text.append(UInt8(ascii: "\n"))
    }

    /// Reads one line without its line feed; `number`, from 1, is what an error names.
    package static func entry(
        _ line: ArraySlice<UInt8>,
        number: Int
    ) throws(ManifestError) -> FileEntry {
        let columns = line.split(separator: tab, omittingEmptySubsequences: false)
        guard columns.count == 3 || columns.count == 4 else {
            throw .malformed(line: number, .columns)
        }
        guard let size = decimal(columns[0]), size >= 0 else {
            throw .malformed(line: number, .size)
        }
        guard let time = decimal(columns[1]) else { throw .malformed(line: number, .time) }
        guard let path = PathEscape.unescape(columns[2]), !path.isEmpty else {
            throw .malformed(line: number, .path)
        }
        var planned: Outcome?
        if columns.count == 4 {
            guard let outcome = outcome(of: columns[3]) else {
                throw .malformed(line: number, .outcome)
            }
            planned = outcome
        }
        return FileEntry(
            path: EntryPath(path),
            size: size,
            mtimeNanoseconds: time,
            plannedOutcome: planned
        )
    }

    private static func column(of outcome: Outcome) -> String {
        switch outcome {
        case .skipped(let cause): return "skipped:\(cause.name)"
        case .unreadable(let errno): return "unreadable:\(errno)"
        case .vanished: return "vanished"
        case .image, .other, .undecodable, .changed, .empty:
            preconditionFailure("planning reads no file, so it cannot know the outcome \(outcome)")
        }
    }

    private static func outcome(of column: ArraySlice<UInt8>) -> Outcome? {
        let parts = column.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        switch (parts.first, parts.count) {
        case ("vanished", 1): return .vanished
        case ("skipped", 2):
            return SkipCause.allCases.first { $0.name == parts[1] }.map { .skipped($0) }
        case ("unreadable", 2):
            guard let errno = decimal(Array(parts[1].utf8)[...]).flatMap(Int32.init(exactly:)),
                errno > 0
            else { return nil }
            return .unreadable(errno: errno)
        default: return nil
        }
    }

    /// Digits with a minus sign in front of negative numbers, and nothing else: one number has
    /// one form, so that a manifest has one digest.
    private static func decimal(_ text: ArraySlice<UInt8>) -> Int64? {
        let isNegative = text.first == UInt8(ascii: "-")
        let digits = isNegative ? text.dropFirst() : text
        guard let first = digits.first, digits.count <= 19 else { return nil }
        guard first != UInt8(ascii: "0") || (digits.count == 1 && !isNegative) else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            let step = Int64(digit - UInt8(ascii: "0"))
            // Counted downwards: the least number has no positive twin.
            let (shifted, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowedToo) = shifted.subtractingReportingOverflow(step)
            guard !overflowed, !overflowedToo else { return nil }
            value = sum
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    private static func append(_ number: Int64, to text: inout [UInt8]) {
        if number < 0 { text.append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        let start = text.count
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
            rest = quotient
        } while rest > 0
        text[start...].reverse()
    }
}
