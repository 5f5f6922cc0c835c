/// Reads one format of hash list, piece by piece.
///
/// A parser is a value without I/O. How a list is cut into pieces never changes what it emits.
package protocol HashListParser: Sendable {
    /// Reads the next piece and appends what it found.
    mutating func read(
        _ bytes: Span<UInt8>,
        to events: inout [ListEvent]
    ) throws(HashListError)

    /// Ends the list: whatever is still open is emitted, or found to be cut off.
    mutating func finish(to events: inout [ListEvent]) throws(HashListError)
}

/// A parser of a format in which every record is one line.
package protocol HashListLineParser: HashListParser {
    /// The lines so far.
    var lines: LineSplitter { get set }

    /// Reads one line that is not empty and not too long, without its end.
    mutating func read(
        line: [UInt8],
        number: Int,
        to events: inout [ListEvent]
    ) throws(HashListError)
}

extension HashListLineParser {
    package mutating func read(
        _ bytes: Span<UInt8>,
        to events: inout [ListEvent]
    ) throws(HashListError) {
        var offset = 0
        while lines.next(in: bytes, from: &offset) { try takeLine(to: &events) }
    }

    package mutating func finish(to events: inout [ListEvent]) throws(HashListError) {
        if lines.finish() { try takeLine(to: &events) }
    }

    /// Takes the line that the splitter ended with.
    mutating func takeLine(to events: inout [ListEvent]) throws(HashListError) {
        try takeLine(lines.line, lines.number, isTooLong: lines.isTooLong, to: &events)
    }

    /// Takes a line that is a record by itself, or nothing.
    mutating func takeLine(
        _ line: [UInt8],
        _ number: Int,
        isTooLong: Bool,
        to events: inout [ListEvent]
    ) throws(HashListError) {
        if isTooLong {
            events.append(.rejected(ListRejection(number: number, reason: .tooLong)))
        } else if !line[...].trimmingBlanks.isEmpty {
            try read(line: line, number: number, to: &events)
        }
    }
}
