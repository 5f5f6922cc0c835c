import Foundation

/// A made folder of pictures and oddities with a hash list that knows some of them, by
/// `Tests/Oracle/make_tree.py`.
package struct MadeTree: Sendable {
    /// What to sweep.
    package let tree: String
    /// A Turnstone CSV.
    package let list: String
    private let folder: TestFolder

    /// About 300 files, made once a test run. Nobody may change them.
    package static var medium: MadeTree { get throws { try mediumResult.get() } }

    private static let mediumResult = Result { () throws -> MadeTree in
        let tree = try MadeTree(fileCount: 300, seed: 1)
        tree.folder.removeAtExit()
        return tree
    }

    /// Makes a tree of its own.
    package init(fileCount: Int, seed: Int) throws {
        folder = try TestFolder()
        tree = folder.path("tree")
        list = folder.path("known.csv")
        let made = try Programs.oracle(
            "make_tree.py",
            [folder.path, "--files", "\(fileCount)", "--seed", "\(seed)"]
        )
        guard made.ending == .code(0) else { throw Unmade(run: made) }
    }

    /// The script that failed.
    package struct Unmade: Error, CustomStringConvertible {
        let run: RunningProgram.Ended

        package var description: String { "make_tree.py failed: \(run)" }
    }
}
