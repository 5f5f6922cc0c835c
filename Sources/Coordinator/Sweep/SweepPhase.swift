/// How far a sweep is, as people are told: what its ledger says, and whether a process holds it.
package enum SweepPhase: String, CaseIterable, Sendable {
    case planning = "being planned"
    case planningStopped = "planning was interrupted"
    case planned
    /// Planned to know what there is, not to be run: it would find nothing.
    case plannedWithoutList = "planned without a hash list"
    case running
    case interrupted
    /// It relied on a list that was damaged: findings may be missing, and it is not gone on with.
    case doubted = "not to be relied on"
    case complete

    /// - Parameter isHeld: Asked before the record was read: a sweep that ends in between is
    ///   complete, and not interrupted.
    init(_ record: SweepRecord, isHeld: Bool) {
        switch record.state {
        case _ where record.doubtedList != nil: self = .doubted
        case .complete: self = .complete
        case .planning: self = isHeld ? .planning : .planningStopped
        case .planned where isHeld: self = .running
        case .planned where record.incarnation > 0: self = .interrupted
        case .planned: self = record.settings.lists.isEmpty ? .plannedWithoutList : .planned
        }
    }

    /// The phase of which no more is known than the summary says.
    init(_ state: Summary.State) { self = state == .complete ? .complete : .interrupted }

    /// The name that `status --json` has for it.
    var state: String {
        switch self {
        case .planning: "planning"
        case .running: "running"
        case .planningStopped, .planned, .plannedWithoutList, .interrupted, .doubted:
            "interrupted"
        case .complete: "complete"
        }
    }

    /// Said of the sweep.
    var clause: String {
        switch self {
        case .planning: "is being planned"
        case .planningStopped: "was stopped while it was planned"
        case .planned: "was planned and not begun yet"
        case .plannedWithoutList:
            "was planned without a hash list and finds nothing; plan it anew with --hashes"
        case .running: "is running"
        case .interrupted: "was interrupted"
        case .doubted: "relied on a list that was damaged; start a new one"
        case .complete: "is complete"
        }
    }

    /// What helps to get on with the sweep: why one types it, the command, what it does.
    func next(_ commands: ReportCommands) -> (purpose: String, command: String, effect: String)? {
        switch self {
        case .planning, .running:
            ("see how far it is", commands.status, "shows how far it is")
        case .planningStopped: ("plan it", commands.resume, "plans it")
        case .planned: ("begin it", commands.resume, "begins it")
        case .interrupted:
            ("go on where it stopped", commands.resume, "goes on where it stopped")
        case .complete, .plannedWithoutList, .doubted: nil
        }
    }
}
