/// The one fate of one file. Every entry of a manifest has exactly one.
package enum Outcome: Hashable, Sendable {
    /// Digests and PDQ hash made.
    case image
    /// Not a picture format; digests made.
    case other
    /// Looks like a picture; digests made, no PDQ hash.
    case undecodable(UndecodableCause)
    /// Could not be opened or read.
    case unreadable(errno: Int32)
    /// Listed, gone when it was read.
    case vanished
    /// Size or times changed while it was read, twice, or it is no regular file any more.
    case changed
    /// Passed over by rule.
    case skipped(SkipCause)
    /// Zero bytes.
    case empty
}

/// Why a picture has no PDQ hash.
package enum UndecodableCause: UInt8, CaseIterable, Sendable {
    case damaged = 1
    case limit = 2
    case crash = 3
    case timeout = 4
    case unsupported = 5

    /// The cause's name in reports.
    package var name: String { "\(self)" }
}

/// The rule by which a file was passed over.
package enum SkipCause: UInt8, CaseIterable, Sendable {
    case excluded = 1
    case special = 2
    case tooLarge = 3
    case otherFileSystem = 4

    /// The cause's name in reports.
    package var name: String {
        switch self {
        case .excluded: "excluded"
        case .special: "special"
        case .tooLarge: "too_large"
        case .otherFileSystem: "other_file_system"
        }
    }
}

/// The kinds of outcome, as reports and summaries count them.
package enum OutcomeKind: UInt8, CaseIterable, Sendable {
    case image = 1
    case other = 2
    case undecodable = 3
    case unreadable = 4
    case vanished = 5
    case changed = 6
    case skipped = 7
    case empty = 8

    /// The kind's name in reports.
    package var name: String { "\(self)" }

    /// Whether such a file should have been examined and could not be: exit code 3.
    package var isCoverageGap: Bool {
        switch self {
        case .undecodable, .unreadable, .vanished, .changed: true
        case .image, .other, .skipped, .empty: false
        }
    }
}

extension Outcome {
    /// The outcome without its cause.
    package var kind: OutcomeKind {
        switch self {
        case .image: .image
        case .other: .other
        case .undecodable: .undecodable
        case .unreadable: .unreadable
        case .vanished: .vanished
        case .changed: .changed
        case .skipped: .skipped
        case .empty: .empty
        }
    }

    /// The cause as it is stored: a cause's raw value, an errno, or 0.
    package var causeCode: Int32 {
        switch self {
        case .undecodable(let cause): Int32(cause.rawValue)
        case .skipped(let cause): Int32(cause.rawValue)
        case .unreadable(let errno): errno
        case .image, .other, .vanished, .changed, .empty: 0
        }
    }

    /// Reads a stored outcome; `nil` if kind and cause do not fit together.
    package init?(kind: OutcomeKind, causeCode: Int32) {
        switch kind {
        case .undecodable:
            guard let cause = UInt8(exactly: causeCode).flatMap(UndecodableCause.init(rawValue:))
            else { return nil }
            self = .undecodable(cause)
        case .skipped:
            guard let cause = UInt8(exactly: causeCode).flatMap(SkipCause.init(rawValue:))
            else { return nil }
            self = .skipped(cause)
        case .unreadable:
            guard causeCode > 0 else { return nil }
            self = .unreadable(errno: causeCode)
        case .image, .other, .vanished, .changed, .empty:
            guard causeCode == 0 else { return nil }
            switch kind {
            case .image: self = .image
            case .other: self = .other
            case .vanished: self = .vanished
            case .changed: self = .changed
            default: self = .empty
            }
        }
    }
}
