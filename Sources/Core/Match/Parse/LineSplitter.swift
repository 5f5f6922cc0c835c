/// Lines of a text that comes in pieces, cut at line feeds, without a carriage return at the end.
package struct LineSplitter: Sendable {
    /// The line that ``next(in:from:)`` ended with, without its end; empty if it was too long.
    package private(set) var line: [UInt8] = []
    /// Whether the line was longer than the limit and was passed over.
    package private(set) var isTooLong = false
    /// Whether a carriage return stood at the line's end.
    package private(set) var hasCarriage = false
    /// The line's number, from 1.
    package private(set) var number = 0
    private let byteCountMax: Int
    private var isComplete = true

    /// Makes a splitter that holds at most `byteCountMax` bytes of a line.
    package init(byteCountMax: Int = HashListLimits.lineByteCountMax) {
        self.byteCountMax = byteCountMax
    }

    /// Goes on to the end of the next line and says whether it is there; if not, all of `bytes` is
    /// taken and the line goes on in the next piece.
    package mutating func next(in bytes: Span<UInt8>, from offset: inout Int) -> Bool {
        guard offset < bytes.count else { return false }
        begin()
        let first = offset
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
        append(bytes.extracting(first..<offset))
        guard offset < bytes.count else { return false }
        offset += 1
        end()
        return true
    }

    /// Ends a last line that has no line feed and says whether there is one.
    package mutating func finish() -> Bool {
        guard !isComplete else { return false }
        end()
        return true
    }

    private mutating func begin() {
        guard isComplete else { return }
        isComplete = false
        isTooLong = false
        line.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ bytes: Span<UInt8>) {
        guard !isTooLong else { return }
        if line.count + bytes.count > byteCountMax {
            isTooLong = true
            line.removeAll()
            return
        }
        line.append(bytes)
    }

    private mutating func end() {
        hasCarriage = line.last == UInt8(ascii: "\r")
        if hasCarriage { line.removeLast() }
        number += 1
        isComplete = true
    }
}

extension [UInt8] {
    /// Appends a copy of the bytes.
    mutating func append(_ bytes: Span<UInt8>) {
        // SAFETY: the pointer is used within the call only.
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }
}
