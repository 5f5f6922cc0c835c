/// What a test waited for and did not get.
package struct Overdue: Error, CustomStringConvertible {
    package let description: String

    /// Makes an error that says what did not come.
    package init(_ description: String) { self.description = description }
}
