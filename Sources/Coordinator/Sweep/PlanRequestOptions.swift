internal import Core
internal import Storage

extension PlanOptions {
    /// What the ledger remembers, as a planner takes it.
    init(_ request: PlanRequest, made: String) {
        self.init(made: made)
        paths = request.paths.map { EntryPath($0) }
        if let file = request.filesFrom {
            lists.append(PathList(EntryPath(file), separator: .lineFeed))
        }
        if let file = request.files0From {
            lists.append(PathList(EntryPath(file), separator: .nul))
        }
        excludes = request.excludes.compactMap { Glob($0) }
        staysOnFileSystem = request.oneFileSystem
        fileSizeMax = request.maxFileSize
        shardLimits = ShardPlanner.Limits(
            shardFileCountMax: request.shardFiles,
            shardByteCountMax: request.shardBytes
        )
    }
}
