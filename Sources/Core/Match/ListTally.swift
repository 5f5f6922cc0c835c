/// What became of every hash of a hash list.
///
/// Formats whose records have several hashes, as VICS has, count each of them.
package struct ListTally: Equatable, Sendable {
    /// Hashes that are matched, by kind.
    package private(set) var accepted: [MatchKind: Int] = [:]
    /// Same kind, hash, id, category and threshold as an earlier one.
    package private(set) var duplicateCount = 0
    /// Hashes and records that cannot be used.
    package private(set) var rejectedCount = 0
    /// Records that the list itself takes back.
    package private(set) var withdrawnCount = 0
    /// Hashes left aside, by cause.
    package private(set) var ignored: [IgnoredCause: Int] = [:]
    /// The first ``HashListLimits/rejectionsDescribedMax`` rejections, in the list's order.
    package private(set) var rejections: [ListRejection] = []

    /// Makes a tally of nothing.
    package init() {}

    /// Hashes that are matched.
    package var acceptedCount: Int { accepted.values.reduce(0, +) }
    /// Hashes left aside.
    package var ignoredCount: Int { ignored.values.reduce(0, +) }

    /// The counts in one line.
    package var summary: String {
        """
        \(acceptedCount) accepted, \(duplicateCount) duplicates, \(rejectedCount) rejected, \
        \(withdrawnCount) withdrawn, \(ignoredCount) ignored
        """
    }

    /// Counts hashes of one kind: those that are matched and those that were there already.
    package mutating func count(_ kind: MatchKind, accepted new: Int, duplicates: Int) {
        if new > 0 { accepted[kind, default: 0] += new }
        duplicateCount += duplicates
    }

    /// Counts a rejected record and, of the first ones, keeps where and why.
    package mutating func count(_ rejection: ListRejection) {
        rejectedCount += 1
        if rejections.count < HashListLimits.rejectionsDescribedMax { rejections.append(rejection) }
    }

    /// Counts a hash that is left aside.
    package mutating func count(_ cause: IgnoredCause) { ignored[cause, default: 0] += 1 }
}
