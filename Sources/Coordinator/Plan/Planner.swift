package import Core
internal import Digests
internal import Storage

/// Plans a sweep: walks, writes the manifest into the sweep's folder and cuts it into shards.
package struct Planner: Sendable {
    /// The name of the manifest in the sweep's folder.
    package static let manifestName = "manifest"

    private let options: PlanOptions

    /// Makes a planner.
    package init(_ options: PlanOptions) { self.options = options }

    /// Makes the manifest of a sweep; blocks until it is on disk.
    ///
    /// Opens no scanned file. The memory it takes does not grow with what is listed.
    ///
    /// - Parameters:
    ///   - sweep: the sweep's folder, which exists.
    ///   - onShard: is given every shard, in order, while the manifest is still being written:
    ///     commit them only when this function has returned.
    /// - Throws: ``WalkError`` for arguments and the walk, `SystemError` for the manifest, and what
    ///   `onShard` throws.
    package func plan(
        into sweep: EntryPath,
        onShard: (PlannedShard) throws -> Void
    ) throws -> PlannedManifest {
        let roots = try options.paths.map { path throws(WalkError) in
            try WalkRoot(resolving: path)
        }
        let walk = try Walk(
            roots: roots,
            lists: options.lists,
            options: walkOptions(sweep),
            spillFolder: sweep
        )
        let header = ManifestHeader(
            made: options.made,
            roots: roots.map(\.path),
            options: options.typed
        )
        var file = try ManifestWriter(in: sweep, header: header)
        var shards = ShardPlanner(limits: options.shardLimits, offset: file.byteCount)
        var counts = PlanCounts()
        var shardCount = 0
        while let entry = try walk.next() {
            let lineLength = try file.append(entry)
            counts.add(entry)
            guard let shard = shards.add(entry, lineLength: lineLength) else { continue }
            shardCount += 1
            try onShard(PlannedShard(shard, linesDigest: file.endShard(before: lineLength)))
        }
        if let shard = shards.finish() {
            shardCount += 1
            try onShard(PlannedShard(shard, linesDigest: file.endShard(before: 0)))
        }
        let entryCount = file.entryCount
        return PlannedManifest(
            entryCount: entryCount,
            byteCount: counts.toRead.bytes,
            shardCount: shardCount,
            digest: try file.finish(),
            counts: counts,
            tally: walk.tally,
            roots: roots.map(\.path)
        )
    }

    private func walkOptions(_ sweep: EntryPath) -> WalkOptions {
        var walk = WalkOptions()
        walk.excludes = options.excludes
        walk.staysOnFileSystem = options.staysOnFileSystem
        walk.fileSizeMax = options.fileSizeMax
        walk.sweepDirectory = sweep
        walk.threadCount = options.threadCount
        return walk
    }
}
