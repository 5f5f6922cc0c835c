/// Where the bytes of a report go.
package protocol ReportSink: ~Copyable {
    /// Takes the next bytes; they need not have reached their end when it returns.
    mutating func write(_ bytes: [UInt8]) throws(ReportError)
}

/// A sink that keeps everything: for summaries and tests, never for reports of unknown size.
package struct MemorySink: ReportSink {
    package private(set) var bytes: [UInt8] = []

    /// Makes an empty sink.
    package init() {}

    package mutating func write(_ bytes: [UInt8]) { self.bytes += bytes }

    /// What was written, as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension ReportSink where Self: ~Copyable {
    /// Writes text as UTF-8.
    mutating func write(_ text: String) throws(ReportError) { try write(Array(text.utf8)) }
}
