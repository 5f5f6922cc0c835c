import Foundation

/// Where the checkout and its fixtures are: tests run from anywhere.
package enum Checkout {
    /// The repository's top folder.
    package static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// A file under `Tests/Fixtures`.
    package static func fixture(_ name: String) -> URL {
        root.appending(path: "Tests/Fixtures").appending(path: name)
    }
}
