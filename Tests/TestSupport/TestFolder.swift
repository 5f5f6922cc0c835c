import Foundation
import Core

/// A temporary folder that removes itself, with all that is in it, when nobody holds it any more.
package final class TestFolder: Sendable {
    /// Where it is, without a slash at its end.
    package let path: String

    /// Makes an empty folder.
    package init() throws {
        let name = "turnstone-test-\(ProcessInfo.processInfo.processIdentifier)-\(UUID())"
        path = FileManager.default.temporaryDirectory.appending(path: name)
            .path(percentEncoded: false)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { TestFolder.remove(path) }

    /// The path of something in it.
    package func path(_ name: String) -> String { path + "/" + name }

    /// Writes a file into it; the answer is where.
    @discardableResult
    package func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: path(name)))
        return path(name)
    }

    /// Removes it when the process ends: for folders that are held until then.
    package func removeAtExit() { TestFolder.atExit.withLock { $0.append(path) } }

    private static let atExit: Lock<[String]> = {
        atexit { TestFolder.atExit.withLock { $0.forEach(TestFolder.remove) } }
        return Lock([])
    }()

    private static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }
}
