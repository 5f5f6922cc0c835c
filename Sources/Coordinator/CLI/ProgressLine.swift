internal import Storage
internal import Synchronization

/// The line at the foot of a terminal that rewrites itself. All else that is said stands above it.
///
/// There is one, as there is one standard error; it is also the stream of the log.
struct ProgressLine: TextOutputStream, Sendable {
    /// What is shown now; empty where nothing is.
    private static let shown = Mutex("")

    /// Shows a line in the place of the one before.
    static func show(_ line: String) {
        shown.withLock { shown in
            shown = line
            StandardError.write(clearing + drawn(line))
        }
    }

    /// Takes the line away.
    static func clear() {
        shown.withLock { shown in
            if !shown.isEmpty { StandardError.write(clearing) }
            shown = ""
        }
    }

    /// Writes lines of text above the line, if there is one.
    static func write(_ text: String) {
        shown.withLock { shown in
            // One call: nothing of another process can come in between.
            StandardError.write(shown.isEmpty ? text : clearing + text + drawn(shown))
        }
    }

    mutating func write(_ string: String) { ProgressLine.write(string) }

    private static let clearing = "\r\u{1B}[K"

    /// Not wrapped where the terminal is narrow, for only one row can be cleared; and the cursor
    /// back at the start, so that a worker's own line begins there.
    private static func drawn(_ line: String) -> String {
        "\u{1B}[?7l" + line + "\u{1B}[?7h\r"
    }
}
