package import Core
package import Storage

/// What to plan: the arguments and options of `scan` and `plan` that shape a manifest.
package struct PlanOptions: Sendable {
    /// Path arguments, as they were typed.
    package var paths: [EntryPath] = []
    /// `--files-from` and `--files0-from`.
    package var lists: [PathList] = []
    /// `--exclude`, in the order in which they were given.
    package var excludes: [Glob] = []
    /// `--one-file-system`.
    package var staysOnFileSystem = false
    /// `--max-file-size`, in bytes.
    package var fileSizeMax: Int64?
    /// `--shard-files` and `--shard-bytes`.
    package var shardLimits = ShardPlanner.Limits()
    /// Threads that read folders.
    package var threadCount = WalkLimits.threadCountDefault
    /// When planning began, as RFC 3339 text; it stands in the manifest's header.
    package var made: String

    /// Options that plan nothing yet.
    package init(made: String) { self.made = made }

    /// The options as they would be typed, for the manifest's header.
    var typed: [String] {
        var typed = excludes.map { "--exclude \($0.pattern)" }
        for list in lists {
            let name = list.separator == .nul ? "--files0-from" : "--files-from"
            typed.append("\(name) \(list.path.escaped)")
        }
        if staysOnFileSystem { typed.append("--one-file-system") }
        if let fileSizeMax { typed.append("--max-file-size \(fileSizeMax)") }
        return typed
    }
}
