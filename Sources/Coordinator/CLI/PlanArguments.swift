internal import ArgumentParser
internal import Core
internal import Foundation
internal import Storage

/// What is walked, what is passed over, and how large shards are: options of `scan` and `plan`.
struct PlanArguments: ParsableArguments {
    @Argument(help: "Files and folders to look at.")
    var paths: [String] = []

    @Option(help: "A file of paths, one a line; - is standard input.")
    var filesFrom: String?

    @Option(
        name: .customLong("files0-from"),
        help: "A file of paths, each ended by NUL; - is standard input."
    )
    var files0From: String?

    @Option(
        help: ArgumentHelp(
            "Pass over what matches this glob; repeatable. Counted and listed.",
            discussion: """
                Compared with the whole path where it begins with /, else with its last \
                components: *.tmp and cache/*.bin match anywhere, ./a nowhere. * and ? stop at /, \
                ** does not; [a-z] and [!a-z] are sets, \\ takes a meaning away, {a,b} has none. \
                Upper and lower case differ. A / at the end is for folders only. A folder that \
                matches is one entry, and is not entered; a PATH itself is never passed over.
                """,
            valueName: "glob"
        )
    )
    var exclude: [String] = []

    @Flag(help: "Do not go into other file systems. What is passed over is listed.")
    var oneFileSystem = false

    @Option(help: "Pass over larger files (500M, 2G; MB is MiB, 1024 KiB). Counted and listed.")
    var maxFileSize: Size?

    @Option(help: "Files a shard, at most.")
    var shardFiles = 1000

    @Option(help: "Bytes a shard, at most.")
    var shardBytes = Size(4 << 30)

    func validate() throws {
        guard !paths.isEmpty || filesFrom != nil || files0From != nil else {
            throw ValidationError("Say what to look at: PATH…, --files-from or --files0-from.")
        }
        guard (1...ServerLimits.shardFileCountMax).contains(shardFiles) else {
            throw ValidationError("--shard-files takes 1 to \(ServerLimits.shardFileCountMax).")
        }
        guard maxFileSize?.count != 0 else {
            throw ValidationError("--max-file-size must be above 0.")
        }
        guard filesFrom != "-" || files0From != "-" else {
            throw ValidationError(
                "--files-from and --files0-from cannot both be standard input; name a file for one."
            )
        }
        guard shardBytes.count > 0 else { throw ValidationError("--shard-bytes must be above 0.") }
        for pattern in exclude where Glob(pattern) == nil {
            throw ValidationError(
                "--exclude \(pattern) is no glob: empty, or a set without an end."
            )
        }
        for path in paths { try PlanArguments.check(path) }
        for list in [filesFrom, files0From] { if let list { try PlanArguments.check(list: list) } }
    }

    private static func check(_ path: String) throws {
        do throws(WalkError) { _ = try WalkRoot(resolving: EntryPath(path)) } catch {
            if path.unicodeScalars.contains("\u{FFFD}") {
                throw ValidationError(
                    "\(path) does not exist; a path that is not UTF-8 is given by --files0-from."
                )
            }
            if (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil {
                throw ValidationError("\(path) is a link that leads nowhere: \(error).")
            }
            throw ValidationError("\(error).")
        }
    }

    private static func check(list: String) throws {
        guard list != "-" else { return }
        do throws(WalkError) {
            guard try WalkRoot(resolving: EntryPath(list)).isFolder else { return }
        } catch { throw ValidationError("The file list \(error).") }
        throw ValidationError("The file list \(list) is a folder; name a file, or - .")
    }

    private static func absolute(_ path: String) -> String {
        path == "-" ? path : URL(filePath: path).path(percentEncoded: false)
    }

    /// As the ledger remembers it: with absolute paths, so that `resume` works from anywhere.
    var request: PlanRequest {
        PlanRequest(
            paths: paths.map(PlanArguments.absolute),
            filesFrom: filesFrom.map(PlanArguments.absolute),
            files0From: files0From.map(PlanArguments.absolute),
            excludes: exclude,
            oneFileSystem: oneFileSystem,
            maxFileSize: maxFileSize?.count,
            shardFiles: shardFiles,
            shardBytes: shardBytes.count
        )
    }
}
