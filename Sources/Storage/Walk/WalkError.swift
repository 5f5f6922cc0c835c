internal import CLinux
package import Core

/// Why a walk could not be done at all. What cannot be read on the way is an entry, not an error.
package enum WalkError: Error, Hashable, Sendable {
    /// A path argument does not exist.
    case missingRoot(EntryPath)
    /// A path argument cannot be used.
    case unusableRoot(EntryPath, errno: Int32)
    /// A file list holds no path at all.
    case listWithoutPaths(EntryPath)
    /// A file list has a path that is longer than any file system has; lines count from 1.
    case listedPathTooLong(list: EntryPath, line: Int)
    /// A listed path holds a NUL; lines count from 1.
    case listedPathHasNul(list: EntryPath, line: Int)
    /// Turnstone's own files, or a resource of the process.
    case system(SystemError)
}

extension WalkError: CustomStringConvertible {
    /// One sentence: what is wrong and what to do.
    package var description: String {
        switch self {
        case .missingRoot(let path):
            "\(path.escaped) does not exist; check the path"
        case .unusableRoot(let path, let errno):
            "\(path.escaped) cannot be walked: \(SystemError.text(of: errno)); "
                + "check the path and who may read it"
        case .listWithoutPaths(let list):
            "the file list \(list == EntryPath("-") ? "on standard input" : list.escaped) names no "
                + "path; check what made it"
        case .listedPathTooLong(let list, let line):
            "line \(line) of the file list \(list.escaped) is longer than "
                + "\(WalkLimits.listedPathByteCountMax) bytes; "
                + "check that its paths are separated as the option says"
        case .listedPathHasNul(let list, let line):
            "line \(line) of the file list \(list.escaped) holds a NUL; "
                + "give a list of NUL-separated paths with --files0-from"
        case .system(let error):
            error.description
        }
    }
}
