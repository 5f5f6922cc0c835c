internal import Core

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
}
