/// Waits that end: in a condition, or in an error that says what did not come.
package enum Patience {
    /// What did not come in time.
    package struct Exhausted: Error, CustomStringConvertible {
        package let description: String
    }

    /// Looks again and again until the answer is yes.
    package static func wait(
        for what: String,
        within seconds: Double = 30,
        until condition: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while try await !condition() {
            guard ContinuousClock.now < deadline else {
                throw Exhausted(description: "\(what) did not come in \(seconds) s")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
