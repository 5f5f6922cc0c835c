internal import Core
internal import Storage

/// What examining one file gave: its row, and its matches with the lists.
struct Examined: Sendable {
    let row: SegmentRow
    let matches: [Match]
    /// Matches beyond the limit of one file.
    let matchesLeftOut: Int

    init(row: SegmentRow, matches: [Match] = [], matchesLeftOut: Int = 0) {
        self.row = row
        self.matches = matches
        self.matchesLeftOut = matchesLeftOut
    }

    /// What is true of every name of the content: not what kept one from being read.
    var ofContent: Examined? { row.fingerprint == nil ? nil : self }

    /// A file that was not read: size and time as planned.
    init(_ entry: FileEntry, _ outcome: Outcome) {
        self.init(
            row: SegmentRow(
                outcome: outcome,
                size: entry.size,
                mtimeNanoseconds: entry.mtimeNanoseconds
            )
        )
    }

    /// A file that was opened, and of which there are no digests.
    init(_ status: FileStatus, _ outcome: Outcome) {
        self.init(row: SegmentRow(status, outcome, .other, nil))
    }

    /// A file whose picture was decoded, or that is none.
    init(
        _ status: FileStatus,
        _ fingerprint: Fingerprint,
        _ format: PictureFormat,
        variants: [PictureVariant: PDQHash],
        matcher: Matcher
    ) {
        let outcome: Outcome = fingerprint.picture == nil ? .other : .image
        self.init(status, outcome, format, fingerprint, variants, matcher)
    }

    /// A file of which there are digests alone. What is no picture is not harmed by being
    /// undecodable.
    init(
        _ status: FileStatus,
        undecodable cause: UndecodableCause,
        _ digests: DigestSet,
        _ format: PictureFormat,
        matcher: Matcher
    ) {
        let outcome: Outcome =
            switch format {
            case .other: .other
            case .jpeg, .png: .undecodable(cause)
            default: .undecodable(.unsupported)
            }
        let fingerprint = Fingerprint(digests: digests, picture: nil)
        self.init(status, outcome, format, fingerprint, [:], matcher)
    }

    private init(
        _ status: FileStatus,
        _ outcome: Outcome,
        _ format: PictureFormat,
        _ fingerprint: Fingerprint,
        _ variants: [PictureVariant: PDQHash],
        _ matcher: Matcher
    ) {
        let matching = matcher.matches(
            digests: fingerprint.digests,
            picture: fingerprint.picture,
            variants: variants
        )
        self.init(
            row: SegmentRow(
                status,
                outcome,
                format,
                fingerprint,
                isLowQuality: matching.isLowQuality
            ),
            matches: matching.matches,
            matchesLeftOut: matching.leftOutCount
        )
    }
}

extension SegmentRow {
    fileprivate init(
        _ status: FileStatus,
        _ outcome: Outcome,
        _ format: PictureFormat,
        _ fingerprint: Fingerprint?,
        isLowQuality: Bool = false
    ) {
        self.init(
            outcome: outcome,
            isLowQuality: isLowQuality,
            format: format,
            size: status.size,
            mtimeNanoseconds: status.mtimeNanoseconds,
            owner: status.owner,
            fingerprint: fingerprint
        )
    }
}
