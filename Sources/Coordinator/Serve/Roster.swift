internal import Core

/// The workers that are connected, by the name of their key: a value, with time as an argument.
struct Roster: Sendable {
    /// One connected worker.
    struct Member: Sendable {
        let name: String
        /// Where its messages come from just now; never its identity.
        var route: [UInt8]
        var host: String
        var lanes: Int
        /// Leases that it wants to hold at once.
        var credit = 0
        var heardAt: ContinuousClock.Instant
        /// Files and bytes examined since it started, as it says.
        var fileCount = 0 { didSet { if fileBaseline == nil { fileBaseline = fileCount } } }
        var byteCount = 0 { didSet { if byteBaseline == nil { byteBaseline = byteCount } } }
        /// Its ``fileCount`` when its accepted results began to be counted; `nil` until it says.
        var fileBaseline: Int? = 0
        /// The same of its ``byteCount``.
        var byteBaseline: Int? = 0
        /// Files of its accepted results since then.
        var acceptedFileCount = 0
        /// Bytes of the same.
        var acceptedByteCount: Int64 = 0

        /// Files examined whose shards are not done yet; rather too few than too many.
        var openFileCount: Int {
            max(0, fileCount - (fileBaseline ?? fileCount) - acceptedFileCount)
        }

        /// The same of bytes.
        var openByteCount: Int64 {
            let examined = Int64(byteCount) - Int64(byteBaseline ?? byteCount)
            return max(0, examined.subtractingReportingOverflow(acceptedByteCount).partialValue)
        }
    }

    /// Two workers that share a key would share its leases: the second waits this long for the
    /// first to be silent.
    static let silence = Duration.seconds(5)

    private var members: [String: Member] = [:]

    /// Connected workers, by name.
    var all: [Member] { members.values.sorted { $0.name < $1.name } }

    var count: Int { members.count }

    subscript(name: String) -> Member? { members[name] }

    /// Whether a worker may join, or another with its key is alive elsewhere.
    func canJoin(_ name: String, route: [UInt8], at now: ContinuousClock.Instant) -> Bool {
        guard let member = members[name], member.route != route else { return true }
        return member.heardAt.duration(to: now) >= Roster.silence
    }

    /// Takes a worker in.
    ///
    /// - Parameter isStarted: Whether it has just started. What it examined before, if it has not,
    ///   is counted already: with what is known of it here, or in the ledger.
    mutating func join(_ member: Member, isStarted: Bool = true) {
        var joining = member
        if !isStarted {
            joining.fileBaseline = nil
            joining.byteBaseline = nil
            if let known = members[member.name] {
                joining.fileCount = known.fileCount
                joining.byteCount = known.byteCount
                joining.acceptedFileCount = known.acceptedFileCount
                joining.acceptedByteCount = known.acceptedByteCount
                // Last: the first count that is set would be the baseline.
                joining.fileBaseline = known.fileBaseline
                joining.byteBaseline = known.byteBaseline
            }
        }
        members[member.name] = joining
    }

    /// Takes a worker out.
    mutating func leave(_ name: String) { members[name] = nil }

    /// Changes what is known of a connected worker.
    mutating func update(_ name: String, _ change: (inout Member) -> Void) {
        guard var member = members[name] else { return }
        change(&member)
        members[name] = member
    }

    /// Workers that were not heard of for longer than that.
    func silent(for limit: Duration, at now: ContinuousClock.Instant) -> [String] {
        members.values.filter { $0.heardAt.duration(to: now) > limit }.map(\.name).sorted()
    }
}
