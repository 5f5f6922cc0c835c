internal import Core
internal import Glibc

/// Why a report could not be written.
package struct ReportError: Error, Equatable, CustomStringConvertible {
    /// What was being done when it failed.
    package enum Operation: String, Sendable {
        case create, write, sync, rename, render
        /// The output exists and is not a regular file.
        case replace
        /// The output would lie among what a sweep keeps.
        case intrude
    }

    package let operation: Operation
    /// The output as it was given; `-` for standard output.
    package let output: String
    /// The C library's error number; 0 if none.
    package let errno: Int32

    /// Makes an error.
    package init(_ operation: Operation, output: String, errno: Int32 = 0) {
        self.operation = operation
        self.output = output
        self.errno = errno
    }

    /// Whether the reader of standard output closed its end: there is nothing to tell anyone then.
    package var isReaderGone: Bool { operation == .write && errno == EPIPE }

    /// Whether the bytes could not be kept, rather than the output being a wrong choice.
    package var isOfOutput: Bool { operation == .write || operation == .sync }

    /// What is wrong, without what to do.
    var problem: String {
        let name = VisibleText(Array(output.utf8)).text
        let cause = ErrnoName(errno).text
        return switch operation {
        case .write where output == "-": "standard output cannot be written (\(cause))"
        case .create: "the report \(name) cannot be created (\(cause))"
        case .write, .sync: "the report \(name) cannot be written (\(cause))"
        case .rename: "the finished report cannot be moved to \(name) (\(cause))"
        case .replace: "\(name) exists and is not a regular file"
        case .intrude: "\(name) is among what a sweep keeps in its folder"
        case .render: "the page of the report cannot be rendered, a fault of Turnstone"
        }
    }

    /// One sentence: what is wrong and what to do.
    package var description: String {
        let name = VisibleText(Array(output.utf8)).text
        let cause = ErrnoName(errno).text
        switch operation {
        case .create:
            return "The report \(name) cannot be created (\(cause)): choose another --output."
        case .write where output == "-":
            return "Standard output cannot be written (\(cause)): make room or send it elsewhere,"
                + " and run the command again."
        case .write, .sync:
            return "The report \(name) cannot be written (\(cause)): nothing was replaced;"
                + " make room or choose another --output and run the command again."
        case .rename:
            return "The finished report cannot be moved to \(name) (\(cause)):"
                + " choose another --output."
        case .replace:
            return "\(name) exists and is not a regular file: leave out --output to write to"
                + " standard output, or choose another one."
        case .intrude:
            return "\(name) is among what a sweep keeps in its folder, where a report may stand in"
                + " reports/ alone: choose another --output."
        case .render:
            return "The page of the report cannot be rendered: this is a fault of Turnstone;"
                + " use --format jsonl and report it."
        }
    }
}
