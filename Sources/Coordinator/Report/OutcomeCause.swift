internal import Core

extension Outcome {
    /// The cause's name in reports, `nil` where the outcome has none: errors by name, not number.
    var causeName: String? {
        switch self {
        case .undecodable(let cause): cause.name
        case .skipped(let cause): cause.name
        case .unreadable(let errno): ErrnoName(errno).text
        case .image, .other, .vanished, .changed, .empty: nil
        }
    }

    /// Whether the first bytes of the file were seen, so that its format means something.
    var hasFormat: Bool {
        switch self {
        case .image, .other, .undecodable: true
        case .unreadable, .vanished, .changed, .skipped, .empty: false
        }
    }
}

extension OutcomeKind {
    /// What the outcome means, for people, in a sweep that makes those digests.
    func explanation(_ digests: DigestKinds) -> String {
        let hasDigests = !digests.isEmpty
        return switch self {
        case .image: "picture: " + (hasDigests ? "digests and PDQ hash made" : "PDQ hash made")
        case .other:
            "not a picture format that is decoded: "
                + (hasDigests ? "digests made" : "compared with nothing")
        case .undecodable:
            "looks like a picture: "
                + (hasDigests ? "digests made, no PDQ hash" : "no PDQ hash, compared with nothing")
        case .unreadable: "could not be opened or read"
        case .vanished: "listed, gone when it was read"
        case .changed: "changed while it was read, twice, or is no file any more"
        case .skipped: "passed over by rule"
        case .empty: "zero bytes"
        }
    }
}
