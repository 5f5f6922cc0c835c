/// Why a manifest, or a line of one, cannot be used.
package enum ManifestError: Error, Equatable, Sendable {
    /// What is wrong with a line.
    package enum Flaw: String, Sendable {
        case columns = "it does not have three or four columns"
        case size = "its size is not a whole number of bytes"
        case time = "its time is not a whole number of nanoseconds"
        case path = "its path is empty or holds a bad escape or an unescaped control character"
        case outcome = "its outcome is none that planning knows"
        case header = "it is not a header line of this format"
    }

    /// A line is not what this format allows; lines count from 1.
    case malformed(line: Int, Flaw)
    /// The file does not begin with the header of a manifest.
    case notAManifest
    /// The manifest was written by a newer version.
    case newerVersion(Int)
    /// The lines of a range are not as many entries as the shard says.
    case entryCount(firstEntry: Int, expected: Int, found: Int)
    /// The file could not be read or written: the operation and its errno.
    case system(operation: String, errno: Int32)
}

extension ManifestError: CustomStringConvertible {
    /// One sentence: what is wrong and what to do.
    package var description: String {
        switch self {
        case .malformed(let line, let flaw):
            "line \(line) of the manifest is damaged: \(flaw.rawValue); plan the sweep again"
        case .notAManifest:
            "the file is not a manifest of Turnstone; name the sweep directory that holds one"
        case .newerVersion(let version):
            "the manifest has format \(version), which is newer than this program; update Turnstone"
        case .entryCount(let first, let expected, let found):
            "the manifest has \(found) entries from entry \(first) where \(expected) were planned; "
                + "it was changed after planning, so plan the sweep again"
        case .system(let operation, let errno):
            "the manifest cannot be used: \(operation) failed with errno \(errno); "
                + "check the sweep directory's disk and permissions"
        }
    }
}
