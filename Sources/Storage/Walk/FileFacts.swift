internal import Core

/// What planning knows of one file.
struct FileFacts {
    var outcome: Outcome?
    private var size: Int64 = 0
    private var mtimeNanoseconds: Int64 = 0

    /// A file of which only the outcome is known.
    init(_ outcome: Outcome) { self.outcome = outcome }

    /// A file that was looked at, sorted by the rules of the walk, the operator's own first.
    ///
    /// Sizes are of regular files; a folder's or a link's would say nothing.
    init(_ status: FileStatus, isExcluded: Bool, device: UInt64, _ plan: WalkPlan) {
        size = status.kind == .regular ? status.size : 0
        mtimeNanoseconds = status.mtimeNanoseconds
        if isExcluded {
            outcome = .skipped(.excluded)
        } else if plan.staysOnFileSystem, status.device != device {
            outcome = .skipped(.otherFileSystem)
        } else if status.kind == .special {
            outcome = .skipped(.special)
        } else if status.kind == .regular, let most = plan.fileSizeMax, size > most {
            outcome = .skipped(.tooLarge)
        }
    }

    var record: RunRecord {
        RunRecord(size: size, mtimeNanoseconds: mtimeNanoseconds, plannedOutcome: outcome)
    }
}
