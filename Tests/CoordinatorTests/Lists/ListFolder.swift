import Foundation

/// A folder for one test, removed when the test lets go of it.
final class ListFolder {
    let path = FileManager.default.temporaryDirectory
        .appending(path: "turnstone-lists-\(UUID().uuidString)").path

    init() throws {
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a list and gives its path.
    func list(_ text: String, name: String = "list.csv") throws -> String {
        try Data(text.utf8).write(to: URL(filePath: path).appending(path: name))
        return "\(path)/\(name)"
    }

    /// The names in the folder, hidden ones too, sorted.
    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}
