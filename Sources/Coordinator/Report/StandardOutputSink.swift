internal import Glibc

/// Standard output as the end of a report.
///
/// A reader that goes away (`turnstone report SWEEP | head`) shows as a `write` error with `EPIPE`
/// where the process ignores SIGPIPE; there is nothing to tell anyone then.
package struct StandardOutputSink: ReportSink {
    private var buffer = DescriptorBuffer(descriptor: STDOUT_FILENO, output: "-")

    /// Makes a sink with nothing pending.
    package init() {}

    package mutating func write(_ bytes: [UInt8]) throws(ReportError) { try buffer.append(bytes) }

    /// Writes what is pending; without it the end of the report is missing.
    package mutating func finish() throws(ReportError) { try buffer.flush() }
}
