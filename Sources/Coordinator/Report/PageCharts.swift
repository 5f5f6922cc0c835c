internal import Core

/// One outcome in the page's chart of the coverage.
struct CoverageBar {
    let name: String
    let explanation: String
    let count: String
    let share: String
    /// The length of the bar, 0 to 100.
    let width: String
    /// The class of its colour: `read`, `gap` or `rule`.
    let tone: String

    /// The outcomes in the order of their codes, and what was not reached of an open sweep.
    static func rows(_ summary: Summary, _ tally: ReportTally) -> [CoverageBar] {
        let coverage = Coverage(summary)
        var rows = OutcomeKind.allCases.map { kind -> CoverageBar in
            var explanation = kind.explanation(summary.digests)
            if kind == .image && tally.lowQualityCount > 0 {
                let count = Quantity.count(tally.lowQualityCount)
                explanation += "; \(count) of low quality, compared by "
                explanation += summary.digests.isEmpty ? "nothing" : "digests only"
            }
            return CoverageBar(
                name: kind.name,
                explanation: explanation,
                count: coverage.count(kind),
                of: summary.files,
                tone: kind == .skipped ? "rule" : kind.isCoverageGap ? "gap" : "read"
            )
        }
        if coverage.unreached > 0 {
            rows.append(
                CoverageBar(
                    name: "no outcome yet",
                    explanation: "not reached yet",
                    count: coverage.unreached,
                    of: summary.files,
                    tone: "gap"
                )
            )
        }
        return rows
    }

    private init(name: String, explanation: String, count: Int, of files: Int, tone: String) {
        self.name = name
        self.explanation = explanation
        self.count = Quantity.count(count)
        share = count == 0 ? "–" : Quantity.share(count, of: files)
        width = PageNumber.text(files > 0 ? 100 * Double(count) / Double(files) : 0, least: count)
        self.tone = tone
    }
}

/// One hash list with its findings by kind.
struct ListRow {
    let name: String
    let version: String
    let entries: String
    let md5: String
    let sha1: String
    let sha256: String
    let pdq: String
    let total: String
    /// The length of the bar, 0 to 100, against the list with the most findings.
    let width: String

    /// The lists of the sweep in its order, then any that only findings name.
    static func rows(_ summary: Summary, _ tally: ReportTally) -> [ListRow] {
        let totals = tally.findingsByList.mapValues { $0.values.reduce(0, +) }
        let most = totals.values.max() ?? 0
        return tally.lists(of: summary).map { key in
            let counts = tally.findingsByList[key] ?? [:]
            let total = totals[key] ?? 0
            let entries = summary.lists.first { $0.name == key.name && $0.version == key.version }
            return ListRow(
                name: VisibleText(key.name).text,
                version: VisibleText(key.version).text,
                entries: entries.map { Quantity.count($0.entries, "entry") } ?? "– entries",
                md5: Quantity.count(counts[.md5] ?? 0),
                sha1: Quantity.count(counts[.sha1] ?? 0),
                sha256: Quantity.count(counts[.sha256] ?? 0),
                pdq: Quantity.count(counts[.pdq] ?? 0),
                total: Quantity.count(total),
                width: PageNumber.text(
                    most > 0 ? 100 * Double(total) / Double(most) : 0,
                    least: total
                )
            )
        }
    }
}

/// Findings by PDQ distance as bars of a drawing, 720 by 190 units.
struct DistanceHistogram {
    /// One distance.
    struct Bar {
        let x: String
        let y: String
        let width: String
        let height: String
        let middle: String
        let labelY: String
        let distance: String
        /// Empty where labels would run into each other.
        let tick: String
        let label: String
        let count: String
    }

    let bars: [Bar]
    let total: String
    let description: String

    /// The default threshold: distances up to it are always drawn, so that pages can be compared.
    private static let distanceShown = 31
    private static let drawingWidth = 720.0
    private static let baseline = 160.0
    private static let barHeightMax = 138.0
    /// Bars are wide enough for a number over and under each up to this many.
    private static let labelledBarsMax = 40

    /// Draws the counts by distance; `nil` when there is nothing to draw.
    init?(_ counts: [Int: Int]) {
        guard let greatest = counts.keys.max(), let most = counts.values.max() else { return nil }
        let last = max(greatest, DistanceHistogram.distanceShown)
        let step = DistanceHistogram.drawingWidth / Double(last + 1)
        let isLabelled = last < DistanceHistogram.labelledBarsMax
        bars = (0...last).map { distance in
            let count = counts[distance] ?? 0
            let height = max(
                count > 0 ? 2 : 0,
                DistanceHistogram.barHeightMax * Double(count) / Double(most)
            )
            let x = Double(distance) * step
            let top = DistanceHistogram.baseline - height
            return Bar(
                x: PageNumber.text(x + step * 0.1),
                y: PageNumber.text(top),
                width: PageNumber.text(step * 0.8),
                height: PageNumber.text(height),
                middle: PageNumber.text(x + step / 2),
                labelY: PageNumber.text(top - 4),
                distance: String(distance),
                tick: isLabelled || distance.isMultiple(of: 8) ? String(distance) : "",
                label: isLabelled && count > 0 ? DistanceHistogram.compact(count) : "",
                count: Quantity.count(count)
            )
        }
        let sum = counts.values.reduce(0, +)
        total = Quantity.count(sum, "finding")
        description =
            "\(total) by PDQ hash, by distance from"
            + " \(counts.keys.min() ?? 0) to \(greatest) bits of 256."
    }

    /// Four characters at most, for the space over a bar.
    private static func compact(_ count: Int) -> String {
        switch count {
        case ..<10_000: String(count)
        case ..<1_000_000: "\(count / 1000)k"
        default: "\(count / 1_000_000)M"
        }
    }
}

/// Numbers of drawings.
enum PageNumber {
    /// A number with two decimals at most; something that is there is never drawn as nothing.
    static func text(_ value: Double, least count: Int = 0) -> String {
        let hundredths = (max(value, count > 0 ? 0.4 : 0) * 100).rounded()
        return String(hundredths / 100)
    }
}
