/// A parser of lines in which a quoted field may hold line feeds, as RFC 4180 has it.
///
/// A mark that is never closed must not take the lines behind it along: where no well-formed record
/// comes of them, each line stands for itself.
package protocol HashListCSVParser: HashListLineParser {
    /// The lines of a record whose quoted field is still open.
    var held: HeldLines { get set }

    /// How the quotation marks of a line stand at its end, if it is one of a record.
    func quoting(of line: [UInt8], isInside: Bool) -> CSVFields.Quoting
}

/// Lines that wait for the closing mark of a quoted field.
package struct HeldLines: Sendable {
    /// A line without its end.
    struct Line {
        let bytes: [UInt8]
        let number: Int
        let hasCarriage: Bool
        let isTooLong: Bool
    }

    fileprivate private(set) var lines: [Line] = []
    private var byteCount = 0

    /// Holds none.
    package init() {}

    /// Holds one more line, or says that this would be too much for one record.
    fileprivate mutating func append(_ line: Line) -> Bool {
        let sum = byteCount + line.bytes.count + 1
        guard sum <= HashListLimits.quotedByteCountMax, !line.isTooLong else { return false }
        byteCount = sum
        lines.append(line)
        return true
    }

    /// Gives up all lines.
    fileprivate mutating func release() -> [Line] {
        defer { self = HeldLines() }
        return lines
    }

    /// Lines as one record, with the line ends between them as they were.
    fileprivate static func joined(_ lines: [Line]) -> [UInt8] {
        var record: [UInt8] = []
        for (index, line) in lines.enumerated() {
            record += line.bytes
            guard index + 1 < lines.count else { break }
            if line.hasCarriage { record.append(UInt8(ascii: "\r")) }
            record.append(UInt8(ascii: "\n"))
        }
        return record
    }
}

extension HashListCSVParser {
    package mutating func read(
        _ bytes: Span<UInt8>,
        to events: inout [ListEvent]
    ) throws(HashListError) {
        var offset = 0
        while lines.next(in: bytes, from: &offset) { try takeNext(to: &events) }
    }

    package mutating func finish(to events: inout [ListEvent]) throws(HashListError) {
        if lines.finish() { try takeNext(to: &events) }
        while !held.lines.isEmpty { try takeApart(then: nil, to: &events) }
    }

    private mutating func takeNext(to events: inout [ListEvent]) throws(HashListError) {
        // Most lines have no mark: they are not copied.
        if held.lines.isEmpty, !lines.line.contains(UInt8(ascii: "\"")) {
            return try takeLine(to: &events)
        }
        let line = HeldLines.Line(
            bytes: lines.line,
            number: lines.number,
            hasCarriage: lines.hasCarriage,
            isTooLong: lines.isTooLong
        )
        try take(line, to: &events)
    }

    private mutating func take(
        _ line: HeldLines.Line,
        to events: inout [ListEvent]
    ) throws(HashListError) {
        let isInside = !held.lines.isEmpty
        let quoting = quoting(of: line.bytes, isInside: isInside)
        if !isInside {
            if quoting == .open, held.append(line) { return }
            return try takeAlone(line, to: &events)
        }
        guard quoting != .malformed, held.append(line) else {
            return try takeApart(then: line, to: &events)
        }
        guard quoting != .open else { return }
        let whole = held.release()
        try read(line: HeldLines.joined(whole), number: whole[0].number, to: &events)
    }

    /// No record comes of the lines that are held: the first stands alone, the others begin anew.
    private mutating func takeApart(
        then line: HeldLines.Line?,
        to events: inout [ListEvent]
    ) throws(HashListError) {
        let waiting = held.release()
        guard let first = waiting.first else { return }
        try takeAlone(first, to: &events)
        for next in waiting.dropFirst() { try take(next, to: &events) }
        if let line { try take(line, to: &events) }
    }

    private mutating func takeAlone(
        _ line: HeldLines.Line,
        to events: inout [ListEvent]
    ) throws(HashListError) {
        try takeLine(line.bytes, line.number, isTooLong: line.isTooLong, to: &events)
    }
}
