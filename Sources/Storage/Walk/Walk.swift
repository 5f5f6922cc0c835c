internal import CLinux
package import Core

/// One walk over path arguments and file lists: every file below them once, in the order of the
/// bytes of their paths.
///
/// Threads read the folders and spill sorted runs; ``next()`` merges them. So the memory is bounded
/// by ``WalkLimits``, whatever the size of the tree.
package final class Walk {
    /// What was counted besides the entries.
    package let tally: WalkTally
    private let runs: RunFolder
    private let merge: RunMerge

    /// Reads all folders; blocks until that is done.
    ///
    /// - Parameter spillFolder: the sweep's folder, on a disk with room for what is listed.
    package init(
        roots: [WalkRoot],
        lists: [PathList],
        options: WalkOptions,
        spillFolder: EntryPath
    ) throws(WalkError) {
        do throws(SystemError) {
            runs = try RunFolder(in: spillFolder)
        } catch { throw .system(error) }
        tally = try Self.spill(roots, lists, options, into: runs)
        do throws(SystemError) {
            try runs.mergeDown()
            merge = try RunMerge(runs)
        } catch { throw .system(error) }
    }

    /// Walks, and leaves what it finds in sorted runs.
    private static func spill(
        _ roots: [WalkRoot],
        _ lists: [PathList],
        _ options: WalkOptions,
        into runs: RunFolder
    ) throws(WalkError) -> WalkTally {
        let plan: WalkPlan
        do throws(SystemError) {
            plan = try WalkPlan(options, roots: roots)
        } catch { throw .system(error) }
        let threadCount = min(max(options.threadCount, 1), WalkLimits.threadCountMax)
        return try WalkCrew(plan: plan, runs: runs, threadCount: threadCount).walk(roots, lists)
    }

    /// The next entry; `nil` at the end.
    package func next() throws(WalkError) -> FileEntry? {
        do {
            return try merge.next().map { path, record in
                FileEntry(
                    path: EntryPath(path),
                    size: record.size,
                    mtimeNanoseconds: record.mtimeNanoseconds,
                    plannedOutcome: record.plannedOutcome
                )
            }
        } catch { throw .system(error) }
    }
}
