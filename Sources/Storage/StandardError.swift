/// Where people are told things; results go to standard output.
package enum StandardError {
    /// Writes text as it is. Nobody may be there to read it, and that is no error.
    package static func write(_ text: String) { _ = StandardStream.error.write(Array(text.utf8)) }
}
